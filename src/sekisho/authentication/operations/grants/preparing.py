"""Make the operations that a client asks a customer to sign (RFC 9396)."""

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import create_operation
from sekisho.authentication.rules.grants import details
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.requests import Fresh, OpenRequest
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.sessions import Session
from sekisho.firms.types.clients import Client

DETAIL_TYPES = tuple(sorted(details.TYPES))
"""Every ``type`` of ``authorization_details``."""
MOST_OPERATIONS = details.MOST
"""Operations of one request."""


def prepare(
    *, asked: OpenRequest, client: Client, session: Session, fresh: Fresh, visit: Visit, at: int
) -> tuple[str, ...]:
    """Make an operation for each detail; of two browsers' windows that come at once both get the same ones.

    Returns:
        Their ids, in the order of the details.

    Raises:
        OAuthError: ``invalid_authorization_details``, or ``access_denied`` where it cannot be done now.

    """
    made = []
    for place, (detail, new) in enumerate(zip(asked.wish.details, fresh.operations, strict=False)):
        try:
            operation = create_operation(
                operation=detail.operation, principal=f"customer:{session.account or session.acting}",
                content=detail.content, caller=client.client_id, visit=visit, identifier=new.id, nonce=new.nonce, at=at,
                key=f"{asked.id}:{place}",
            )  # fmt: skip
        except ApprovalRefusedError as error:
            fault = Fault.ACCESS_DENIED if error.code is ApprovalRefusal.BLOCKED else _BAD
            raise OAuthError(fault, f"authorization_details: {error.code.value}") from error
        made.append(operation.id)
    models.AuthorizationRequest.objects.filter(id=asked.id).update(operations=made)
    return tuple(made)


_BAD = Fault.INVALID_AUTHORIZATION_DETAILS
