"""The chain of evidence: each link stands on the one before it, from day to day (E-13).

A link's digest covers the digest of its body and not the body, so that a link can be shown to belong to the chain
while what it says about somebody else stays closed.
"""

from collections.abc import Mapping
from hashlib import sha256
from struct import Struct

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from sekisho.authentication.types.evidence import Head
from sekisho.kernel import jcs
from sekisho.kernel.bytes64 import b64, from_b64

HEAD_FORMAT = "sekisho-evidence-head/1"
ALGORITHM = "ES256"
_LINK = Struct(">cIQ").pack


class BadSignatureError(ValueError):
    """A text is no JWS that one of the keys made over canonical JSON."""


def link_digest(*, day: int, number: int, previous: bytes, body_digest: bytes) -> bytes:
    """The digest of a link; 32 bytes.

    Raises:
        struct.error: a number is outside what the chain holds.

    """
    return sha256(_LINK(b"\x10", day, number) + previous + body_digest).digest()


def body_digest(body: bytes) -> bytes:
    """The digest of what a link says; 32 bytes."""
    return sha256(body).digest()


def signed(payload: Mapping[str, object], key: ECKey, *, kind: str) -> str:
    """A compact JWS over the canonical form of ``payload``."""
    header = {"alg": ALGORITHM, "kid": key.kid, "typ": kind}
    return jws.serialize_compact(header, jcs.encode(payload), key, algorithms=[ALGORITHM])


def verified(compact: str, keys: KeySet, *, kind: str) -> dict[str, jcs.Json]:
    """What a JWS of ours says.

    Raises:
        BadSignatureError: none of the keys made it, it is of another kind, or it is not spelt in its one way.

    """
    try:
        payload = decoded(compact)
        found = jws.deserialize_compact(compact, keys, algorithms=[ALGORITHM])
    except (JoseError, ValueError) as error:
        raise BadSignatureError(str(error)) from error
    if found.headers().get("typ") != kind:
        message = f"not of the kind {kind}"
        raise BadSignatureError(message)
    return payload


def decoded(compact: str) -> dict[str, jcs.Json]:
    """What a JWS says, whoever made it.

    Raises:
        ValueError: it is no JWS over a canonical object, or not spelt in its one way.

    """
    parts = [from_b64(part) for part in compact.split(".")]
    payload = jcs.decode(parts[1]) if len(parts) == 3 else None  # noqa: PLR2004 - header, payload, signature
    if not isinstance(payload, dict):
        message = "no JWS over an object"
        raise ValueError(message)  # noqa: TRY004 - the text is wrong, not the argument
    return payload


def head_payload(head: Head, *, at: int) -> dict[str, object]:
    """What is signed of a day's end."""
    return {
        "count": head.count,
        "day": head.day,
        "digest": b64(head.digest),
        "first": b64(head.first),
        "format": HEAD_FORMAT,
        "signed_at": at,
    }
