import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.figures import DEEDS, deed_of, failing, interim, whole
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.figures import Coverage, DeedCount, Failing, Outcome
from sekisho.authentication.types.kinds import KINDS

COUNTS = st.fixed_dictionaries(
    dict.fromkeys(("customers", "enrolled", "enrolled_two", "opted_out", "exempt", "blocked"), st.integers(0, 99))
)


def test_only_kinds_that_are_written_are_counted() -> None:
    assert set(DEEDS) <= set(KINDS)


def test_other_kinds_are_not_counted() -> None:
    assert deed_of("authentication:enrolment:moved", {}) is None


@pytest.mark.parametrize(
    ("kind", "payload", "method"),
    [
        ("authentication:factor:used", {"factor": "totp", "authenticator": "au_1"}, "totp"),
        ("authentication:assertion:refused", {"authenticator": "au_1"}, ""),
        ("authentication:assertion:refused", {"authenticator": ""}, "webauthn"),
        ("authentication:recovery:opened", {"path": "card"}, "card"),
        ("authentication:certificate:refused", {}, "client_cert"),
        ("authentication:factor:failed", {}, ""),
    ],
)
def test_an_entry_tells_its_method(kind: str, payload: dict[str, object], method: str) -> None:
    deed = deed_of(kind, payload)

    assert deed is not None
    assert deed.method == method
    assert deed.outcome is DEEDS[kind]


def test_who_and_where_are_told_too() -> None:
    deed = deed_of("authentication:factor:used", {"factor": "totp", "principal": "customer:a", "channel": "app"})

    assert deed is not None
    assert (deed.principal, deed.channel, deed.outcome) == ("customer:a", "app", Outcome.USED)


def test_interim_methods_are_the_restricted_ones() -> None:
    assert {code for code in FACTORS if interim(code.value)} == {
        code for code, factor in FACTORS.items() if factor.restricted
    }
    assert not interim("card")


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["20s", "60s"]), COUNTS), max_size=6))
def test_the_whole_is_the_sum_of_its_parts(parts: list[tuple[int, str, dict[str, int]]]) -> None:
    rows = [Coverage(day=day, age_band=band, **counts) for day, band, counts in parts]

    found = whole(rows)

    assert [row.day for row in found] == sorted({row.day for row in rows})
    assert sum(row.enrolled for row in found) == sum(row.enrolled for row in rows)


def _count(method: str, outcome: Outcome, count: int) -> DeedCount:
    return DeedCount(
        day=1, method=method, outcome=outcome.value, channel="web", age_band="", interim=False, count=count
    )


def test_failures_are_told_by_method() -> None:
    rows = [
        _count("totp", Outcome.USED, 3),
        _count("totp", Outcome.FAILED, 1),
        _count("sms_otp", Outcome.FAILED, 2),
        _count("totp", Outcome.ENROLLED, 9),
    ]

    assert failing(rows) == (
        Failing(method="sms_otp", used=0, failed=2), Failing(method="totp", used=3, failed=1),
    )  # fmt: skip
