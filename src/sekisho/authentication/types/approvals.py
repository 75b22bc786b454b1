"""Operations that a customer signs word for word, the receipts for them, and why one is refused (C-03 to C-05)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.kernel.texts import Text


class OperationState(StrEnum):
    """How far an operation has come."""

    CREATED = "created"
    BEGUN = "begun"
    APPROVED = "approved"
    EXECUTED = "executed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    VOIDED = "voided"


_S = OperationState
STEPS: Mapping[OperationState, frozenset[OperationState]] = MappingProxyType(
    {
        _S.CREATED: frozenset({_S.BEGUN, _S.CANCELLED, _S.EXPIRED}),
        _S.BEGUN: frozenset({_S.BEGUN, _S.APPROVED, _S.CANCELLED, _S.EXPIRED}),
        _S.APPROVED: frozenset({_S.EXECUTED, _S.CANCELLED, _S.EXPIRED, _S.VOIDED}),
        _S.EXECUTED: frozenset(),
        _S.CANCELLED: frozenset(),
        _S.EXPIRED: frozenset(),
        _S.VOIDED: frozenset(),
    }
)
"""From each state, where an operation may go. An operation is never edited: an edit is another operation."""
STATE_LABELS: Mapping[OperationState, Text] = MappingProxyType(
    {
        _S.CREATED: Text("承認待ち", "Waiting for approval"),
        _S.BEGUN: Text("承認の手続き中", "Being approved"),
        _S.APPROVED: Text("承認済み", "Approved"),
        _S.EXECUTED: Text("実行済み", "Carried out"),
        _S.CANCELLED: Text("取消済み", "Cancelled"),
        _S.EXPIRED: Text("期限切れ", "Out of time"),
        _S.VOIDED: Text("無効（内容の不一致）", "Void (the content differed)"),
    }
)
"""What people read for a state."""


def before(state: OperationState) -> tuple[str, ...]:
    """The states, as stored, from which one may come into ``state``."""
    return tuple(source.value for source, targets in STEPS.items() if state in targets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of what is shown for signing."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """What is shown for signing, made from the content alone.

    Attributes:
        template: name and version of the template, e.g. ``withdraw@1``.
        language: ``ja`` or ``en``.
        title: the heading.
        lines: what follows it.
        text: heading and lines as one text, the one whose digest is signed.

    """

    template: str
    language: str
    title: str
    lines: tuple[Line, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOperation:
    """An operation that waits for its signature, or has it.

    Attributes:
        id: its name, at most 40 characters.
        code: what is done.
        version: version of the content's schema.
        principal: whose operation it is; he, or a delegate of his with the scope, signs.
        account: the firm's pseudonym of the account; for staff their own name.
        content: what is signed, checked and normalised: texts, lists of texts.
        nonce: 16 random bytes that keep the digest from being guessed.
        op_hash: digest over code, version, id, account, content and nonce; see ``operation_hash``.
        caller: the firm's client that asked for it, the only one that may execute it.
        state: how far it has come.
        created: in milliseconds.
        expires: until when it can be approved, in milliseconds; once approved, until when it can be executed.
        policy: number of the policy version that judged it; 0 before there is a judgement.
        attempts: how often signing was begun.
        signer: who signed; empty before.
        authenticator: with what; empty before.
        acr: how surely it was signed.
        receipt: the receipt's id; empty before.
        receipt_jws: the receipt as it is handed to the caller; empty before.
        evidence: the evidence's id; empty before.
        approved: in milliseconds.
        ended: when it was executed, cancelled, voided or seen to be out of time, in milliseconds.
        reason: why it was cancelled or voided.

    """

    id: str
    code: OperationCode
    version: int
    principal: str
    account: str
    content: Mapping[str, object]
    nonce: bytes
    op_hash: bytes
    caller: str
    state: OperationState
    created: int
    expires: int
    policy: int = 0
    attempts: int = 0
    signer: str = ""
    authenticator: str = ""
    acr: Acr = Acr.NONE
    receipt: str = ""
    receipt_jws: str = ""
    evidence: str = ""
    approved: int | None = None
    ended: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the firm's back end holds in its hands before it executes; good for one execution.

    Attributes:
        id: ``jti``.
        issuer: ``iss``.
        audience: ``aud``: the client that may use it.
        operation: id of the operation.
        code: what is done.
        account: whose.
        op_hash: to be compared with what is about to be executed.
        acr: how surely it was signed.
        amr: RFC 8176 values.
        auth_time: when it was signed, in milliseconds.
        policy: number of the policy version.
        authenticator: reference of what signed; never the credential itself.
        signer: who signed.
        issued: in milliseconds.
        expires: in milliseconds.

    """

    id: str
    issuer: str
    audience: str
    operation: str
    code: OperationCode
    account: str
    op_hash: bytes
    acr: Acr
    amr: tuple[str, ...]
    auth_time: int
    policy: int
    authenticator: str
    signer: str
    issued: int
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """An approval that stands."""

    operation: SignedOperation
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What the approval page shows, and what the browser is asked to sign.

    Attributes:
        operation: the operation, begun.
        display: what is shown.
        ceremony: the ceremony's id.
        options: JSON for the browser's ``navigator.credentials.get``.

    """

    operation: SignedOperation
    display: Display
    ceremony: str
    options: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumed:
    """An execution that we have marked.

    Attributes:
        operation: the operation, executed.
        evidence: id of the evidence row of the execution.
        repeated: the same attempt (same key) was answered before.

    """

    operation: SignedOperation
    evidence: str
    repeated: bool = field(default=False)
