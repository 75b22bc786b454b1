"""What is told about a recovery as it stands now, and the letter that brings its code (C-28)."""

from dataclasses import replace

from django.db import transaction

from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.recoveries import NotNowError, advance
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.rules import recovery as rules
from sekisho.authentication.types.recovery import CaseState, NextStep, Path, RecoveryCase


def waits_for(case: RecoveryCase, staff: str, *, at: int) -> bool:
    """Whether this member of staff could agree to it now."""
    standing = replace(case, state=rules.state_at(case, at=at))
    return rules.may_examine(standing, staff=f"staff:{staff}")


def next_of(case: RecoveryCase, *, at: int) -> NextStep:
    """What its owner is told now (C-28)."""
    return rules.next_step(case, at=at)


@transaction.atomic
def note_letter(*, case: str, staff: str, at: int) -> RecoveryCase:
    """Write down who printed the letter that brings the code.

    Raises:
        NotNowError: it is no recovery by post, or it has ended.

    """
    found = advance(case=case, at=at)
    if found.path is not Path.POST or found.state is not CaseState.OPEN:
        raise NotNowError(case)
    about = principal_of(ref=found.principal).subject
    note("authentication:recovery:letter", about=about, at=at, case=found.id, principal=found.principal, staff=staff)
    return found
