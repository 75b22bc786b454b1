"""What exactly is signed, and the digests over it (authentication decision D4, C-03).

Two digests are told apart. ``operation_hash`` covers what is done, and the firm's back end computes it anew over what
it is about to execute. The challenge covers the whole document: what is done, for whom, under which policy, and the
very text that was shown.
"""

from collections.abc import Mapping
from hashlib import sha256

from sekisho.authentication.rules.approvals.catalogue import schema_of
from sekisho.authentication.rules.approvals.schemas import Content, checked, shown
from sekisho.authentication.types.approvals import Display, Line
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.kernel import jcs
from sekisho.kernel.bytes64 import b64

FORMAT = "sekisho-approval/1"
HASH_FORMAT = "sekisho-operation/1"
NONCE = 16
"""Bytes of a nonce."""
Document = dict[str, jcs.Json]


def operation_hash(
    *,
    operation: str,
    version: int,
    identifier: str,
    account: str,
    content: Mapping[str, object],
    nonce: bytes,
) -> bytes:
    """The digest that a receipt carries as ``op_hash``; 32 bytes.

    Compute it at the last moment, from the values that are about to be executed and not from a copy of the request,
    and send it when you consume the receipt. It is SHA-256 over the RFC 8785 JSON of::

        {"account": …, "content": {…}, "format": "sekisho-operation/1", "nonce": base64url without "=",
         "operation": …, "operation_id": …, "version": …}

    where ``content`` has its texts in NFC, its amounts as texts, and its sets in order.

    Args:
        operation: its code, e.g. ``withdraw``.
        version: version of the content's schema, as the answer to its creation said.
        identifier: the operation's id.
        account: the account that is about to be touched.
        content: what is about to be done.
        nonce: as the answer to its creation said.

    Raises:
        BadContentError: the content breaks its schema.
        NotSignableError: there is no such schema.
        ValueError: there is no such operation.

    """
    code = OperationCode(operation)
    return hash_of_checked(
        code=code,
        version=version,
        identifier=identifier,
        account=account,
        content=checked(schema_of(code, version), content),
        nonce=nonce,
    )


def hash_of_checked(
    *, code: OperationCode, version: int, identifier: str, account: str, content: Content, nonce: bytes
) -> bytes:
    """``operation_hash`` over a content that was checked."""
    return sha256(
        jcs.encode(
            {
                "account": account,
                "content": content,
                "format": HASH_FORMAT,
                "nonce": b64(nonce),
                "operation": code.value,
                "operation_id": identifier,
                "version": version,
            }
        )
    ).digest()


def display(code: OperationCode, version: int, content: Content, language: str) -> Display:
    """What is shown for signing; it depends on the content and the language only.

    Raises:
        NotSignableError: there is no such schema.

    """
    schema = schema_of(code, version)
    lines = shown(schema, content, language)
    title = schema.title.read(language)
    mark = "：" if language == "ja" else ": "
    return Display(
        template=schema.template,
        language=language,
        title=title,
        lines=tuple(Line(label=label, value=value) for label, value in lines),
        text="\n".join((title, *(f"{label}{mark}{value}" for label, value in lines))),
    )


def document(  # noqa: PLR0913 - each part is named
    *,
    code: OperationCode,
    version: int,
    identifier: str,
    account: str,
    content: Content,
    salt: bytes,
    handle: bytes,
    rp_id: str,
    shown_as: Display,
    policy: int,
    nonce: bytes,
    expires: int,
) -> Document:
    """The canonical document whose digest is the challenge.

    Args:
        code: what is done.
        version: of the content's schema.
        identifier: the operation's id.
        account: whose.
        content: checked.
        salt: the operation's nonce, as in ``operation_hash``.
        handle: the WebAuthn user handle of who is asked to sign.
        rp_id: where it is signed.
        shown_as: what is shown.
        policy: number of the policy version.
        nonce: 16 random bytes, new each time that signing begins.
        expires: until when, in milliseconds.

    """
    return {
        "account": account,
        "content": _plain(content),
        "display": {
            "language": shown_as.language,
            "sha256": b64(sha256(shown_as.text.encode()).digest()),
            "template": shown_as.template,
        },
        "expires": expires,
        "format": FORMAT,
        "nonce": b64(nonce),
        "operation": code.value,
        "operation_id": identifier,
        "policy": policy,
        "rp_id": rp_id,
        "salt": b64(salt),
        "user": b64(handle),
        "version": version,
    }


def challenge(signed: Document) -> bytes:
    """SHA-256 over the document's canonical form; 32 bytes."""
    return sha256(jcs.encode(signed)).digest()


def _plain(content: Content) -> jcs.Json:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in content.items()}
