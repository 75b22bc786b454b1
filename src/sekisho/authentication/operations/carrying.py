"""Carry out here what a customer has signed in our own pages: consume its receipt first, as every back end does."""

from sekisho.authentication.operations.approvals import consume, operation_hash
from sekisho.authentication.queries.approvals import NoOperationError, operation_of
from sekisho.authentication.types.approvals import SignedOperation
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.executing import PORTAL, Unfit, UnfitError


def signed_here(*, operation: str, code: OperationCode, principal: str) -> SignedOperation:
    """An operation that our own pages asked for, of this kind, by the account's holder himself.

    Raises:
        UnfitError: it is another one.

    """
    try:
        found = operation_of(operation=operation)
    except NoOperationError as error:
        raise UnfitError(Unfit.OTHER_OPERATION) from error
    if (found.code, found.principal, found.caller) != (code, principal, PORTAL):
        raise UnfitError(Unfit.OTHER_OPERATION)
    return found


def consume_here(operation: SignedOperation, *, evidence: str, at: int) -> None:
    """Mark it as executed; a second call for the same operation is the same attempt, and goes on where it broke off.

    Raises:
        sekisho.authentication.types.approval_refusals.ApprovalRefusedError: it cannot be executed (any more).

    """
    done = operation_hash(
        operation=operation.code.value,
        version=operation.version,
        identifier=operation.id,
        account=operation.account,
        content=operation.content,
        nonce=operation.nonce,
    )
    consume(
        operation=operation.id, receipt=operation.receipt_jws, op_hash=done, caller=PORTAL, evidence=evidence, at=at,
        key=f"here:{operation.id}",
    )  # fmt: skip
