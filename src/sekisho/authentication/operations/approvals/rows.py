"""The operation's row while it is worked on: found, in time, its owner's, and as it was when it was made."""

from sekisho.authentication import models
from sekisho.authentication.operations.approvals.swift import Found, find
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.approvals import content_of
from sekisho.authentication.queries.delegations import may
from sekisho.authentication.queries.freezes import forbidden
from sekisho.authentication.queries.locks import lock_forbids
from sekisho.authentication.rules.approvals.document import hash_of_checked
from sekisho.authentication.rules.approvals.schemas import Content
from sekisho.authentication.rules.approvals.worth import buys, closes, market, product, yen
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import OperationState
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.kinds_approvals import EXPIRED
from sekisho.authentication.types.principals import PrincipalState

WAITING = (OperationState.CREATED.value, OperationState.BEGUN.value)
"""States in which an operation waits for its signature."""
_OPEN = (*WAITING, OperationState.APPROVED.value)


def found(operation: str) -> Found:
    """The row with whose it is, and whether freezes or locks may be in its way.

    Raises:
        ApprovalRefusedError: ``UNKNOWN``.

    """
    known = find(operation)
    if known is None:
        raise ApprovalRefusedError(ApprovalRefusal.UNKNOWN)
    return known


def check_waiting(row: models.SignedOperation, at: int) -> None:
    """It still waits for its signature.

    Raises:
        ApprovalRefusedError: ``EXPIRED`` or ``ALREADY``.

    """
    if row.state == OperationState.EXPIRED or (row.state in WAITING and at >= row.expires):
        raise ApprovalRefusedError(ApprovalRefusal.EXPIRED)
    if row.state not in WAITING:
        raise ApprovalRefusedError(ApprovalRefusal.ALREADY)


def check_signer(known: Found, signer: str, at: int) -> None:
    """He may sign it, and the account is open to this operation.

    Raises:
        ApprovalRefusedError: ``NOT_YOURS``, ``OUT_OF_SCOPE`` or ``BLOCKED``.

    """
    check_person(known.row, signer, at)
    check_open(known, at)


def check_person(row: models.SignedOperation, person: str, at: int) -> None:
    """He is the owner, or a delegate who may do this (C-23).

    Raises:
        ApprovalRefusedError: ``NOT_YOURS`` or ``OUT_OF_SCOPE``.

    """
    if person == row.principal_id:
        return
    if not person.startswith("agent:"):
        raise ApprovalRefusedError(ApprovalRefusal.NOT_YOURS)
    code, content = OperationCode(row.code), content_of(row)
    if not may(agent=person, operation=code, account=row.account, at=at, yen=yen(content)).allowed:
        raise ApprovalRefusedError(ApprovalRefusal.OUT_OF_SCOPE)


def check_open(known: Found, at: int) -> None:
    """Nothing stops it: no freeze, no lock of the customer's own, and the account is not closed.

    Raises:
        ApprovalRefusedError: ``BLOCKED``.

    """
    row = known.row
    barred = known.barred and stopped(row.account, OperationCode(row.code), content_of(row), at)
    if barred or row.principal.state == PrincipalState.CLOSED:
        raise ApprovalRefusedError(ApprovalRefusal.BLOCKED)


def stopped(account: str, operation: OperationCode, content: Content, at: int) -> bool:
    """Whether a freeze or a lock forbids it now (C-19, C-21)."""
    return forbidden(account=account, operation=operation, at=at, buys=buys(content)) or lock_forbids(
        account=account, operation=operation, at=at, product=product(content), market=market(content),
        closes=closes(content),
    )  # fmt: skip


def untouched(row: models.SignedOperation) -> bool:
    """The row still says what it said when it was made, as far as its own digest tells."""
    done = hash_of_checked(
        code=OperationCode(row.code),
        version=row.version,
        identifier=row.id,
        account=row.account,
        content=content_of(row),
        nonce=bytes(row.nonce),
    )
    return done == bytes(row.op_hash)


def expire(row: models.SignedOperation, at: int) -> bool:
    """Note down that its time is over; within the caller's transaction. False where somebody else did."""
    done = models.SignedOperation.objects.filter(id=row.id, state__in=_OPEN, expires__lte=at).update(
        state=OperationState.EXPIRED.value, ended=at
    )
    if done:
        note(EXPIRED, about=row.account, at=at, operation=row.id, code=row.code)
    return bool(done)
