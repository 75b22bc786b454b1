import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.factors import totp_code

from sekisho.authentication.rules.totp import matching_step, spelled, step_of, uri_of

SECRET = b"12345678901234567890"
"""The secret of RFC 6238's test vectors."""
AT = 1_796_000_400_000


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert matching_step(SECRET, code, at=seconds * 1_000) == seconds // 30


@given(at=st.integers(300_000, 4_000_000_000_000), steps=st.integers(-4, 4))
def test_one_step_before_and_after_counts_and_no_more(at: int, steps: int) -> None:
    code = totp_code(SECRET, at + steps * 30_000)
    near = {totp_code(SECRET, at + step * 30_000) for step in (-1, 0, 1)}

    assert (matching_step(SECRET, code, at=at) is not None) == (code in near)


def test_the_first_minute_of_all_has_no_step_before_it() -> None:
    assert matching_step(SECRET, totp_code(SECRET, 0), at=0) == 0


@pytest.mark.parametrize("typed", ["", "12345", "1234567"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert matching_step(SECRET, typed, at=AT) is None


def test_the_address_tells_apps_all_they_need() -> None:
    read = pyotp.parse_uri(uri_of(SECRET, issuer="関所証券", label="••••-12"))

    assert isinstance(read, pyotp.TOTP)
    assert (read.issuer, read.name, read.secret) == ("関所証券", "••••-12", spelled(SECRET))
    assert read.at(AT // 1_000) == totp_code(SECRET, AT)


def test_a_step_is_thirty_seconds() -> None:
    assert (step_of(29_999), step_of(30_000)) == (0, 1)
