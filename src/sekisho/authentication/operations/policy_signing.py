"""What everything that changes the policy shares: staff only, two others approve, one change at a time."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from sekisho.authentication.models import EmergencyOverride, FactorSunset, PolicyHead, PolicyVersion
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.policies import HEAD
from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.types.policy_refusals import PolicyRefusedError, PolicyWhy
from sekisho.authentication.types.policy_versions import GENESIS, Moves, PolicyAct, PolicyState, froms
from sekisho.authentication.types.principals import PrincipalKind, PrincipalState
from sekisho.kernel.digests import canonical, sha256_hex
from sekisho.kernel.texts import Text

Table = type[PolicyVersion] | type[FactorSunset] | type[EmergencyOverride]


def must_be_staff(by: str) -> None:
    """Refuse everybody who is not an active member of staff.

    Raises:
        PolicyRefusedError: he is not.

    """
    try:
        somebody = principal_of(ref=by)
    except NobodyError as error:
        raise PolicyRefusedError(PolicyWhy.NOT_STAFF) from error
    if somebody.kind is not PrincipalKind.STAFF or somebody.state is not PrincipalState.ACTIVE:
        raise PolicyRefusedError(PolicyWhy.NOT_STAFF)


def must_have_reason(reason: Text) -> None:
    """Refuse a reason that is not there in both languages.

    Raises:
        PolicyRefusedError: it is not.

    """
    if not (reason.ja.strip() and reason.en.strip()):
        raise PolicyRefusedError(PolicyWhy.NO_REASON)


def insert(make: Callable[[], object]) -> None:
    """Insert a row under a name that is free.

    Raises:
        PolicyRefusedError: it is taken.

    """
    try:
        with transaction.atomic():
            make()
    except IntegrityError as error:
        raise PolicyRefusedError(PolicyWhy.TAKEN) from error


def move(table: Table, moves: Moves, identifier: str, act: PolicyAct, **changes: object) -> None:
    """Move a row along its table of states, in one conditional update.

    Raises:
        PolicyRefusedError: no such row, or the act leads nowhere from its state.

    """
    changed = 0
    for state in froms(moves, act):
        to = moves[PolicyState(state), act].value
        changed += table.objects.filter(id=identifier, state=state).update(state=to, **changes)
        if changed:
            return
    raise PolicyRefusedError(PolicyWhy.STATE)


def sign(table: Table, moves: Moves, identifier: str, *, by: str, evidence: str, at: int) -> bool:
    """Approve; whether that was the second of two.

    Two signatures go into two columns by conditional updates, so two people at the same moment cannot both be first,
    and one person cannot be both.

    Raises:
        PolicyRefusedError: not staff, the author or the first approver once more, no evidence, or the wrong state.

    """
    must_be_staff(by)
    if not evidence.strip():
        raise PolicyRefusedError(PolicyWhy.NO_EVIDENCE)
    (state,) = froms(moves, PolicyAct.APPROVE)
    open_ = table.objects.filter(id=identifier, state=state).exclude(author=by)
    if open_.filter(approver_1="").update(approver_1=by, evidence_1=evidence, approved_1=at):
        return False
    done = moves[PolicyState(state), PolicyAct.APPROVE].value
    second = open_.exclude(approver_1="").exclude(approver_1=by).exclude(evidence_1=evidence)
    if second.update(approver_2=by, evidence_2=evidence, approved_2=at, state=done):
        return True
    waiting = table.objects.filter(id=identifier, state=state).exists()
    raise PolicyRefusedError(PolicyWhy.NOT_ANOTHER if waiting else PolicyWhy.STATE)


def take_turn(cause: str, at: int, *, content: object) -> None:
    """Say that the policy in force changes now. Only one of several who try at once succeeds.

    Args:
        cause: what changes it.
        at: in milliseconds.
        content: all that is new, as plain JSON: whoever keeps a policy in memory knows it by the head alone.

    Raises:
        PolicyRefusedError: somebody else has just changed it.

    """
    head, _ = PolicyHead.objects.get_or_create(id=HEAD, defaults={"digest": GENESIS})
    follow(head.digest, cause, at, content=content)


def follow(before: str, cause: str, at: int, *, content: object) -> None:
    """Put a change behind the one that ``before`` stands for; otherwise as ``take_turn``.

    Raises:
        PolicyRefusedError: that one is not the last any more.

    """
    digest = sha256_hex(canonical([before, cause, at, content]))
    if not PolicyHead.objects.filter(id=HEAD, digest=before).update(digest=digest):
        raise PolicyRefusedError(PolicyWhy.CONFLICT)


def noted(kind: str, identifier: str, *, by: str, at: int, detail: Mapping[str, Any] | None = None) -> None:
    """The journal's entry, filed under who did it."""
    note(f"authentication:{kind}", about=by, at=at, record=identifier, by=by, **dict(detail or {}))
