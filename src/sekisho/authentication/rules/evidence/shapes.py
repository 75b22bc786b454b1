"""The shape of everything in a bundle: which keys there are, and what each of them holds."""

from collections.abc import Callable, Mapping

from sekisho.kernel.bytes64 import from_b64
from sekisho.kernel.jcs import Json

Shape = Mapping[str, Callable[[Json], bool]]
_DIGEST = 32


def text(value: Json) -> bool:
    """A text."""
    return isinstance(value, str)


def number(value: Json) -> bool:
    """A whole number that is not negative."""
    return type(value) is int and value >= 0


def code(value: Json) -> bool:
    """A whole number."""
    return type(value) is int


def flag(value: Json) -> bool:
    """True or false."""
    return isinstance(value, bool)


def data(value: Json) -> bool:
    """Bytes, as base64url."""
    try:
        return isinstance(value, str) and len(from_b64(value)) > 0
    except ValueError:
        return False


def digest(value: Json) -> bool:
    """A SHA-256, as base64url."""
    return data(value) and len(from_b64(str(value))) == _DIGEST


def texts(value: Json) -> bool:
    """A list of texts."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def table(value: Json) -> bool:
    """An object."""
    return isinstance(value, dict)


def tables(value: Json) -> bool:
    """A list of objects."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def word(expected: str) -> Callable[[Json], bool]:
    """Exactly this text."""
    return lambda value: value == expected


MANIFEST: Shape = {
    "account": text, "days": tables, "format": word("sekisho-evidence-bundle/1"), "keys": table, "lines": number,
    "made_at": number, "sha256": digest,
}  # fmt: skip
DAY: Shape = {"count": number, "day": number, "digest": digest, "first": digest, "head": text}
HEAD: Shape = {
    "count": number, "day": number, "digest": digest, "first": digest, "format": word("sekisho-evidence-head/1"),
    "signed_at": number,
}  # fmt: skip
WITHHELD: Shape = {"body_sha256": digest, "day": number, "digest": digest, "number": number, "previous": digest}
LINE: Shape = {**WITHHELD, "body": table}
_BODY: Shape = {"format": word("sekisho-evidence/1"), "id": text, "kind": text, "op_hash": digest, "receipt_id": text}
APPROVAL: Shape = {
    **_BODY,
    "aaguid": text, "aaguid_proven": flag, "acr": text, "algorithm": code, "amr": texts, "authenticator": text,
    "authenticator_data": data, "backed_up": flag, "backup_eligible": flag, "client_data": data,
    "credential_id": data, "displayed": text, "document": table, "factor": text, "origins": texts, "public_key": data,
    "receipt": text, "signature": data, "signer": text, "user_verified": flag, "verified_at": number, "verifier": text,
}  # fmt: skip
EXECUTION: Shape = {**_BODY, "approval": text, "at": number, "caller": text, "operation_id": text}
VOID: Shape = {**EXECUTION, "presented": digest}
DOCUMENT: Shape = {
    "account": text, "content": table, "display": table, "expires": number, "format": word("sekisho-approval/1"),
    "nonce": data, "operation": text, "operation_id": text, "policy": number, "rp_id": text, "salt": data,
    "user": data, "version": number,
}  # fmt: skip
DISPLAY: Shape = {"language": text, "sha256": digest, "template": text}


def misfits(value: Mapping[str, Json], shape: Shape) -> list[str]:
    """The keys that are missing, unknown, or hold something else; in alphabetical order."""
    return sorted(
        name
        for name in value.keys() | shape.keys()
        if name not in value or name not in shape or not shape[name](value[name])
    )
