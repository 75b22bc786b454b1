"""An approval proves itself: another text, page, key, person or receipt does not pass (C-03)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from joserfc.jwk import KeySet
from tests.builders.approvals import AT, CONTENTS, Story, public_jwks, signing_key
from tests.builders.authenticator import SoftAuthenticator

from sekisho.authentication.rules.evidence.manifest import keys_from
from sekisho.authentication.rules.evidence.signatures import check_approval
from sekisho.authentication.types.evidence import Flaw
from sekisho.kernel import jcs
from sekisho.kernel.bytes64 import b64, from_b64

STORY = Story()
KEYS: KeySet = keys_from(public_jwks(STORY.key))
BODY: Any = jcs.decode(jcs.encode(STORY.approve()))


def _copy() -> dict[str, Any]:
    copied: Any = jcs.decode(jcs.encode(BODY))
    assert isinstance(copied, dict)
    return copied


def _found(change: Callable[[dict[str, Any]], object], keys: KeySet = KEYS) -> list[tuple[str, Flaw]]:
    body = _copy()
    change(body)
    return check_approval(body, keys)


def test_an_approval_as_it_was_made_is_whole() -> None:
    assert check_approval(BODY, KEYS) == []


@pytest.mark.parametrize("code", CONTENTS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_approvals_of_every_kind_prove_themselves(code: Any, language: str) -> None:
    assert check_approval(STORY.approve(code, language=language), KEYS) == []


@pytest.mark.parametrize("algorithm", [-7, -8, -257, -48])
def test_keys_of_every_algorithm_prove_themselves(algorithm: int) -> None:
    story = Story(authenticator=SoftAuthenticator(algorithm=algorithm))

    assert check_approval(story.approve(), keys_from(public_jwks(story.key))) == []


@pytest.mark.parametrize(
    ("change", "field", "flaw"),
    [
        (lambda body: body["document"].pop("salt"), "document.salt", Flaw.FIELD),
        (lambda body: body["document"]["display"].update(sha256="x"), "document.display.sha256", Flaw.FIELD),
        (lambda body: body["document"].update(display=[]), "document.display", Flaw.FIELD),
        (lambda body: body["document"].update(operation="dance"), "document.operation", Flaw.FIELD),
        (lambda body: body["document"].update(version=99), "document.version", Flaw.FIELD),
        (lambda body: body["document"]["content"].update(amount="-1"), "document.content.amount", Flaw.FIELD),
        (lambda body: body["document"]["display"].update(template="w@2"), "document.display.template", Flaw.DISPLAY),
        (lambda body: body["document"]["display"].update(sha256="A" * 43), "document.display.sha256", Flaw.DISPLAY),
        (lambda body: body.update(displayed="1円"), "displayed", Flaw.DISPLAY),
        (lambda body: body.update(op_hash="A" * 43), "op_hash", Flaw.RECEIPT),
        (lambda body: body["document"].update(account="a2"), "op_hash", Flaw.OP_HASH),
        (lambda body: body.update(verified_at=AT + 300_001), "verified_at", Flaw.FIELD),
        (lambda body: body["document"].update(nonce="AAAA"), "client_data.challenge", Flaw.CHALLENGE),
        (lambda body: body.update(client_data=b64(b"{}")), "client_data", Flaw.FIELD),
        (lambda body: body.update(origins=["https://elsewhere.example"]), "client_data.origin", Flaw.ORIGIN),
        (lambda body: body.update(authenticator_data=b64(b"short")), "authenticator_data", Flaw.FIELD),
        (lambda body: body["document"].update(rp_id="example.jp"), "authenticator_data.rp_id_hash", Flaw.RP_ID),
        (lambda body: body.update(user_verified=False), "authenticator_data.flags", Flaw.FLAGS),
        (lambda body: body.update(backed_up=True), "backup_eligible", Flaw.FLAGS),
        (lambda body: body.update(signature=b64(b"0" * 70)), "signature", Flaw.SIGNATURE),
        (lambda body: body.update(public_key=b64(b"no key")), "public_key", Flaw.SIGNATURE),
        (lambda body: body.update(algorithm=-8), "algorithm", Flaw.SIGNATURE),
        (lambda body: body.update(receipt="a.b.c"), "receipt", Flaw.RECEIPT),
        (lambda body: body.update(receipt_id="rc_9"), "receipt_id", Flaw.RECEIPT),
        (lambda body: body.update(signer="agent:9"), "signer", Flaw.RECEIPT),
        (lambda body: body.update(authenticator="au_9"), "authenticator", Flaw.RECEIPT),
        (lambda body: body.update(acr="phrh"), "acr", Flaw.RECEIPT),
        (lambda body: body.update(amr=["pwd"]), "amr", Flaw.RECEIPT),
        (lambda body: body["document"].update(policy=8), "document.policy", Flaw.RECEIPT),
    ],
)
def test_whatever_is_changed_is_named(change: Callable[[dict[str, Any]], object], field: str, flaw: Flaw) -> None:
    assert (field, flaw) in _found(change)


def test_a_receipt_of_keys_that_are_not_ours_does_not_count() -> None:
    assert _found(lambda _body: None, keys_from(public_jwks(signing_key()))) == [("receipt", Flaw.RECEIPT)]


def _signed_by(**changes: Any) -> dict[str, Flaw]:
    """An authenticator that signs something else than it should, all else being as it is."""
    story = Story(authenticator=replace(SoftAuthenticator(), **changes))
    return dict(check_approval(story.approve(), keys_from(public_jwks(story.key))))


@pytest.mark.parametrize(
    ("changes", "field", "flaw"),
    [
        ({"origin": "https://sekish0.example"}, "client_data.origin", Flaw.ORIGIN),
        ({"cross_origin": True}, "client_data.crossOrigin", Flaw.ORIGIN),
        ({"type_of": "webauthn.create"}, "client_data.type", Flaw.FIELD),
        ({"verified": False}, "authenticator_data.flags", Flaw.FLAGS),
        ({"present": False}, "authenticator_data.flags", Flaw.FLAGS),
        ({"rp_id": "example.jp"}, "authenticator_data.rp_id_hash", Flaw.RP_ID),
        ({"challenge": b"c" * 32}, "client_data.challenge", Flaw.CHALLENGE),
    ],
)
def test_a_signature_over_the_wrong_thing_is_named(changes: dict[str, Any], field: str, flaw: Flaw) -> None:
    assert _signed_by(**changes) == {field: flaw}


def test_a_signature_of_another_key_is_named() -> None:
    other = Story()
    body = {**_copy(), "public_key": b64(other.public_key)}

    assert check_approval(body, KEYS) == [("signature", Flaw.SIGNATURE)]
    assert len(from_b64(body["public_key"])) == len(other.public_key)
