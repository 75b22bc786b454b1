from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.builders.signing_in import AT, customer, kinds, staff, visit

from sekisho.authentication import models
from sekisho.authentication.operations.recoveries import (
    AlreadyOpenError,
    NotAcceptedError,
    NotNowError,
    RecoveryError,
    advance,
    agree,
    complete,
    give_proof,
    open_recovery,
    refuse,
    withdraw,
)
from sekisho.authentication.queries.principals import NobodyError
from sekisho.authentication.queries.recoveries import (
    NoSuchRecoveryError,
    open_recovery_of,
    recovery_counts,
    recovery_of,
    recovery_queue,
)
from sekisho.authentication.rules.recovery import TRANSITIONS
from sekisho.authentication.types.recovery import (
    GRANT_LIFE,
    LADDER,
    LIFE,
    OPEN_STATES,
    CaseState,
    Path,
    ProofKind,
    RecoveryCase,
    Trigger,
)
from sekisho.kernel.moments import DAY, from_rfc3339

_numbers = count(1)


def begun(path: Path = Path.BRANCH, *, who: str = "", at: int = AT, lost: tuple[str, ...] = ()) -> RecoveryCase:
    principal = who or customer().ref
    return open_recovery(
        case=f"rc_{next(_numbers)}",
        principal=principal,
        trigger=Trigger.LOST,
        path=path,
        visit=visit(),
        at=at,
        lost=lost,
    )


def shown(case: RecoveryCase, kind: ProofKind, *, by: str = "", at: int = AT) -> RecoveryCase:
    return give_proof(case=case.id, kind=kind, by=by or case.principal, evidence="e-1", at=at)


def granted(case: RecoveryCase, *, at: int = AT) -> RecoveryCase:
    shown(case, ProofKind.IN_PERSON, by="staff:s-1", at=at)
    agree(case=case.id, staff="staff:s-1", at=at)
    return agree(case=case.id, staff="staff:s-2", at=at)


def bound(principal: str, *, at: int = AT, state: str = "active") -> str:
    name = f"au_{next(_numbers)}"
    ended = None if state == "active" else at
    models.Authenticator.objects.create(
        id=name,
        principal_id=principal,
        factor="passkey_synced",
        created=at,
        created_by=principal,
        state=state,
        ended=ended,
    )
    return name


def test_a_lost_phone_is_replaced_at_a_branch_with_two_people(database: str) -> None:
    who = customer()
    old = bound(who.ref, at=AT - DAY)
    case = begun(who=who.ref, lost=(old, "au_of_somebody_else"))
    assert case.lost == (old,)

    assert granted(case).state is CaseState.GRANTED
    new = bound(who.ref)
    done = complete(case=case.id, authenticator=new, at=AT)

    assert (done.state, done.authenticator, done.ended_by) == (CaseState.COMPLETED, new, who.ref)
    row = models.Authenticator.objects.get(id=new)
    assert (row.created_by, row.hold_until) == (case.id, AT + LADDER[Path.BRANCH].hold)
    gone = models.Authenticator.objects.get(id=old)
    assert (gone.state, gone.ended_by, gone.ended_reason) == ("revoked", case.id, "lost")
    assert [kind for kind in kinds() if ":recovery:" in kind] == [
        "authentication:recovery:opened",
        "authentication:recovery:proven",
        "authentication:recovery:examined",
        "authentication:recovery:examined",
        "authentication:recovery:granted",
        "authentication:recovery:completed",
    ]


def test_the_card_opens_the_way_at_once(database: str) -> None:
    case = begun(Path.JPKI)

    assert shown(case, ProofKind.JPKI_USER).state is CaseState.GRANTED


def test_a_saved_code_waits_three_days_and_two_people_look(database: str) -> None:
    case = begun(Path.SAVED_CODE)
    shown(case, ProofKind.SAVED_CODE)
    shown(case, ProofKind.CONTACT_CODE)
    waiting = shown(case, ProofKind.CALL_BACK, by="staff:s-1")

    assert (waiting.state, waiting.ready) == (CaseState.WAITING, AT + 3 * DAY)
    with pytest.raises(NotNowError):
        agree(case=case.id, staff="staff:s-1", at=AT + 3 * DAY - 1)
    assert agree(case=case.id, staff="staff:s-1", at=AT + 3 * DAY).state is CaseState.REVIEW
    with pytest.raises(NotNowError):
        agree(case=case.id, staff="staff:s-1", at=AT + 3 * DAY)
    assert agree(case=case.id, staff="staff:s-2", at=AT + 3 * DAY).state is CaseState.GRANTED


