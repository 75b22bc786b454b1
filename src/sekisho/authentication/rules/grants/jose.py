"""Sign, and check signatures. Which algorithms, keys and types count is ours to say, and never the message's.

A header that brings its own key or names where to fetch one is refused (``jku``, ``x5u``, ``x5c``, and ``jwk`` outside
of DPoP), as is ``crit``. ``none`` and every HMAC are not among the algorithms, so a public key can never be taken for
a secret.
"""

import base64
import json
from collections.abc import Collection, Mapping
from typing import Any, NoReturn

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

Claims = dict[str, Any]
PublicKey = ECKey | RSAKey | OKPKey
ALGORITHMS = ("ES256", "PS256", "Ed25519")
"""What clients sign with (FAPI 2.0 Security Profile, 5.4.1, in the names of RFC 9864)."""
OWN_ALGORITHMS = ("ES256", "RS256")
"""What we sign with."""
_KNOWN = frozenset({"alg", "kid", "typ"})
_LONGEST = 16_384
_RSA_LEAST = 2_048
_UNREADABLE = "its key cannot be read"
_LONGEST_HEADER = 4_096


class BadSignatureError(ValueError):
    """A signed message is not in order; the message names why, without repeating what was sent."""


class _Registry(jws.JWSRegistry):
    """Room for an RSA key in the header of a DPoP proof."""

    max_header_length = _LONGEST_HEADER
    max_payload_length = _LONGEST


def header_of(token: str, *, allowed: Collection[str] = _KNOWN) -> dict[str, Any]:
    """The header before any signature is checked.

    Raises:
        BadSignatureError: it is no compact JWS, or has a parameter that is not allowed.

    """
    if len(token) > _LONGEST or token.count(".") != 2:  # noqa: PLR2004 - header, payload, signature
        _flawed("not a compact signed token")
    try:
        header = json.loads(_decoded(token.partition(".")[0]))
    except ValueError:
        _flawed("its header cannot be read")
    if not isinstance(header, dict) or not set(header) <= set(allowed):
        _flawed("its header has a parameter that is not accepted")
    return header


def payload_of(token: str) -> Claims:
    """The claims before any signature is checked: only good for finding out whose key to check it with.

    Raises:
        BadSignatureError: they cannot be read.

    """
    header_of(token)
    try:
        claims = json.loads(_decoded(token.split(".")[1]))
    except ValueError:
        claims = None
    if not isinstance(claims, dict):
        _flawed("its claims cannot be read")
    return claims


def verified(
    token: str, key: PublicKey, *, types: Collection[str], algorithms: Collection[str] = ALGORITHMS,
    allowed: Collection[str] = _KNOWN,
) -> Claims:  # fmt: skip
    """The claims of a token, once its signature by ``key`` is proved.

    Args:
        token: as it came.
        key: the only key that counts.
        types: which ``typ`` it may have, in small letters; an empty text stands for none.
        algorithms: which algorithms count.
        allowed: which header parameters it may have.

    Raises:
        BadSignatureError: anything about it is not in order.

    """
    header = header_of(token, allowed=allowed)
    if _type_of(header) not in types:
        _flawed("its typ is not the one expected")
    if header.get("alg") not in algorithms:
        _flawed("its alg is not accepted")
    try:
        return jwt.decode(token, key, registry=_Registry(algorithms=list(algorithms))).claims
    except (JoseError, ValueError, TypeError):
        _flawed("its signature does not hold")


def key_for(token: str, jwks: Mapping[str, Any], *, allowed: Collection[str] = _KNOWN) -> PublicKey:
    """The key of a set that a token names; where it names none, the only key there is.

    Raises:
        BadSignatureError: the set has no such key.

    """
    kid = header_of(token, allowed=allowed).get("kid")
    entries = [entry for entry in jwks.get("keys", ()) if kid is None or entry.get("kid") == kid]
    if len(entries) != 1:
        _flawed("its kid names no key of yours")
    return public_key(entries[0])


def public_key(jwk: object) -> PublicKey:
    """A public key from its JSON form.

    Raises:
        BadSignatureError: it is none, or holds something private.

    """
    if not isinstance(jwk, dict) or jwk.get("kty") not in {"EC", "RSA", "OKP"} or {"d", "k", "p", "q"} & set(jwk):
        _flawed("its key is not a public key")
    if jwk["kty"] == "RSA" and len(str(jwk.get("n", "")).lstrip("A")) * 6 < _RSA_LEAST:
        _flawed("its key is too small")
    try:
        key = KeySet.import_key_set({"keys": [jwk]}).keys[0]
        _ = key.public_key
    except Exception as error:  # every failure of a parser fed by strangers is a refusal
        raise BadSignatureError(_UNREADABLE) from error
    if not isinstance(key, ECKey | RSAKey | OKPKey):  # pragma: no cover - the kinds above are all there are
        raise BadSignatureError(_UNREADABLE)
    return key


def signed(claims: Claims, key: ECKey | RSAKey, *, typ: str) -> str:
    """A token of ours: ES256 for a key on a curve, RS256 for the other kind."""
    algorithm = "ES256" if isinstance(key, ECKey) else "RS256"
    return jwt.encode({"alg": algorithm, "kid": key.kid, "typ": typ}, claims, key, algorithms=[algorithm])


def own(token: str, keys: Collection[PublicKey], *, types: Collection[str]) -> Claims:
    """The claims of a token that we signed ourselves.

    Raises:
        BadSignatureError: we did not, or it is of another type.

    """
    kid = header_of(token).get("kid")
    key = next((each for each in keys if each.kid == kid), None)
    if key is None:
        _flawed("its kid names no key of ours")
    return verified(token, key, types=types, algorithms=OWN_ALGORITHMS)


def thumbprint(key: PublicKey) -> str:
    """RFC 7638, SHA-256, base64url."""
    return str(key.thumbprint())


def encoded(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _type_of(header: Mapping[str, object]) -> str:
    return str(header.get("typ", "")).lower().removeprefix("application/")


def _flawed(what: str) -> NoReturn:
    raise BadSignatureError(what)
