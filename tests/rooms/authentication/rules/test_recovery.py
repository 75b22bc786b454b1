from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.recovery import (
    TRANSITIONS,
    counts,
    may_attest,
    may_examine,
    missing,
    next_step,
    ready_at,
    state_at,
)
from sekisho.authentication.types.recovery import (
    GRANT_LIFE,
    IDENTITY_PROOFS,
    LADDER,
    LEAST_HOLD,
    LIFE,
    OPEN_STATES,
    STAFF_PROOFS,
    CaseState,
    Path,
    ProofKind,
    RecoveryCase,
    Rung,
    ShownProof,
    Trigger,
)
from sekisho.kernel.moments import DAY, from_rfc3339

AT = 1_796_000_400_000
CASE = RecoveryCase(
    id="rc_1",
    principal="customer:a-1",
    trigger=Trigger.LOST,
    path=Path.BRANCH,
    lost=(),
    state=CaseState.OPEN,
    opened=AT,
)
KINDS = st.sets(st.sampled_from(ProofKind))
WAITS = st.integers(0, 40 * DAY)


def shown(*proofs: ProofKind, at: int = AT) -> tuple[ShownProof, ...]:
    return tuple(ShownProof(kind=kind, at=at, by="staff:s-1", evidence="e") for kind in proofs)


@pytest.mark.parametrize("rung", LADDER.values(), ids=lambda rung: rung.path.value)
@given(kinds=KINDS)
def test_no_rung_is_weaker_than_enrolment_c09(rung: Rung, kinds: set[ProofKind]) -> None:
    if missing(rung, shown(*kinds)):
        return

    strong = ProofKind.OTHER_AUTHENTICATOR in kinds
    identity = bool(IDENTITY_PROOFS & kinds)
    assert strong or identity or rung.people == 2


@pytest.mark.parametrize("rung", LADDER.values(), ids=lambda rung: rung.path.value)
def test_a_code_sent_to_a_contact_alone_never_suffices_c09(rung: Rung) -> None:
    assert missing(rung, shown(ProofKind.CONTACT_CODE))


@pytest.mark.parametrize("rung", LADDER.values(), ids=lambda rung: rung.path.value)
def test_every_rung_holds_the_new_authenticator_back_for_twelve_hours_at_least_c10(rung: Rung) -> None:
    assert rung.hold >= LEAST_HOLD


@given(st.sampled_from(tuple(LADDER.values())), KINDS, st.sampled_from(ProofKind))
def test_one_more_proof_never_makes_anything_missing(rung: Rung, kinds: set[ProofKind], another: ProofKind) -> None:
    assert len(missing(rung, shown(*kinds, another))) <= len(missing(rung, shown(*kinds)))


def test_pictures_of_documents_count_until_the_last_day_of_march_2027_in_japan() -> None:
    assert counts(ProofKind.DOCUMENT_IMAGE, at=from_rfc3339("2027-03-31T23:59:59.999+09:00"))
    assert not counts(ProofKind.DOCUMENT_IMAGE, at=from_rfc3339("2027-04-01T00:00:00+09:00"))
    assert counts(ProofKind.IC_CHIP, at=from_rfc3339("2030-01-01T00:00:00+09:00"))


@pytest.mark.parametrize("kind", ProofKind)
def test_staff_attests_what_it_looked_at_and_the_customer_what_he_holds(kind: ProofKind) -> None:
    assert may_attest(kind, by="staff:s-1", principal="customer:a-1") is (kind in STAFF_PROOFS)
    assert may_attest(kind, by="customer:a-1", principal="customer:a-1") is (kind not in STAFF_PROOFS)
    assert not may_attest(kind, by="customer:other", principal="customer:a-1")


def test_nobody_attests_his_own_recovery() -> None:
    assert not may_attest(ProofKind.IN_PERSON, by="staff:s-1", principal="staff:s-1")


def test_the_wait_begins_with_the_last_proof() -> None:
    rung = LADDER[Path.POST]
    proofs = (*shown(ProofKind.POST_CODE), *shown(ProofKind.CALL_BACK, at=AT + 5))

    assert ready_at(rung, proofs) == AT + 5 + rung.wait
    assert ready_at(rung, proofs[:1]) is None


