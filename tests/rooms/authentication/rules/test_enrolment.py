from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sekisho.authentication.rules.enrolment import TABLE, advance
from sekisho.authentication.types.enrolment import NO_TERMS, Enrolment, EnrolmentState, NotNow, Step, Terms

S = EnrolmentState
AT = 1_000


def _at(state: EnrolmentState, **changes: Any) -> Enrolment:
    return Enrolment(principal="customer:a", state=state, **changes)


def test_the_way_leads_from_unaware_to_two_passkeys() -> None:
    enrolment: Enrolment | NotNow = _at(S.UNAWARE)
    for step in (Step.NOTIFIED, Step.NUDGED, Step.HOLDS_ONE, Step.HOLDS_TWO):
        assert isinstance(enrolment, Enrolment)
        enrolment = advance(enrolment, step, terms=NO_TERMS, at=AT)

    prompted = {"prompts": 1, "last_prompt": AT, "next_prompt": AT + NO_TERMS.again}
    assert enrolment == _at(S.ENROLLED_TWO, since=AT, asked_at=AT, enrolled_at=AT, **prompted)


@pytest.mark.parametrize("state", list(S))
def test_from_everywhere_two_passkeys_lead_to_the_end(state: EnrolmentState) -> None:
    after = advance(_at(state, exempt_until=9_999), Step.HOLDS_TWO, terms=NO_TERMS, at=AT)

    assert isinstance(after, Enrolment)
    assert (after.state, after.exempt_until) == (S.ENROLLED_TWO, None)


def test_whoever_loses_all_is_asked_anew() -> None:
    after = advance(_at(S.ENROLLED_TWO), Step.HOLDS_NONE, terms=NO_TERMS, at=AT)

    assert isinstance(after, Enrolment)
    assert after.state is S.NUDGED


@given(used=st.integers(0, 5), most=st.none() | st.integers(0, 5), due=st.none() | st.integers(0, 2_000))
def test_skips_are_counted_and_dated(used: int, most: int | None, due: int | None) -> None:
    before = _at(S.NUDGED, skips_used=used, due_at=due)
    after = advance(before, Step.SKIPPED, terms=Terms(max_skips=most, again=50), at=AT)

    if most is not None and used >= most:
        assert after is NotNow.NO_SKIP_LEFT
    elif due is not None and due <= AT:
        assert after is NotNow.OVERDUE
    else:
        assert isinstance(after, Enrolment)
        assert (after.skips_used, after.next_prompt, after.state) == (used + 1, AT + 50, S.NUDGED)


@pytest.mark.parametrize(("due", "found"), [(None, NotNow.NO_DATE), (AT + 1, NotNow.NOT_DUE)])
def test_nobody_is_blocked_before_his_date(due: int | None, found: NotNow) -> None:
    assert advance(_at(S.NUDGED, due_at=due), Step.BLOCKED, terms=NO_TERMS, at=AT) is found


def test_on_his_date_somebody_is_blocked_and_unblocked_by_enrolling() -> None:
    blocked = advance(_at(S.NUDGED, due_at=AT), Step.BLOCKED, terms=NO_TERMS, at=AT)
    assert isinstance(blocked, Enrolment)

    enrolled = advance(blocked, Step.HOLDS_ONE, terms=NO_TERMS, at=AT + 1)
    assert isinstance(enrolled, Enrolment)
    assert (blocked.state, enrolled.state) == (S.BLOCKED, S.ENROLLED)


@pytest.mark.parametrize("until", [None, AT])
def test_an_exemption_has_an_end_ahead(until: int | None) -> None:
    assert advance(_at(S.NUDGED), Step.EXEMPTED, terms=Terms(until=until), at=AT) is NotNow.NO_DATE


def test_an_exemption_ends_on_its_date_and_not_before() -> None:
    exempt = advance(_at(S.NOTIFIED), Step.EXEMPTED, terms=Terms(until=AT + 5), at=AT)
    assert isinstance(exempt, Enrolment)

    assert exempt.exempt_until == AT + 5
    assert advance(exempt, Step.EXEMPTION_ENDED, terms=NO_TERMS, at=AT + 4) is NotNow.NOT_DUE
    after = advance(exempt, Step.EXEMPTION_ENDED, terms=NO_TERMS, at=AT + 5)
    assert isinstance(after, Enrolment)
    assert (after.state, after.exempt_until) == (S.NUDGED, None)


def test_the_first_notice_stays_the_first_and_dates_may_move() -> None:
    told = advance(_at(S.UNAWARE), Step.NOTIFIED, terms=Terms(due_at=5_000), at=AT)
    assert isinstance(told, Enrolment)
    again = advance(told, Step.NUDGED, terms=NO_TERMS, at=AT + 9)
    assert isinstance(again, Enrolment)

    assert (again.asked_at, again.due_at, again.last_prompt) == (AT, 5_000, AT + 9)


@given(state=st.sampled_from(list(S)), step=st.sampled_from(list(Step)))
def test_what_the_table_does_not_know_does_not_happen(state: EnrolmentState, step: Step) -> None:
    terms = Terms(until=AT + 1)
    after = advance(_at(state, due_at=None if step is Step.SKIPPED else AT), step, terms=terms, at=AT)

    if step in TABLE[state]:
        assert isinstance(after, Enrolment)
        assert after.state is TABLE[state][step]
    else:
        assert after is NotNow.NO_WAY


class Journeys(RuleBasedStateMachine):
    """Whatever happens to a customer in whatever order, his record makes sense."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.enrolment = 0, _at(S.UNAWARE)

    @rule(
        step=st.sampled_from(list(Step)),
        later=st.integers(0, 100),
        due=st.none() | st.integers(0, 500),
        until=st.none() | st.integers(0, 500),
    )
    def happen(self, step: Step, later: int, due: int | None, until: int | None) -> None:
        self.now += later
        before = self.enrolment
        after = advance(before, step, terms=Terms(due_at=due, until=until, max_skips=3), at=self.now)
        if isinstance(after, Enrolment):
            assert after.skips_used >= before.skips_used
            assert before.enrolled_at in (None, after.enrolled_at)
            assert before.asked_at in (None, after.asked_at)
            self.enrolment = after

    @invariant()
    def the_record_makes_sense(self) -> None:
        found = self.enrolment
        assert found.since <= self.now
        assert found.skips_used <= 3
        assert (found.state is S.EXEMPT_PENDING) <= (found.exempt_until is not None)
        assert (found.state in (S.ENROLLED, S.ENROLLED_TWO)) <= (found.enrolled_at is not None)
        assert (found.state is S.BLOCKED) <= (found.due_at is not None)
        assert (found.prompts > 0) == (found.last_prompt is not None)


TestJourneys = Journeys.TestCase
