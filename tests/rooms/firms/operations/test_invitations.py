"""Two colleagues let somebody set up a key, and neither of them alone (5.8; recovery of staff with four eyes)."""

import pytest
from tests.builders.firms import AT, FIRST, SECOND, founded

from sekisho.firms.operations.invitations import (
    decide_invitation,
    give_back,
    invite_founder,
    propose_invitation,
    show_code,
    use_invitation,
)
from sekisho.firms.operations.staff import approve_staff, dismiss_staff, register_staff, suspend_staff
from sekisho.firms.queries.invitations import access_invitation, ever_enrolled, invitations_to_decide, invited
from sekisho.firms.types.faults import NotAllowedError, SamePersonError, StateError, WrongCodeError
from sekisho.firms.types.invitations import CODE_LIFE, INVITATION_LIFE, InvitationState
from sekisho.firms.types.permissions import Role
from sekisho.journal.queries.reading import about

A, B, C = b"a" * 32, b"b" * 32, b"c" * 32


@pytest.fixture
def ito(database: str) -> str:
    founded()
    register_staff(staff="ito", name="Ito", roles=[Role.AUDITOR], by=FIRST, at=AT)
    approve_staff(staff="ito", by=SECOND, at=AT)
    return "ito"


def opened(staff: str, *, at: int = AT) -> None:
    propose_invitation(invitation=f"iv_{at}", staff=staff, by=FIRST, at=at)
    decide_invitation(staff=staff, approve=True, by=SECOND, at=at, evidence="ev_1")


def test_each_of_the_two_has_one_code_and_both_together_count_once(ito: str) -> None:
    opened(ito)
    show_code(staff=ito, by=FIRST, digest=A, at=AT)
    assert show_code(staff=ito, by=SECOND, digest=B, at=AT) == AT + CODE_LIFE

    found = invited(first=B, second=A, at=AT + 1)
    use_invitation(invitation=found.id, at=AT + 1)

    assert (found.staff, found.proposed_by, found.decided_by) == (ito, FIRST, SECOND)
    assert ever_enrolled(staff=ito)
    with pytest.raises(WrongCodeError):
        use_invitation(invitation=found.id, at=AT + 2)
    with pytest.raises(WrongCodeError):
        invited(first=A, second=B, at=AT + 2)


def test_what_was_given_back_counts_again(ito: str) -> None:
    opened(ito)
    show_code(staff=ito, by=FIRST, digest=A, at=AT)
    show_code(staff=ito, by=SECOND, digest=B, at=AT)
    found = invited(first=A, second=B, at=AT)
    use_invitation(invitation=found.id, at=AT)

    give_back(invitation=found.id, at=AT)

    assert invited(first=A, second=B, at=AT) == found
    assert not ever_enrolled(staff=ito)


def test_one_code_alone_a_stale_one_and_one_that_was_replaced_are_worth_nothing(ito: str) -> None:
    opened(ito)
    show_code(staff=ito, by=FIRST, digest=A, at=AT)
    for first, second in ((A, A), (A, B), (B, A)):
        with pytest.raises(WrongCodeError):
            invited(first=first, second=second, at=AT)

    show_code(staff=ito, by=SECOND, digest=B, at=AT)
    with pytest.raises(WrongCodeError):
        invited(first=A, second=B, at=AT + CODE_LIFE)
    show_code(staff=ito, by=FIRST, digest=C, at=AT)
    with pytest.raises(WrongCodeError):
        invited(first=A, second=B, at=AT)
    assert invited(first=C, second=B, at=AT).staff == ito


def test_somebody_who_was_stopped_for_a_lost_key_sets_up_another_before_he_comes_back(ito: str) -> None:
    suspend_staff(staff=ito, by=FIRST, reason="lost key", at=AT)
    opened(ito)
    show_code(staff=ito, by=FIRST, digest=A, at=AT)
    show_code(staff=ito, by=SECOND, digest=B, at=AT)

    assert invited(first=A, second=B, at=AT).staff == ito


def test_codes_of_somebody_who_has_left_meanwhile_are_worth_nothing(ito: str) -> None:
    opened(ito)
    show_code(staff=ito, by=FIRST, digest=A, at=AT)
    show_code(staff=ito, by=SECOND, digest=B, at=AT)
    dismiss_staff(staff=ito, by=FIRST, reason="test", at=AT)

    with pytest.raises(WrongCodeError):
        invited(first=A, second=B, at=AT)


