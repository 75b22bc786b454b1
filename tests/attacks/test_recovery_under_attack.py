"""E-18: the way back in is no way around (authentication by mail is never enough, and the owner can stop it)."""

from itertools import count

import pytest
from tests.builders.passkeys import Browser
from tests.builders.signing_in import AT, customer, kinds, visit

from sekisho.authentication.operations.recoveries import (
    AlreadyOpenError,
    NotAcceptedError,
    NotNowError,
    agree,
    complete,
    give_proof,
    open_recovery,
    withdraw,
)
from sekisho.authentication.queries.authenticators import authenticator_of
from sekisho.authentication.queries.recoveries import recovery_of
from sekisho.authentication.types.recovery import LADDER, CaseState, Path, ProofKind, RecoveryCase, Trigger
from sekisho.kernel.moments import DAY, HOUR

_numbers = count(1)


def begun(path: Path) -> RecoveryCase:
    """A recovery that somebody began in the customer's name."""
    return open_recovery(
        case=f"rc_{next(_numbers)}", principal="customer:a-1", trigger=Trigger.LOST, path=path, visit=visit(), at=AT
    )


def shown(case: RecoveryCase, kind: ProofKind, by: str = "customer:a-1") -> RecoveryCase:
    return give_proof(case=case.id, kind=kind, by=by, evidence="e-1", at=AT)


@pytest.fixture(autouse=True)
def victim(fresh_database: str) -> str:
    return customer().ref


@pytest.mark.parametrize("path", Path)
def test_who_reads_the_victims_mail_gets_in_by_no_path(path: Path) -> None:
    """E-18, recovery abuse: a code by mail or SMS never opens a path alone."""
    case = begun(path)

    try:
        shown(case, ProofKind.CONTACT_CODE)
    except NotAcceptedError:
        assert path is not Path.SAVED_CODE

    assert recovery_of(case=case.id).state is CaseState.OPEN
    with pytest.raises(NotNowError):
        agree(case=case.id, staff="staff:s-1", at=AT + 9 * DAY)


def test_a_stolen_slip_of_codes_and_the_mailbox_do_not_suffice_together() -> None:
    """E-18, recovery abuse: the firm rings back, waits three days, and two people look."""
    case = begun(Path.SAVED_CODE)
    shown(case, ProofKind.SAVED_CODE)
    assert shown(case, ProofKind.CONTACT_CODE).state is CaseState.OPEN

    waiting = shown(case, ProofKind.CALL_BACK, by="staff:s-1")

    assert waiting.state is CaseState.WAITING
    with pytest.raises(NotNowError):
        agree(case=case.id, staff="staff:s-1", at=AT + 3 * DAY - 1)


def test_the_owner_who_hears_of_it_ends_it() -> None:
    """E-18, recovery abuse: the wait is there so that the owner can say no."""
    case = begun(Path.SAVED_CODE)
    for kind, by in (
        (ProofKind.SAVED_CODE, "customer:a-1"),
        (ProofKind.CONTACT_CODE, "customer:a-1"),
        (ProofKind.CALL_BACK, "staff:s-1"),
    ):
        shown(case, kind, by)

    assert withdraw(case=case.id, by="customer:a-1", reason="not_me", at=AT + DAY).state is CaseState.WITHDRAWN
    with pytest.raises(NotNowError):
        agree(case=case.id, staff="staff:s-1", at=AT + 4 * DAY)
    assert "authentication:recovery:withdrawn" in kinds()


def test_one_bribed_member_of_staff_lets_nobody_in() -> None:
    """E-18, recovery abuse from inside: two people, different ones."""
    case = begun(Path.BRANCH)
    shown(case, ProofKind.IN_PERSON, by="staff:s-1")
    agree(case=case.id, staff="staff:s-1", at=AT)

    with pytest.raises(NotNowError):
        agree(case=case.id, staff="staff:s-1", at=AT + HOUR)
    assert recovery_of(case=case.id).state is CaseState.REVIEW


def test_a_customer_does_not_vouch_for_himself() -> None:
    """E-18, recovery abuse: what staff attests cannot be handed in."""
    case = begun(Path.BRANCH)

    with pytest.raises(NotAcceptedError):
        shown(case, ProofKind.IN_PERSON)
    assert recovery_of(case=case.id).proofs == ()


def test_a_second_recovery_does_not_run_beside_the_first() -> None:
    """E-18, recovery abuse: trying several paths at once."""
    begun(Path.BRANCH)

    with pytest.raises(AlreadyOpenError):
        begun(Path.SAVED_CODE)


def test_what_a_thief_enrols_after_a_recovery_waits_before_it_moves_money() -> None:
    """E-18, recovery abuse that came through all the same: the new authenticator is held back (C-10)."""
    case = begun(Path.BRANCH)
    shown(case, ProofKind.IN_PERSON, by="staff:s-1")
    agree(case=case.id, staff="staff:s-1", at=AT)
    agree(case=case.id, staff="staff:s-2", at=AT)
    new = Browser(at=AT).register("customer:a-1", finishing={"at": AT}).authenticator

    complete(case=case.id, authenticator=new.id, at=AT)

    kept = authenticator_of(authenticator=new.id)
    assert kept.hold_until == AT + LADDER[Path.BRANCH].hold
    assert kept.held(AT + HOUR)
