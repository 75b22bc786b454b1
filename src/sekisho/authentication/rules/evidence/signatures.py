"""Check one approval from its evidence alone: what was shown, what was signed, by which key, on which page."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from joserfc.jwk import KeySet
from webauthn.helpers import (
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    parse_authenticator_data,
    parse_client_data_json,
    verify_signature,
)
from webauthn.helpers.structs import ClientDataType

from sekisho.authentication.rules.approvals.catalogue import NotSignableError, schema_of
from sekisho.authentication.rules.approvals.document import challenge, display, hash_of_checked
from sekisho.authentication.rules.approvals.receipts import BadReceiptError, read
from sekisho.authentication.rules.approvals.schemas import BadContentError, checked
from sekisho.authentication.rules.evidence import shapes
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.evidence import Flaw
from sekisho.kernel.bytes64 import b64, from_b64

Flaws = Iterator[tuple[str, Flaw]]


def check_approval(body: dict[str, Any], keys: KeySet) -> list[tuple[str, Flaw]]:
    """What is wrong with an approval, as fields and flaws; empty where it is whole.

    Args:
        body: of the shape ``shapes.APPROVAL``.
        keys: our public keys.

    """
    found = list(_shape(body["document"]))
    if found:
        return found
    checks: tuple[Callable[[], Flaws], ...] = (
        lambda: _shown(body),
        lambda: _client_data(body),
        lambda: _flags(body),
        lambda: _signature(body),
        lambda: _receipt(body, keys),
    )
    return [flaw for check in checks for flaw in check()]


def _shape(document: dict[str, Any]) -> Flaws:
    for name in shapes.misfits(document, shapes.DOCUMENT):
        yield f"document.{name}", Flaw.FIELD
    shown = document.get("display")
    if isinstance(shown, dict):
        for name in shapes.misfits(shown, shapes.DISPLAY):
            yield f"document.display.{name}", Flaw.FIELD


def _shown(body: dict[str, Any]) -> Flaws:
    """The text is what the template makes of the content, and the digests cover both."""
    document = body["document"]
    try:
        code = OperationCode(document["operation"])
        content = checked(schema_of(code, document["version"]), document["content"])
    except (ValueError, NotSignableError) as error:
        yield _named(error), Flaw.FIELD
        return
    shown = display(code, document["version"], content, document["display"]["language"])
    if document["display"]["template"] != shown.template:
        yield "document.display.template", Flaw.DISPLAY
    if body["displayed"] != shown.text:
        yield "displayed", Flaw.DISPLAY
    if document["display"]["sha256"] != b64(sha256(body["displayed"].encode()).digest()):
        yield "document.display.sha256", Flaw.DISPLAY
    done = hash_of_checked(
        code=code,
        version=document["version"],
        identifier=document["operation_id"],
        account=document["account"],
        content=content,
        nonce=from_b64(document["salt"]),
    )
    if body["op_hash"] != b64(done):
        yield "op_hash", Flaw.OP_HASH
    if body["verified_at"] > document["expires"]:
        yield "verified_at", Flaw.FIELD


def _named(error: Exception) -> str:
    if isinstance(error, BadContentError):
        return f"document.content.{error.wrong[0].field}"
    return "document.version" if isinstance(error, NotSignableError) else "document.operation"


def _client_data(body: dict[str, Any]) -> Flaws:
    """What the browser said it was asked, and where."""
    try:
        told = parse_client_data_json(from_b64(body["client_data"]))
    except Exception:  # noqa: BLE001 - whatever a parser makes of foreign bytes, they are no client data
        yield "client_data", Flaw.FIELD
        return
    if told.type != ClientDataType.WEBAUTHN_GET:
        yield "client_data.type", Flaw.FIELD
    if told.challenge != challenge(body["document"]):
        yield "client_data.challenge", Flaw.CHALLENGE
    if told.origin not in body["origins"]:
        yield "client_data.origin", Flaw.ORIGIN
    if told.cross_origin:
        yield "client_data.crossOrigin", Flaw.ORIGIN


def _flags(body: dict[str, Any]) -> Flaws:
    """What the authenticator said of itself and of the person."""
    try:
        told = parse_authenticator_data(from_b64(body["authenticator_data"]))
    except Exception:  # noqa: BLE001 - as above
        yield "authenticator_data", Flaw.FIELD
        return
    if told.rp_id_hash != sha256(body["document"]["rp_id"].encode()).digest():
        yield "authenticator_data.rp_id_hash", Flaw.RP_ID
    if not told.flags.up or not told.flags.uv or not body["user_verified"]:
        yield "authenticator_data.flags", Flaw.FLAGS
    if (told.flags.be, told.flags.bs) != (body["backup_eligible"], body["backed_up"]):
        yield "backup_eligible", Flaw.FLAGS


def _signature(body: dict[str, Any]) -> Flaws:
    """The customer's own key made the signature."""
    data = from_b64(body["authenticator_data"]) + sha256(from_b64(body["client_data"])).digest()
    try:
        key = decode_credential_public_key(from_b64(body["public_key"]))
        verify_signature(
            public_key=decoded_public_key_to_cryptography(key),
            signature_alg=key.alg,
            signature=from_b64(body["signature"]),
            data=data,
        )
    except InvalidSignature:
        yield "signature", Flaw.SIGNATURE
    except Exception:  # noqa: BLE001 - a key that no library can read has signed nothing
        yield "public_key", Flaw.SIGNATURE
    else:
        if key.alg != body["algorithm"]:
            yield "algorithm", Flaw.SIGNATURE


def _receipt(body: dict[str, Any], keys: KeySet) -> Flaws:
    """The receipt says the same."""
    try:
        receipt = read(body["receipt"], keys)
    except BadReceiptError:
        yield "receipt", Flaw.RECEIPT
        return
    document = body["document"]
    pairs = {
        "receipt_id": receipt.id == body["receipt_id"],
        "op_hash": b64(receipt.op_hash) == body["op_hash"],
        "signer": receipt.signer == body["signer"],
        "authenticator": receipt.authenticator == body["authenticator"],
        "acr": receipt.acr.uri == body["acr"],
        "amr": list(receipt.amr) == body["amr"],
        "document.operation_id": receipt.operation == document["operation_id"],
        "document.account": receipt.account == document["account"],
        "document.operation": receipt.code.value == document["operation"],
        "document.policy": receipt.policy == document["policy"],
    }
    for name, same in pairs.items():
        if not same:
            yield name, Flaw.RECEIPT
