"""Where a recovery stands, and who printed its letter."""

import pytest
from tests.builders.signing_in import AT, customer, kinds, visit

from sekisho.authentication.operations.recoveries import NotNowError, open_recovery
from sekisho.authentication.operations.recovery_standing import next_of, note_letter, waits_for
from sekisho.authentication.types.recovery import Path, ProofKind, RecoveryCase, Trigger


def begun(path: Path) -> RecoveryCase:
    who = customer()
    return open_recovery(
        case="r-standing", principal=who.ref, path=path, trigger=Trigger.LOST, lost=(), visit=visit(), at=AT
    )


def test_a_recovery_without_proof_waits_for_nobody_and_says_what_is_missing(database: str) -> None:
    case = begun(Path.BRANCH)

    assert not waits_for(case, "sato", at=AT)
    assert next_of(case, at=AT).missing == (frozenset({ProofKind.IN_PERSON}),)


def test_the_letter_of_a_recovery_by_post_is_noted_with_who_printed_it(database: str) -> None:
    case = begun(Path.POST)

    assert note_letter(case=case.id, staff="staff:sato", at=AT).id == case.id
    assert kinds()[-1] == "authentication:recovery:letter"


def test_no_letter_belongs_to_a_recovery_at_a_branch(database: str) -> None:
    case = begun(Path.BRANCH)

    with pytest.raises(NotNowError):
        note_letter(case=case.id, staff="staff:sato", at=AT)
