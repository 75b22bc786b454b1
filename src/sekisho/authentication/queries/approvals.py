"""Operations that wait for a signature or have one."""

from collections.abc import Mapping

from sekisho.authentication import models
from sekisho.authentication.rules.approvals.kinds import Value
from sekisho.authentication.types.approvals import OperationState, SignedOperation
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode


class NoOperationError(LookupError):
    """There is no such operation."""


def operation_of(*, operation: str) -> SignedOperation:
    """One operation.

    Raises:
        NoOperationError: there is none of that name.

    """
    row = models.SignedOperation.objects.filter(id=operation).first()
    if row is None:
        raise NoOperationError(operation)
    return value_of(row)


def operations_of(*, principal: str, most: int = 100) -> tuple[SignedOperation, ...]:
    """Somebody's operations, the newest first."""
    rows = models.SignedOperation.objects.filter(principal_id=principal).order_by("-created", "-id")[:most]
    return tuple(map(value_of, rows))


def value_of(row: models.SignedOperation) -> SignedOperation:
    """A row as a value."""
    return SignedOperation(
        id=row.id,
        code=OperationCode(row.code),
        version=row.version,
        principal=row.principal_id,
        account=row.account,
        content=content_of(row),
        nonce=bytes(row.nonce),
        op_hash=bytes(row.op_hash),
        caller=row.caller,
        state=OperationState(row.state),
        created=row.created,
        expires=row.expires,
        policy=row.policy,
        attempts=row.attempts,
        signer=row.signer,
        authenticator=row.authenticator,
        acr=Acr(row.acr),
        receipt=row.receipt or "",
        receipt_jws=row.receipt_jws,
        evidence=row.evidence,
        approved=row.approved,
        ended=row.ended,
        reason=row.reason,
    )


def content_of(row: models.SignedOperation) -> Mapping[str, Value]:
    """What is signed, as it was checked: sets are tuples again."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.content.items()}
