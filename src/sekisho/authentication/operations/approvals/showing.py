"""Show an operation to those who may see it."""

from sekisho.authentication.operations.approvals import rows
from sekisho.authentication.queries.approvals import content_of, value_of
from sekisho.authentication.rules.approvals.document import display
from sekisho.authentication.types.approvals import Display, SignedOperation
from sekisho.authentication.types.catalogue import OperationCode


def show_operation(*, operation: str, viewer: str, language: str, at: int) -> tuple[SignedOperation, Display]:
    """An operation, and the words in which it would be signed.

    Args:
        operation: which.
        viewer: who is signed in: the owner, a delegate who may sign it, or who signed it.
        language: ``ja`` or ``en``.
        at: in milliseconds.

    Raises:
        ApprovalRefusedError: ``UNKNOWN``, ``NOT_YOURS`` or ``OUT_OF_SCOPE``.

    """
    row = rows.found(operation).row
    if viewer != row.signer:
        rows.check_person(row, viewer, at)
    return value_of(row), display(OperationCode(row.code), row.version, content_of(row), language)