def test_a_recovery_waits_then_is_looked_at_by_two_then_is_granted() -> None:
    case = replace(CASE, path=Path.DOCUMENT, ready=AT + DAY)

    assert state_at(case, at=AT) is CaseState.WAITING
    assert state_at(case, at=AT + DAY) is CaseState.REVIEW
    assert state_at(replace(case, examined_by="staff:s-1"), at=AT + DAY) is CaseState.REVIEW
    both = replace(case, examined_by="staff:s-1", approved_by="staff:s-2")
    assert state_at(both, at=AT + DAY) is CaseState.GRANTED


def test_one_person_who_agrees_twice_is_one_person() -> None:
    case = replace(CASE, ready=AT, examined_by="staff:s-1", approved_by="staff:s-1")

    assert state_at(case, at=AT) is CaseState.REVIEW


def test_what_nobody_carries_on_ends() -> None:
    assert state_at(CASE, at=AT + LIFE - 1) is CaseState.OPEN
    assert state_at(CASE, at=AT + LIFE) is CaseState.EXPIRED
    granted = replace(CASE, state=CaseState.GRANTED, granted=AT)
    assert state_at(granted, at=AT + GRANT_LIFE - 1) is CaseState.GRANTED
    assert state_at(granted, at=AT + GRANT_LIFE) is CaseState.EXPIRED


@given(st.sampled_from(sorted(set(CaseState) - OPEN_STATES)), st.integers(AT, AT + 10 * LIFE))
def test_what_has_ended_stays_as_it_is(state: CaseState, at: int) -> None:
    assert state_at(replace(CASE, state=state, ended=AT), at=at) is state


@given(
    st.sampled_from(Path),
    st.integers(0, 40 * DAY),
    st.integers(0, 40 * DAY),
    st.none() | st.integers(AT, AT + 40 * DAY),
)
def test_time_never_moves_a_recovery_backwards(path: Path, first: int, more: int, ready: int | None) -> None:
    case = replace(CASE, path=path, ready=ready)
    order = [CaseState.OPEN, CaseState.WAITING, CaseState.REVIEW, CaseState.GRANTED, CaseState.EXPIRED]

    assert order.index(state_at(case, at=AT + first)) <= order.index(state_at(case, at=AT + first + more))


@pytest.mark.parametrize(
    ("change", "staff", "may"),
    [
        ({"state": CaseState.REVIEW}, "staff:s-1", True),
        ({"state": CaseState.REVIEW}, "customer:a-2", False),
        ({"state": CaseState.REVIEW, "principal": "staff:s-1"}, "staff:s-1", False),
        ({"state": CaseState.REVIEW, "examined_by": "staff:s-1"}, "staff:s-1", False),
        ({"state": CaseState.REVIEW, "examined_by": "staff:s-1"}, "staff:s-2", True),
        ({"state": CaseState.REVIEW, "examined_by": "staff:s-1", "approved_by": "staff:s-2"}, "staff:s-3", False),
        ({"state": CaseState.WAITING}, "staff:s-1", False),
    ],
)
def test_two_different_people_agree_and_neither_is_the_owner(change: dict[str, Any], staff: str, may: object) -> None:
    assert may_examine(replace(CASE, **change), staff=staff) is may


@pytest.mark.parametrize("state", CaseState)
def test_the_customer_always_reads_what_comes_next_c28(state: CaseState) -> None:
    case = replace(CASE, state=state, granted=AT, ready=AT, ended=AT)
    step = next_step(case, at=AT)

    assert step.text.ja
    assert step.text.en


def test_the_next_step_names_what_is_missing_and_by_when_something_happens() -> None:
    assert next_step(CASE, at=AT).missing == LADDER[Path.BRANCH].needs
    assert next_step(replace(CASE, ready=AT + DAY), at=AT).expected == AT + DAY
    granted = next_step(replace(CASE, state=CaseState.GRANTED, granted=AT), at=AT)
    assert (granted.missing, granted.expected) == ((), AT + GRANT_LIFE)


def test_nothing_leads_out_of_an_end() -> None:
    assert {start for start, _ in TRANSITIONS} <= OPEN_STATES
