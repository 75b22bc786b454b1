"""What browsers are asked: the JSON forms of WebAuthn Level 3 (``parseCreationOptionsFromJSON`` and its sister)."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence

from sekisho.authentication.rules.webauthn.messages import to_base64url
from sekisho.authentication.types.attestation import AttestationProfile
from sekisho.authentication.types.authenticators import Credential
from sekisho.authentication.types.webauthn import RelyingParty

_ATTACHMENTS = {"client-device": "platform", "security-key": "cross-platform", "hybrid": "cross-platform"}
_SHOWN = 4
_HIDDEN = "••••"


def creation_options(
    *,
    party: RelyingParty,
    handle: bytes,
    label: str,
    challenge: bytes,
    profile: AttestationProfile,
    exclude: Iterable[Credential],
    timeout: int,
    conditional: bool = False,
) -> str:
    """Options for ``navigator.credentials.create()``.

    Args:
        party: the relying party.
        handle: the user handle.
        label: what the browser shows of the account: enough to tell accounts apart, not enough to steal one.
        challenge: what is to be signed.
        profile: what is demanded.
        exclude: credentials that the person has already; their authenticators refuse.
        timeout: in milliseconds.
        conditional: register in passing; browsers do that only without verification of the user.

    """
    chosen: dict[str, object] = {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "preferred" if conditional else "required",
    }
    attachments = {_ATTACHMENTS[hint] for hint in profile.hints}
    if len(attachments) == 1:  # older browsers do not read hints
        chosen["authenticatorAttachment"] = attachments.pop()
    return json.dumps(
        {
            "rp": {"id": party.rp_id, "name": party.name},
            "user": {"id": to_base64url(handle), "name": label, "displayName": label},
            "challenge": to_base64url(challenge),
            "pubKeyCredParams": [{"type": "public-key", "alg": algorithm} for algorithm in profile.algorithms],
            "timeout": timeout,
            "excludeCredentials": [_descriptor(each) for each in exclude],
            "authenticatorSelection": chosen,
            "hints": list(profile.hints),
            "attestation": "direct" if profile.require_attestation else "none",
            "extensions": {"credProps": True},
        },
        ensure_ascii=False,
    )


def request_options(
    *, rp_id: str, challenge: bytes, allow: Sequence[Mapping[str, object]], timeout: int, hints: Sequence[str] = ()
) -> str:
    """Options for ``navigator.credentials.get()``.

    Args:
        rp_id: the relying party.
        challenge: what is to be signed.
        allow: descriptors of the only credentials that may answer; empty lets the person choose among all that the
            device knows.
        timeout: in milliseconds.
        hints: where the browser should look first.

    """
    return json.dumps(
        {
            "rpId": rp_id,
            "challenge": to_base64url(challenge),
            "allowCredentials": list(allow),
            "timeout": timeout,
            "userVerification": "required",
            "hints": list(hints),
        }
    )


def descriptors(credentials: Iterable[Credential]) -> list[Mapping[str, object]]:
    """Credentials as options name them."""
    return [_descriptor(each) for each in credentials]


def decoys(login: str, *, secret: bytes) -> list[Mapping[str, object]]:
    """Credentials for a login that nobody has, always the same ones: the answer must not tell who is a customer.

    Args:
        login: what was typed.
        secret: known only to the firm.

    """
    told = hmac.new(secret, login.encode(), hashlib.sha256).digest()
    return [{"type": "public-key", "id": to_base64url(told), "transports": ["hybrid", "internal"]}]


def masked(login: str) -> str:
    """A login as the browser may show it: its last characters; of an address nothing of what stands before the @."""
    head, at_sign, domain = login.rpartition("@")
    if head:
        return f"{_HIDDEN}{at_sign}{domain}"
    return _HIDDEN + login[-_SHOWN:]


def _descriptor(credential: Credential) -> Mapping[str, object]:
    return {
        "type": "public-key",
        "id": to_base64url(credential.credential_id),
        "transports": list(credential.transports),
    }
