"""Passes and codes lead where they should, in whatever spelling, and nowhere else (C-09)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.kernel.moments import MINUTE
from sekisho.web.rules.passes import (
    POST_LIFE,
    SLOT,
    contact_code_of,
    is_contact_code,
    is_pass,
    is_post_code,
    pass_of,
    post_code_of,
)

SECRET, OTHER = b"s" * 32, b"t" * 32
AT = 1_780_000_000_000 // SLOT * SLOT


def test_a_pass_leads_to_its_own_recovery_only() -> None:
    made = pass_of(SECRET, "rc_1")

    assert re.fullmatch(r"(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}", made)
    assert is_pass(SECRET, "rc_1", made)
    assert not is_pass(SECRET, "rc_2", made)
    assert not is_pass(OTHER, "rc_1", made)


@pytest.mark.parametrize("spelt", [str.lower, lambda made: made.replace("-", " "), lambda made: f"  {made}  "])
def test_a_pass_is_known_in_every_spelling(spelt: "type[str]") -> None:
    assert is_pass(SECRET, "rc_1", spelt(pass_of(SECRET, "rc_1")))


def test_letters_that_look_alike_are_the_same() -> None:
    case = next(f"rc_{n}" for n in range(999) if set("OIB") <= set(pass_of(SECRET, f"rc_{n}")))

    assert is_pass(SECRET, case, pass_of(SECRET, case).translate(str.maketrans("OIB", "018")))


@given(st.text("ABCDEFGH234-", max_size=30))
def test_nothing_else_is_a_pass(typed: str) -> None:
    assert is_pass(SECRET, "rc_1", typed) is (typed.replace("-", "") == pass_of(SECRET, "rc_1").replace("-", ""))


def test_a_letters_code_is_good_for_three_weeks_and_is_no_pass() -> None:
    code = post_code_of(SECRET, "rc_1")

    assert is_post_code(SECRET, "rc_1", code.lower(), opened=AT, at=AT + POST_LIFE - 1)
    assert not is_post_code(SECRET, "rc_1", code, opened=AT, at=AT + POST_LIFE)
    assert not is_post_code(SECRET, "rc_2", code, opened=AT, at=AT)
    assert not is_pass(SECRET, "rc_1", code)
    assert code not in pass_of(SECRET, "rc_1")


@pytest.mark.parametrize(("sent", "typed", "good"), [(0, 0, True), (0, 5, True), (4, 9, True), (0, 10, False)])
def test_digits_for_a_contact_live_five_to_ten_minutes(sent: int, typed: int, good: bool) -> None:  # noqa: FBT001
    code = contact_code_of(SECRET, "rc_1", "ct_1", at=AT + sent * MINUTE)

    assert re.fullmatch(r"\d{8}", code)
    assert is_contact_code(SECRET, "rc_1", "ct_1", f" {code[:4]} {code[4:]}", at=AT + typed * MINUTE) is good


def test_digits_are_for_one_contact_of_one_recovery() -> None:
    code = contact_code_of(SECRET, "rc_1", "ct_1", at=AT)

    assert not is_contact_code(SECRET, "rc_1", "ct_2", code, at=AT)
    assert not is_contact_code(SECRET, "rc_2", "ct_1", code, at=AT)
    assert not is_contact_code(SECRET, "rc_1", "ct_1", code + "0", at=AT)
    assert not is_contact_code(SECRET, "rc_1", "ct_1", "", at=AT)
