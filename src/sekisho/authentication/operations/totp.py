"""Codes of an authenticator app: set up with a picture, confirmed with a code, and each code good for one use."""

import segno
from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations import pending as pendings
from sekisho.authentication.operations.factors import bind, fail, fail_unknown, held, locked, use
from sekisho.authentication.rules.terms import no_new, no_use
from sekisho.authentication.rules.totp import SECRET, matching_step, spelled, uri_of
from sekisho.authentication.rules.typed import digits_of
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import SETUP_LIFE, AppSetup, FreshSecret
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof, Refused, RefusedError, Why
from sekisho.authentication.types.vault import Vault

_TOTP = FactorCode.TOTP
_GROUP = 4


def begin_totp(
    *,
    principal: str,
    fresh: FreshSecret,
    issuer: str,
    label: str,
    vault: Vault,
    stop_enrol: int | None,
    session: str,
    visit: Visit,
    at: int,
) -> AppSetup:
    """Show somebody a secret for his app; it counts once ``confirm_totp`` has seen a code of it.

    Args:
        principal: whose.
        fresh: id, secret and nonce.
        issuer: the firm's name, as the app shows it.
        label: which account, as the app shows it: mostly hidden, never an address.
        vault: keeps the secret.
        stop_enrol: from when on nobody sets this up any more, in milliseconds; None where no date is set.
        session: only this one may confirm.
        visit: where it was asked for.
        at: now, in milliseconds.

    Raises:
        RefusedError: nobody sets this up any more.
        ValueError: the secret is not 20 bytes.

    """
    if len(fresh.secret) != SECRET:
        message = f"a secret has {SECRET} bytes"
        raise ValueError(message)
    if refused := no_new(stop_enrol=stop_enrol, at=at):
        raise RefusedError(refused)
    sealed = vault.seal(fresh.secret, principal=principal, authenticator=fresh.id, nonce=fresh.nonce)
    pendings.begin(
        pending=fresh.id, principal=principal, factor=_TOTP, session=session, secret=sealed, digest=None,
        detail={"issuer": issuer}, visit=visit, at=at, expires=at + SETUP_LIFE,
    )  # fmt: skip
    return _setup(fresh, issuer, label, at)


def confirm_totp(
    *, pending: str, typed: str, name: str, vault: Vault, session: str, visit: Visit, at: int
) -> Proof | Refused:
    """Bind the app after its first right code; the one before is replaced, and the code counts as used.

    Args:
        pending: ``AppSetup.pending``.
        typed: the code.
        name: what its owner calls it.
        vault: keeps the secret.
        session: the one that began it.
        visit: where it was confirmed.
        at: now, in milliseconds.

    """
    with transaction.atomic():
        row = pendings.attempt(pending=pending, factors=frozenset({_TOTP}), session=session, at=at)
        if isinstance(row, Refused):
            return row
        step = _step(bytes(row.secret or b""), row.principal_id, row.pk, typed, vault, at)
        if step is None or not pendings.finish(row):
            return pendings.refuse(row, visit=visit, at=at)
        bind(
            authenticator=row.pk, principal=row.principal_id, factor=_TOTP, visit=visit, at=at, name=name,
            secret=bytes(row.secret or b""), detail=row.detail, sole=True, last_step=step,
        )  # fmt: skip
    return Proof.by(_TOTP, authenticator=row.pk, principal=row.principal_id, at=at)


def verify_totp(
    *, principal: str, typed: str, vault: Vault, stop_use: int | None, visit: Visit, at: int
) -> Proof | Refused:
    """Check a code. Each time step counts once, however many try it at the same moment.

    Args:
        principal: whose.
        typed: the code.
        vault: keeps the secret.
        stop_use: from when on it is not accepted any more, in milliseconds; None where no date is set.
        visit: where it was typed.
        at: now, in milliseconds.

    Raises:
        VaultError: the stored secret does not open: a fault of the firm's, not of the customer's.

    """
    if refused := no_use(stop_use=stop_use, at=at):
        return refused
    row = held(principal, _TOTP)
    if row is None:
        return fail_unknown(factor=_TOTP, visit=visit, at=at)
    if locked(row):
        return Refused.because(Why.LOCKED)
    step = _step(bytes(row.secret or b""), principal, row.pk, typed, vault, at)
    return fail(row, why=Why.WRONG, visit=visit, at=at) if step is None else use(row, visit=visit, at=at, step=step)


def reseal_totp(*, authenticator: str, vault: Vault, nonce: bytes) -> bool:
    """Seal one secret anew under the newest key, when keys are rotated; whether there was something to do."""
    row = models.Authenticator.objects.get(pk=authenticator, factor=_TOTP.value)
    sealed = bytes(row.secret or b"")
    if not vault.stale(sealed):
        return False
    plain = vault.open(sealed, principal=row.principal_id, authenticator=row.pk)
    anew = vault.seal(plain, principal=row.principal_id, authenticator=row.pk, nonce=nonce)
    return models.Authenticator.objects.filter(pk=row.pk, secret=sealed).update(secret=anew) == 1


def _step(sealed: bytes, principal: str, authenticator: str, typed: str, vault: Vault, at: int) -> int | None:
    """The step is looked for even where no digits were typed, so that the work is the same."""
    secret = vault.open(sealed, principal=principal, authenticator=authenticator)
    return matching_step(secret, digits_of(typed), at=at)


def _setup(fresh: FreshSecret, issuer: str, label: str, at: int) -> AppSetup:
    uri, letters = uri_of(fresh.secret, issuer=issuer, label=label), spelled(fresh.secret)
    picture = segno.make(uri, error="m", micro=False).svg_inline(scale=5, border=4, light="#fff", dark="#000")
    typed = " ".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
    return AppSetup(pending=fresh.id, uri=uri, svg=picture, typed=typed, expires=at + SETUP_LIFE)
