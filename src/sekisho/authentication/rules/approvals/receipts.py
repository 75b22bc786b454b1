"""Receipts: what the firm's back end holds in its hands before it executes (authentication part 2.6).

A JWS of type ``sekisho-receipt+jwt``, signed with ES256 and the key that ``kid`` names in our JWKS. It says what was
signed, by whom, how surely and for which client, and it is good for one execution.
"""

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from sekisho.authentication.types.approvals import Receipt
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.kernel.bytes64 import b64, from_b64
from sekisho.kernel.moments import SECOND

TYPE = "sekisho-receipt+jwt"
ALGORITHM = "ES256"
_CLAIMS = ("jti", "iss", "aud", "sub", "operation_id", "operation", "op_hash", "acr", "credential", "signer")
_NUMBERS = ("auth_time", "policy_version", "iat", "exp")


class BadReceiptError(ValueError):
    """A text is no receipt that one of our keys signed."""


def claims_of(receipt: Receipt) -> dict[str, object]:
    """The receipt as claims. Moments are whole seconds, as JWT has them; ``exp`` is never later than ``expires``."""
    return {
        "jti": receipt.id,
        "iss": receipt.issuer,
        "aud": receipt.audience,
        "sub": receipt.account,
        "operation_id": receipt.operation,
        "operation": receipt.code.value,
        "op_hash": b64(receipt.op_hash),
        "acr": receipt.acr.uri,
        "amr": list(receipt.amr),
        "auth_time": receipt.auth_time // SECOND,
        "policy_version": receipt.policy,
        "credential": receipt.authenticator,
        "signer": receipt.signer,
        "iat": receipt.issued // SECOND,
        "exp": receipt.expires // SECOND,
    }


def sign(receipt: Receipt, key: ECKey) -> str:
    """The receipt as a compact JWS."""
    return jwt.encode({"alg": ALGORITHM, "typ": TYPE, "kid": key.kid}, claims_of(receipt), key, algorithms=[ALGORITHM])


def read(compact: str, keys: KeySet) -> Receipt:
    """The receipt behind a compact JWS; whether it is out of time is for the caller to see.

    Raises:
        BadReceiptError: none of the keys signed it, or it is no receipt.

    """
    try:
        token = jwt.decode(compact, keys, algorithms=[ALGORITHM])
    except (JoseError, ValueError) as error:
        raise BadReceiptError(str(error)) from error
    claims = token.claims
    texts = all(isinstance(claims.get(name), str) for name in _CLAIMS)
    numbers = all(type(claims.get(name)) is int for name in _NUMBERS)
    if token.header.get("typ") != TYPE or not texts or not numbers:
        message = "not a receipt"
        raise BadReceiptError(message)
    try:
        return _receipt(claims)
    except ValueError as error:
        raise BadReceiptError(str(error)) from error


def _receipt(claims: dict[str, object]) -> Receipt:
    text = {name: str(claims[name]) for name in _CLAIMS}
    moment = {name: int(str(claims[name])) * SECOND for name in _NUMBERS}
    methods = claims.get("amr")
    return Receipt(
        id=text["jti"],
        issuer=text["iss"],
        audience=text["aud"],
        operation=text["operation_id"],
        code=OperationCode(text["operation"]),
        account=text["sub"],
        op_hash=from_b64(text["op_hash"]),
        acr=Acr.of(text["acr"]),
        amr=tuple(map(str, methods)) if isinstance(methods, list) else (),
        auth_time=moment["auth_time"],
        policy=moment["policy_version"] // SECOND,
        authenticator=text["credential"],
        signer=text["signer"],
        issued=moment["iat"],
        expires=moment["exp"],
    )
