"""Degraded sources leave a mildest verdict (E-09)."""

from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import row, safe_modes
from sekisho.decisions.rules.safety import Minimum, minima
from sekisho.kernel.verdicts import Verdict


def _minima(event_type: str, *degraded: str, channel: str = "app", **facts: str) -> tuple[Minimum, ...]:
    return minima(
        safe_modes(), event_type=event_type, channel=channel, facts=row(event_type, **facts), degraded=degraded
    )


@given(st.lists(st.text(max_size=12), min_size=1, max_size=3))
def test_a_withdrawal_is_never_silently_allowed_whatever_is_degraded(codes: list[str]) -> None:
    assert max(each.verdict for each in _minima("cash", *codes, direction="out")) >= Verdict.STEP_UP


@given(st.lists(st.text(max_size=12), min_size=1, max_size=3))
def test_a_bank_change_is_never_silently_allowed_whatever_is_degraded(codes: list[str]) -> None:
    assert max(each.verdict for each in _minima("profile", *codes, field="bank_account")) >= Verdict.STEP_UP


def test_the_table_can_only_raise_the_minimum() -> None:
    (minimum,) = _minima("profile", "no_session", field="bank_account")

    assert (minimum.verdict, minimum.code) == (Verdict.HOLD, "safe:no_session:bank_change")
    assert minimum.text.en == (
        "The login was not seen; in this state a change of the bank account is never simply allowed."
    )


def test_other_operations_follow_the_table_only() -> None:
    assert _minima("order", "no_session", side="buy") == ()
    assert [each.verdict for each in _minima("order", "late", side="buy")] == [Verdict.STEP_UP]
    assert _minima("order", "late", side="sell") == ()
    assert _minima("cash", "late", direction="in") == ()


def test_what_is_natural_in_a_channel_is_no_degradation_there() -> None:
    assert _minima("cash", "no_session", channel="phone", direction="out") == ()
    assert len(_minima("cash", "no_session", "late", channel="phone", direction="out")) == 1


def test_a_code_named_twice_counts_once() -> None:
    assert len(_minima("cash", "late", "late", direction="out")) == 1
