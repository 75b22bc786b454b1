"""Operations end: cancelled by somebody, or out of time."""

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import rows
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.approvals import value_of
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import OperationState, SignedOperation, before
from sekisho.authentication.types.kinds_approvals import CANCELLED


@transaction.atomic
def cancel_operation(*, operation: str, by: str, reason: str, at: int) -> SignedOperation:
    """Cancel an operation that was not executed yet, signed or not. Its receipt is worth nothing from here on.

    Args:
        operation: which.
        by: its owner, who signed it, its caller, or a member of staff (``staff:<id>``).
        reason: why, in a few words for the record.
        at: in milliseconds.

    Raises:
        ApprovalRefusedError: ``UNKNOWN``, ``NOT_YOURS``, or ``ALREADY`` over.

    """
    row = rows.found(operation).row
    if by not in {row.principal_id, row.signer, row.caller} and not by.startswith("staff:"):
        raise ApprovalRefusedError(ApprovalRefusal.NOT_YOURS)
    done = models.SignedOperation.objects.filter(id=operation, state__in=before(OperationState.CANCELLED)).update(
        state=OperationState.CANCELLED.value, ended=at, reason=reason[:200]
    )
    if not done:
        raise ApprovalRefusedError(ApprovalRefusal.ALREADY)
    row.state, row.ended, row.reason = OperationState.CANCELLED.value, at, reason[:200]
    note(CANCELLED, about=row.account, at=at, operation=operation, code=row.code, by=by)
    return value_of(row)


def expire_operations(*, at: int, most: int = 500) -> int:
    """Note down which operations ran out of time; for whoever keeps the time. Gives their number.

    Nothing hangs on it: an operation out of time is refused whether this was noted or not.
    """
    due = models.SignedOperation.objects.filter(ended__isnull=True, expires__lte=at).order_by("expires")[:most]
    count = 0
    for row in due:
        with transaction.atomic():
            count += rows.expire(row, at)
    return count
