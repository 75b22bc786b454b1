"""What a link says: everything that somebody needs years later to see for himself what was signed."""

from sekisho.authentication.rules.approvals.document import Document
from sekisho.authentication.types.approvals import Receipt
from sekisho.authentication.types.webauthn import Assertion
from sekisho.kernel.bytes64 import b64

FORMAT = "sekisho-evidence/1"
Body = dict[str, object]


def approval_body(
    *,
    identifier: str,
    document: Document,
    displayed: str,
    assertion: Assertion,
    origins: tuple[str, ...],
    receipt: Receipt,
    receipt_jws: str,
    verifier: str,
    at: int,
) -> Body:
    """The body of an approval.

    Args:
        identifier: of the evidence.
        document: the canonical document whose digest was the challenge.
        displayed: the text that was shown.
        assertion: what the customer's authenticator made of it.
        origins: the pages that counted as ours.
        receipt: what was made out for it.
        receipt_jws: the same, signed.
        verifier: which program checked it, with versions.
        at: when, in milliseconds.

    """
    return {
        "aaguid": assertion.aaguid,
        "aaguid_proven": assertion.aaguid_proven,
        "acr": receipt.acr.uri,
        "algorithm": assertion.algorithm,
        "amr": list(receipt.amr),
        "authenticator": assertion.authenticator,
        "authenticator_data": b64(assertion.authenticator_data),
        "backed_up": assertion.backed_up,
        "backup_eligible": assertion.backup_eligible,
        "client_data": b64(assertion.client_data),
        "credential_id": b64(assertion.credential_id),
        "displayed": displayed,
        "document": document,
        "factor": assertion.factor.value,
        "format": FORMAT,
        "id": identifier,
        "kind": "approval",
        "op_hash": b64(receipt.op_hash),
        "origins": list(origins),
        "public_key": b64(assertion.public_key),
        "receipt": receipt_jws,
        "receipt_id": receipt.id,
        "signature": b64(assertion.signature),
        "signer": assertion.principal,
        "user_verified": assertion.user_verified,
        "verified_at": at,
        "verifier": verifier,
    }


def execution_body(
    *, identifier: str, operation: str, approval: str, receipt: str, op_hash: bytes, caller: str, at: int
) -> Body:
    """The body of an execution: the client ``caller`` said that it carries out exactly what was signed."""
    return {
        "approval": approval,
        "at": at,
        "caller": caller,
        "format": FORMAT,
        "id": identifier,
        "kind": "execution",
        "op_hash": b64(op_hash),
        "operation_id": operation,
        "receipt_id": receipt,
    }


def void_body(executed: Body, *, presented: bytes) -> Body:
    """The body of an execution that was refused, since a digest other than the signed one was ``presented``."""
    return {**executed, "kind": "void", "presented": b64(presented)}