def test_the_owner_stops_what_he_did_not_begin(database: str) -> None:
    case = begun()

    stopped = withdraw(case=case.id, by="customer:a-1", reason="not_me", at=AT + 1)

    assert (stopped.state, stopped.reason) == (CaseState.WITHDRAWN, "not_me")
    assert open_recovery_of(principal=case.principal) is None
    with pytest.raises(NotNowError):
        withdraw(case=case.id, by="customer:a-1", reason="again", at=AT + 2)


def test_nobody_has_two_recoveries_at_once(database: str) -> None:
    case = begun()

    with pytest.raises(AlreadyOpenError) as caught:
        begun(who=case.principal)
    assert caught.value.reason.ja
    assert open_recovery_of(principal=case.principal) == case


def test_an_old_recovery_does_not_stand_in_the_way(database: str) -> None:
    old = begun()

    new = begun(who=old.principal, at=AT + LIFE)

    assert recovery_of(case=old.id).state is CaseState.EXPIRED
    assert [case.id for case in recovery_queue()] == [new.id]
    assert recovery_counts(since=AT, until=AT + 1) == {("branch", "expired"): 1}


def test_nobody_recovers_for_nobody(database: str) -> None:
    with pytest.raises(NobodyError):
        begun(who="customer:nobody")
    with pytest.raises(NoSuchRecoveryError):
        advance(case="rc_none", at=AT)


@pytest.mark.parametrize(
    ("kind", "by", "at"),
    [
        (ProofKind.CONTACT_CODE, "", AT),
        (ProofKind.IC_CHIP, "", AT),
        (ProofKind.DOCUMENT_IMAGE, "staff:s-1", from_rfc3339("2027-04-01T00:00:00+09:00")),
    ],
    ids=["another rung's", "attested by the customer", "after its last day"],
)
def test_what_does_not_count_is_not_taken(kind: ProofKind, by: str, at: int, database: str) -> None:
    case = begun(Path.DOCUMENT, at=at)

    with pytest.raises(NotAcceptedError):
        shown(case, kind, by=by, at=at)
    assert recovery_of(case=case.id).proofs == ()


def test_the_same_proof_counts_once_and_none_after_the_last(database: str) -> None:
    case = begun(Path.POST)
    shown(case, ProofKind.POST_CODE)

    with pytest.raises(NotNowError):
        shown(case, ProofKind.POST_CODE)
    case = begun(Path.JPKI, who=customer("a-2").ref)
    shown(case, ProofKind.JPKI_USER)
    with pytest.raises(NotNowError):
        shown(case, ProofKind.JPKI_SIGN)


def test_staff_refuses_before_the_grant_and_not_its_own(database: str) -> None:
    case = begun()
    assert refuse(case=case.id, staff="staff:s-1", reason="papers", at=AT).state is CaseState.REFUSED

    own = begun(who=staff("s-9").ref)
    with pytest.raises(NotNowError):
        refuse(case=own.id, staff="staff:s-9", reason="-", at=AT)
    with pytest.raises(NotNowError):
        refuse(case=own.id, staff="customer:a-1", reason="-", at=AT)
    granted(own)
    with pytest.raises(NotNowError):
        refuse(case=own.id, staff="staff:s-3", reason="late", at=AT)


@pytest.mark.parametrize("which", ["nothing granted", "bound before", "somebody else's", "revoked"])
def test_only_what_was_bound_under_the_grant_completes_it(which: str, database: str) -> None:
    case = begun()
    if which != "nothing granted":
        granted(case, at=AT)
    new = {
        "nothing granted": lambda: bound(case.principal),
        "bound before": lambda: bound(case.principal, at=AT - 1),
        "somebody else's": lambda: bound(customer("a-2").ref),
        "revoked": lambda: bound(case.principal, state="revoked"),
    }[which]()

    with pytest.raises(NotNowError):
        complete(case=case.id, authenticator=new, at=AT)
    assert models.Authenticator.objects.get(id=new).hold_until is None
    assert recovery_of(case=case.id).state is not CaseState.COMPLETED