def test_nobody_invites_himself_or_decides_what_he_asked_for(ito: str) -> None:
    with pytest.raises(SamePersonError):
        propose_invitation(invitation="iv_1", staff=FIRST, by=FIRST, at=AT)
    propose_invitation(invitation="iv_1", staff=ito, by=FIRST, at=AT)
    with pytest.raises(SamePersonError):
        decide_invitation(staff=ito, approve=True, by=FIRST, at=AT)
    propose_invitation(invitation="iv_2", staff=SECOND, by=FIRST, at=AT)
    with pytest.raises(SamePersonError):
        decide_invitation(staff=SECOND, approve=True, by=SECOND, at=AT)

    assert [each.id for each in invitations_to_decide(by=SECOND, at=AT)] == ["iv_1"]
    assert invitations_to_decide(by=FIRST, at=AT) == ()


def test_only_those_who_may_ask_decide_or_see_it(ito: str) -> None:
    for deed in (
        lambda: propose_invitation(invitation="iv_1", staff=FIRST, by=ito, at=AT),
        lambda: decide_invitation(staff=FIRST, approve=True, by=ito, at=AT),
        lambda: invitations_to_decide(by=ito, at=AT),
    ):
        with pytest.raises(NotAllowedError):
            deed()
    assert access_invitation(by=ito, staff=FIRST, at=AT) is None


def test_one_is_open_at_a_time_until_its_day_is_over(ito: str) -> None:
    propose_invitation(invitation="iv_1", staff=ito, by=FIRST, at=AT)
    with pytest.raises(StateError):
        propose_invitation(invitation="iv_2", staff=ito, by=SECOND, at=AT)

    with pytest.raises(StateError):
        propose_invitation(invitation="iv_2", staff=ito, by=SECOND, at=AT + INVITATION_LIFE - 1)
    later = AT + INVITATION_LIFE
    assert access_invitation(by=FIRST, staff=ito, at=later) is None
    with pytest.raises(StateError):
        decide_invitation(staff=ito, approve=True, by=SECOND, at=later)
    propose_invitation(invitation="iv_3", staff=ito, by=SECOND, at=later)
    found = access_invitation(by=FIRST, staff=ito, at=later)
    assert found is not None
    assert (found.id, found.state) == ("iv_3", InvitationState.PROPOSED)


def test_a_refused_one_opens_nothing(ito: str) -> None:
    propose_invitation(invitation="iv_1", staff=ito, by=FIRST, at=AT)

    decide_invitation(staff=ito, approve=False, by=SECOND, at=AT)

    assert access_invitation(by=FIRST, staff=ito, at=AT) is None
    with pytest.raises(StateError):
        show_code(staff=ito, by=FIRST, digest=A, at=AT)


def test_whoever_does_not_work_here_is_not_invited(ito: str) -> None:
    dismiss_staff(staff=ito, by=FIRST, reason="test", at=AT)

    for staff in (ito, "nobody"):
        with pytest.raises(StateError):
            propose_invitation(invitation="iv_1", staff=staff, by=FIRST, at=AT)


def test_a_founder_has_both_codes_from_the_operator_as_long_as_he_has_no_key(ito: str) -> None:
    invite_founder(invitation="iv_1", staff=FIRST, first=A, second=B, at=AT)
    invite_founder(invitation="iv_2", staff=FIRST, first=b"d" * 32, second=C, at=AT)
    with pytest.raises(WrongCodeError):
        invited(first=A, second=B, at=AT)

    use_invitation(invitation=invited(first=b"d" * 32, second=C, at=AT).id, at=AT)

    for staff in (FIRST, ito, "nobody"):
        with pytest.raises(StateError):
            invite_founder(invitation="iv_3", staff=staff, first=A, second=B, at=AT)


def test_everything_about_it_stands_in_the_journal(ito: str) -> None:
    opened(ito)
    show_code(staff=ito, by=FIRST, digest=A, at=AT)

    kinds = [each.kind.removeprefix("firms:invitation:") for each in about(f"staff:{ito}")][-3:]

    assert kinds == ["proposed", "approved", "shown"]
    assert b'"evidence":"ev_1"' in about(f"staff:{ito}")[-2].payload
    assert A.hex().encode() not in about(f"staff:{ito}")[-1].payload
