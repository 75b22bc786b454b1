"""Say what is to be done. From here on it never changes: an edit is another operation."""

from collections.abc import Mapping
from dataclasses import asdict

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.approvals.rows import stopped
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.approvals import value_of
from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.rules.approvals.catalogue import NotSignableError, schema_of
from sekisho.authentication.rules.approvals.document import NONCE, hash_of_checked
from sekisho.authentication.rules.approvals.schemas import BadContentError, Content, Schema, checked
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import OperationState, SignedOperation
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.kinds_approvals import CREATED
from sekisho.authentication.types.principals import Principal, PrincipalState, Visit
from sekisho.kernel.moments import SECOND


def create_operation(
    *,
    operation: OperationCode,
    principal: str,
    content: Mapping[str, object],
    caller: str,
    visit: Visit,
    identifier: str,
    nonce: bytes,
    at: int,
    key: str = "",
) -> SignedOperation:
    """Store what is to be done, and wait for its signature.

    It waits as long as the catalogue says: two minutes for orders, five for everything else.

    Args:
        operation: what is to be done.
        principal: whose operation it is; he, or a delegate of his, signs.
        content: what exactly; see ``rules.approvals.catalogue`` for the fields.
        caller: the client that asks, and the only one that may execute; ``portal`` for our own pages.
        visit: where it was asked for.
        identifier: a new id.
        nonce: 16 random bytes.
        at: in milliseconds.
        key: the caller's idempotency key; the same key with the same content gives the same operation.

    Raises:
        ApprovalRefusedError: ``BAD_CONTENT`` with the fields, ``NOT_SIGNABLE``, ``UNKNOWN`` principal, ``BLOCKED``
            (frozen, locked or closed), ``KEY_REUSED``.
        ValueError: the nonce is too short.

    """
    if len(nonce) != NONCE:
        message = f"a nonce has {NONCE} bytes"
        raise ValueError(message)
    schema, told = _checked(operation, content)
    owner = _owner(principal)
    _check_open(owner, operation, told, at)
    row = _row(schema, told, owner, identifier, nonce, at)
    row.caller, row.key, row.visit = caller, key or None, asdict(visit)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            note(CREATED, about=owner.subject, at=at, operation=identifier, code=operation.value, caller=caller)
    except IntegrityError:
        return _repeated(row)
    return value_of(row)


def _checked(operation: OperationCode, content: Mapping[str, object]) -> tuple[Schema, Content]:
    try:
        schema = schema_of(operation)
        return schema, checked(schema, content)
    except NotSignableError:
        raise ApprovalRefusedError(ApprovalRefusal.NOT_SIGNABLE) from None
    except BadContentError as error:
        raise ApprovalRefusedError(ApprovalRefusal.BAD_CONTENT, wrong=error.wrong) from None


def _owner(ref: str) -> Principal:
    try:
        return principal_of(ref=ref)
    except NobodyError:
        raise ApprovalRefusedError(ApprovalRefusal.UNKNOWN) from None


def _check_open(owner: Principal, operation: OperationCode, content: Content, at: int) -> None:
    if owner.state is PrincipalState.CLOSED or stopped(owner.subject, operation, content, at):
        raise ApprovalRefusedError(ApprovalRefusal.BLOCKED)


def _row(
    schema: Schema, content: Content, owner: Principal, identifier: str, nonce: bytes, at: int
) -> models.SignedOperation:
    done = hash_of_checked(
        code=schema.code,
        version=schema.version,
        identifier=identifier,
        account=owner.subject,
        content=content,
        nonce=nonce,
    )
    return models.SignedOperation(
        id=identifier,
        code=schema.code.value,
        version=schema.version,
        principal_id=owner.ref,
        account=owner.subject,
        content={name: list(value) if isinstance(value, tuple) else value for name, value in content.items()},
        nonce=nonce,
        op_hash=done,
        state=OperationState.CREATED.value,
        created=at,
        expires=at + OPERATIONS[schema.code].ttl_s * SECOND,
    )


def _repeated(row: models.SignedOperation) -> SignedOperation:
    """The operation that the same key made before, if it asks for the same."""
    known = models.SignedOperation.objects.filter(caller=row.caller, key=row.key, key__isnull=False).first()
    same = ("code", "version", "principal_id", "content")
    if known is None or any(getattr(known, name) != getattr(row, name) for name in same):
        raise ApprovalRefusedError(ApprovalRefusal.KEY_REUSED)
    return value_of(known)