def test_a_grant_runs_out(database: str) -> None:
    case = granted(begun())

    assert advance(case=case.id, at=AT + GRANT_LIFE).state is CaseState.EXPIRED
    assert advance(case=case.id, at=AT + GRANT_LIFE).state is CaseState.EXPIRED
    assert kinds().count("authentication:recovery:expired") == 1


def test_two_who_agree_at_the_same_moment_do_not_count_twice(fresh_database: str) -> None:
    case = begun()
    shown(case, ProofKind.IN_PERSON, by="staff:s-1")

    def press(number: int) -> bool:
        try:
            agree(case=case.id, staff="staff:s-1", at=AT)
        except RecoveryError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(press, range(4))) == 1
    assert recovery_of(case=case.id).state is CaseState.REVIEW


class Recoveries(RuleBasedStateMachine):
    """Whatever anybody does in whatever order, only permitted changes happen, and no grant lacks its proofs."""

    def __init__(self) -> None:
        super().__init__()
        self.at = AT
        self.who = customer(f"m-{next(_numbers)}").ref
        self.seen: dict[str, CaseState] = {}

    def _case(self) -> str:
        found = open_recovery_of(principal=self.who)
        return found.id if found else next(iter(self.seen), "rc_none")

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except (RecoveryError, NoSuchRecoveryError):
            return

    @rule(path=st.sampled_from(Path))
    def begin(self, path: Path) -> None:
        self._try(lambda: begun(path, who=self.who, at=self.at))

    @rule(kind=st.sampled_from(ProofKind), staffed=st.booleans())
    def show(self, kind: ProofKind, staffed: bool) -> None:  # noqa: FBT001 - drawn by name
        by = "staff:s-1" if staffed else self.who
        self._try(lambda: give_proof(case=self._case(), kind=kind, by=by, evidence="e", at=self.at))

    @rule(name=st.sampled_from(["staff:s-1", "staff:s-2", "customer:x"]))
    def agree(self, name: str) -> None:
        self._try(lambda: agree(case=self._case(), staff=name, at=self.at))

    @rule(name=st.sampled_from(["staff:s-1", "customer:x"]))
    def refuse(self, name: str) -> None:
        self._try(lambda: refuse(case=self._case(), staff=name, reason="r", at=self.at))

    @rule()
    def withdraw(self) -> None:
        self._try(lambda: withdraw(case=self._case(), by=self.who, reason="not_me", at=self.at))

    @rule()
    def complete(self) -> None:
        self._try(lambda: complete(case=self._case(), authenticator=bound(self.who, at=self.at), at=self.at))

    @rule(time=st.sampled_from([1, DAY, 3 * DAY, LIFE]))
    def wait(self, time: int) -> None:
        self.at += time
        self._try(lambda: advance(case=self._case(), at=self.at))

    @invariant()
    def only_permitted_changes(self) -> None:
        for row in models.Recovery.objects.filter(principal=self.who):
            now = CaseState(row.state)
            before = self.seen.get(row.id, CaseState.OPEN)
            assert now is before or now in _reachable(before)
            self.seen[row.id] = now
        assert sum(state in OPEN_STATES for state in self.seen.values()) <= 1

    @invariant()
    def no_grant_without_proofs_and_people(self) -> None:
        for row in models.Recovery.objects.filter(principal=self.who, granted__isnull=False):
            case = recovery_of(case=row.id)
            assert all(group & {proof.kind for proof in case.proofs} for group in case.rung.needs)
            assert len({case.examined_by, case.approved_by} - {""}) >= case.rung.people


def _reachable(start: CaseState) -> set[CaseState]:
    """One call may pass through several states."""
    found = {start}
    while True:
        more = {end for begin, end in TRANSITIONS if begin in found} - found
        if not more:
            return found
        found |= more


def test_a_recovery_walks_permitted_ways_only(database: str) -> None:
    run_state_machine_as_test(
        Recoveries,
        settings=settings(
            max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
