"""The firm's back end is about to execute: compare, mark, and never twice (C-03).

The digest that it sends is computed over what it is about to execute, so that nothing can be changed between the
customer's signature and the execution. A digest that differs voids the approval: changing the amount or the
destination takes a new signature.
"""

from hmac import compare_digest

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import rows
from sekisho.authentication.operations.approvals.swift import Found, move, take_turn
from sekisho.authentication.operations.evidence import append_evidence
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.approvals import value_of
from sekisho.authentication.rules.evidence.bodies import Body, execution_body, void_body
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import Consumed, OperationState
from sekisho.authentication.types.evidence import EvidenceKind
from sekisho.authentication.types.kinds_approvals import EXECUTED, NOT_EXECUTED, TAMPERED

_S, _R = OperationState, ApprovalRefusal
_STANDING = {
    _S.CREATED: _R.NOT_APPROVED, _S.BEGUN: _R.NOT_APPROVED, _S.EXPIRED: _R.EXPIRED, _S.EXECUTED: _R.ALREADY,
    _S.CANCELLED: _R.ALREADY, _S.VOIDED: _R.ALREADY,
}  # fmt: skip


def consume(
    *, operation: str, receipt: str, op_hash: bytes, caller: str, evidence: str, at: int, key: str = ""
) -> Consumed:
    """Mark the operation as executed; then, and only then, execute it.

    Call it outside any transaction: what fails has to be committed too.

    Args:
        operation: which.
        receipt: the receipt, as it was handed out (compact JWS).
        op_hash: ``operation_hash`` over what is about to be executed.
        caller: the client that is about to execute.
        evidence: a new id.
        at: in milliseconds.
        key: names this attempt. Asking again with the same key gives the same answer, marked ``repeated``: for a
            client that lost the answer. Without a key nothing is answered twice.

    Raises:
        ApprovalRefusedError: ``UNKNOWN``, ``OTHER_CALLER``, ``NOT_APPROVED``, ``OTHER_RECEIPT``, ``EXPIRED``,
            ``ALREADY``, ``BLOCKED``; ``TAMPERED`` where the digest differs, after which the approval is void.

    """
    known = rows.found(operation)
    row = known.row
    if _same_attempt(row, receipt, op_hash, caller, key):
        return Consumed(operation=value_of(row), evidence=row.execution, repeated=True)
    try:
        _check(known, receipt, caller, at)
        body = execution_body(
            identifier=evidence, operation=row.id, approval=row.evidence, receipt=row.receipt or "",
            op_hash=bytes(row.op_hash), caller=caller, at=at,
        )  # fmt: skip
        if not (compare_digest(bytes(row.op_hash), op_hash) and rows.untouched(row)):
            _void(row, void_body(body, presented=op_hash or b"\0"), at)
            raise ApprovalRefusedError(ApprovalRefusal.TAMPERED)  # noqa: TRY301 - noted below, like every refusal
        _execute(row, body, key, at)
    except ApprovalRefusedError as error:
        note(NOT_EXECUTED, about=row.account, at=at, operation=row.id, caller=caller, reason=error.code.value)
        raise
    return Consumed(operation=value_of(row), evidence=evidence)


def _same_attempt(row: models.SignedOperation, receipt: str, op_hash: bytes, caller: str, key: str) -> bool:
    return (
        bool(key)
        and row.state == _S.EXECUTED
        and (row.execution_key, row.caller, row.receipt_jws) == (key, caller, receipt)
        and bytes(row.op_hash) == op_hash
    )


def _check(known: Found, receipt: str, caller: str, at: int) -> None:
    row = known.row
    if caller != row.caller:
        raise ApprovalRefusedError(_R.OTHER_CALLER)
    refused = _STANDING.get(OperationState(row.state))
    if refused is not None:
        raise ApprovalRefusedError(refused)
    if not compare_digest(row.receipt_jws.encode(), receipt.encode()):
        raise ApprovalRefusedError(_R.OTHER_RECEIPT)
    if at >= row.expires:
        with transaction.atomic():
            rows.expire(row, at)
        raise ApprovalRefusedError(_R.EXPIRED)
    rows.check_open(known, at)


@transaction.atomic
def _execute(row: models.SignedOperation, body: Body, key: str, at: int) -> None:
    take_turn(row.principal_id)  # a freeze either comes after the execution, or is seen here
    rows.check_open(rows.found(row.id), at)
    _move(row, _S.EXECUTED, at, execution=str(body["id"]), execution_key=key)
    link = append_evidence(
        kind=EvidenceKind.EXECUTION, identifier=str(body["id"]), operation=row.id, account=row.account, body=body, at=at
    )
    note(
        EXECUTED, about=row.account, at=at, operation=row.id, code=row.code, caller=row.caller, evidence=link.id,
        digest=link.digest.hex(),
    )  # fmt: skip


@transaction.atomic
def _void(row: models.SignedOperation, body: Body, at: int) -> None:
    _move(row, _S.VOIDED, at, reason="other_content")
    link = append_evidence(
        kind=EvidenceKind.VOID, identifier=str(body["id"]), operation=row.id, account=row.account, body=body, at=at
    )
    note(
        TAMPERED, about=row.account, at=at, operation=row.id, code=row.code, caller=row.caller, evidence=link.id,
        digest=link.digest.hex(),
    )  # fmt: skip


def _move(row: models.SignedOperation, state: OperationState, at: int, **changes: str) -> None:
    """Leave ``approved``; exactly one of many that try."""
    if not move(row, state, at=at, where={"receipt": row.receipt, "state": _S.APPROVED.value}, ended=at, **changes):
        raise ApprovalRefusedError(_R.ALREADY)
