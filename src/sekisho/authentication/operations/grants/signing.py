"""Operations that a client asks a customer to sign on the way (``authorization_details``, RFC 9396)."""

from collections.abc import Mapping, Sequence

from sekisho.authentication import models
from sekisho.authentication.types.approvals import OperationState
from sekisho.authentication.types.grants.requests import OpenRequest
from sekisho.kernel.moments import SECOND

_SIGNED = OperationState.APPROVED.value
_WAITING = frozenset({OperationState.CREATED.value, OperationState.BEGUN.value})


class NotSignedError(Exception):
    """The customer did not sign: he said no, or too much time went by."""


def unsigned(*, operations: Sequence[str], at: int) -> tuple[str, ...]:
    """Those that still wait for the customer.

    Raises:
        NotSignedError: one of them can no longer be signed.

    """
    found = {row.id: row for row in models.SignedOperation.objects.filter(id__in=operations)}
    waiting = []
    for operation in operations:
        row = found[operation]
        if row.state in _WAITING and at < row.expires:
            waiting.append(operation)
        elif row.state != _SIGNED or at >= row.expires:
            raise NotSignedError(operation)
    return tuple(waiting)


def signed_details(asked: OpenRequest) -> tuple[Mapping[str, object], ...]:
    """The details as the token says them: what was signed, with the receipt for it."""
    rows = {row.id: row for row in models.SignedOperation.objects.filter(id__in=asked.operations)}
    return tuple(
        {
            "type": detail.type,
            "content": dict(rows[operation].content),
            "operation": operation,
            "op_hash": bytes(rows[operation].op_hash).hex(),
            "receipt": rows[operation].receipt_jws,
            "expires": rows[operation].expires // SECOND,
        }
        for detail, operation in zip(asked.wish.details, asked.operations, strict=True)
    )
