"""Bind a device for push: the page shows a token, the device sends it back with its key and a signature over both."""

from dataclasses import dataclass, field
from hashlib import sha256

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations import pending as pendings
from sekisho.authentication.operations.factors import bind
from sekisho.authentication.rules.device_keys import BadDeviceKeyError, device_key, signed_by
from sekisho.authentication.rules.terms import no_new
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import CODE_LIFE
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof, Refused, RefusedError, Why
from sekisho.authentication.types.push import Pairing, pairing_bytes
from sekisho.authentication.types.vault import Vault

_PUSH = FactorCode.PUSH_NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceClaim:
    """What a device sends to be bound.

    Attributes:
        token: what the page showed.
        public_key: P-256, SubjectPublicKeyInfo in base64url.
        signature: over ``pairing_bytes``, 64 bytes in base64url.
        name: what its owner calls it.
        wake: by which the app is called; empty where it can only be opened by hand.

    """

    token: str = field(repr=False)
    public_key: str
    signature: str
    name: str
    wake: str = field(repr=False)


def begin_pairing(
    *,
    principal: str,
    authenticator: str,
    token: str,
    stop_enrol: int | None,
    session: str,
    visit: Visit,
    at: int,
) -> Pairing:
    """Show somebody a token for his app; single use, ten minutes, never sent anywhere (NIST SP 800-63B-4, 4.1.2).

    Args:
        principal: whose.
        authenticator: id of the authenticator to be.
        token: at least 128 random bits, in letters.
        stop_enrol: from when on nobody sets this up any more, in milliseconds; None where no date is set.
        session: the one that shows it.
        visit: where it was asked for.
        at: now, in milliseconds.

    Raises:
        RefusedError: nobody sets this up any more.

    """
    if refused := no_new(stop_enrol=stop_enrol, at=at):
        raise RefusedError(refused)
    pendings.begin(
        pending=authenticator, principal=principal, factor=_PUSH, session=session, secret=None, digest=_digest(token),
        detail={}, visit=visit, at=at, expires=at + CODE_LIFE,
    )  # fmt: skip
    return Pairing(pending=authenticator, token=token, expires=at + CODE_LIFE)


def finish_pairing(*, claim: DeviceClaim, vault: Vault, nonce: bytes, visit: Visit, at: int) -> Proof | Refused:
    """Bind the device that knows the token and holds the key.

    Args:
        claim: what the device sent.
        vault: keeps by what the app is called.
        nonce: 12 random bytes.
        visit: where the device is.
        at: now, in milliseconds.

    """
    try:
        der = device_key(claim.public_key)
    except BadDeviceKeyError:
        return Refused.because(Why.MALFORMED)
    with transaction.atomic():
        row = models.PendingFactor.objects.filter(digest=_digest(claim.token), factor=_PUSH.value).first()
        if row is None:
            return Refused.because(Why.EXPIRED)
        tried = pendings.attempt(pending=row.pk, factors=frozenset({_PUSH}), session=row.session, at=at)
        if isinstance(tried, Refused):
            return tried
        message = pairing_bytes(token=claim.token, public_key=claim.public_key)
        if not signed_by(der, signature=claim.signature, message=message) or not pendings.finish(row):
            return pendings.refuse(row, visit=visit, at=at)
        _bind(row, claim, vault, nonce, visit, at)
    return Proof.by(_PUSH, authenticator=row.pk, principal=row.principal_id, at=at)


def pairing_done(*, pending: str, session: str) -> bool:
    """Whether the device has come: what the page asks while it shows the token."""
    return models.PendingFactor.objects.filter(pk=pending, session=session, state="done").exists()


def _bind(row: models.PendingFactor, claim: DeviceClaim, vault: Vault, nonce: bytes, visit: Visit, at: int) -> None:
    wake = vault.seal(claim.wake.encode(), principal=row.principal_id, authenticator=row.pk, nonce=nonce)
    bind(
        authenticator=row.pk, principal=row.principal_id, factor=_PUSH, visit=visit, at=at, name=claim.name,
        secret=wake, detail={"key": claim.public_key},
    )  # fmt: skip


def _digest(token: str) -> bytes:
    return sha256(b"sekisho.pairing:" + token.encode()).digest()
