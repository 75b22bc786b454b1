from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.sessions import idle_until, risen, touch_is_due
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.sessions import (
    ABSOLUTE_CEILING,
    IDLE_CEILING,
    REASONS,
    USUAL,
    EndReason,
    Session,
    SessionRules,
)
from sekisho.kernel.moments import HOUR, MINUTE, SECOND

AT = 1_796_000_400_000
SESSION = Session(
    ref="se_1", principal="customer:a-1", account="a-1", acting="", acr=Acr.PHR, amr=("pop",), auth_time=AT, created=AT,
    last_seen=AT, idle_until=AT + 30 * MINUTE, expires=AT + 12 * HOUR, device="", channel="web", ip="", user_agent="",
    factor="passkey_synced",
)  # fmt: skip


def test_sessions_live_twelve_hours_and_rest_thirty_minutes_unless_the_firm_says_less() -> None:
    assert (USUAL.absolute, USUAL.idle) == (12 * HOUR, 30 * MINUTE)


@pytest.mark.parametrize(
    "times",
    [
        {"absolute": ABSOLUTE_CEILING + 1}, {"idle": IDLE_CEILING + 1}, {"absolute": 0}, {"idle": 0},
        {"touch": 0}, {"touch": 30 * MINUTE},
    ],
)  # fmt: skip
def test_a_firm_cannot_go_beyond_the_ceilings(times: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="sessions"):
        SessionRules(**times)


@given(at=st.integers(0, 24 * HOUR), expires=st.integers(0, 24 * HOUR))
def test_rest_never_ends_after_the_session_does(at: int, expires: int) -> None:
    assert idle_until(at=at, expires=expires, rules=USUAL) <= expires


def test_a_use_is_written_down_at_most_once_a_minute() -> None:
    assert not touch_is_due(SESSION, at=AT + 59 * SECOND, rules=USUAL)
    assert touch_is_due(SESSION, at=AT + MINUTE, rules=USUAL)


@given(st.sampled_from(Acr), st.sampled_from(Acr))
def test_a_further_proof_never_lowers_a_session_and_a_weaker_one_never_freshens_it(old: Acr, new: Acr) -> None:
    before = replace(SESSION, acr=old)

    after = risen(before, acr=new, amr=["otp"], factor="totp", at=AT + MINUTE)

    assert after.acr == max(old, new)
    assert (after.auth_time == AT + MINUTE) is (new >= old)
    assert (after.factor == "totp") is (new >= old)


def test_a_session_is_dead_once_it_rested_too_long_or_reached_its_end() -> None:
    assert SESSION.alive(AT + 30 * MINUTE - 1)
    assert not SESSION.alive(AT + 30 * MINUTE)
    assert not replace(SESSION, idle_until=AT + 13 * HOUR).alive(AT + 12 * HOUR)


def test_deeds_are_filed_under_the_account_that_is_worked_on() -> None:
    assert SESSION.subject == "a-1"
    assert replace(SESSION, account="", acting="a-2").subject == "a-2"
    assert replace(SESSION, account="", principal="staff:s-1").subject == "staff:s-1"


def test_every_reason_for_an_end_can_be_read_in_both_languages() -> None:
    assert set(REASONS) == set(EndReason)
    assert all(text.ja and text.en for text in REASONS.values())
