"""Bind an address for codes: a code goes there, and whoever types it in the same session holds the address."""

from django.db import transaction

from sekisho.authentication.operations import pending as pendings
from sekisho.authentication.operations.code_sending import CodeTools, deliver, limit_sends, message_of, signals_of
from sekisho.authentication.operations.factors import bind
from sekisho.authentication.rules.hints import address_of, hint_of
from sekisho.authentication.rules.terms import no_new
from sekisho.authentication.rules.typed import digits_of, keyed, same
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import CODE_LIFE, FreshCode, Sent
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof, Refused, RefusedError, Why

_FACTORS = frozenset({FactorCode.SMS_OTP, FactorCode.EMAIL_OTP})


def begin_address(
    *,
    tools: CodeTools,
    principal: str,
    factor: FactorCode,
    address: str,
    fresh: FreshCode,
    stop_enrol: int | None,
    session: str,
    visit: Visit,
    at: int,
) -> Sent:
    """Send a code to an address that somebody wants to use.

    Args:
        tools: vault, key, sender.
        principal: whose.
        factor: ``SMS_OTP`` or ``EMAIL_OTP``.
        address: as typed.
        fresh: id of the authenticator to be, code, nonce.
        stop_enrol: from when on nobody sets this up any more, in milliseconds; None where no date is set.
        session: only this one may confirm.
        visit: where it was asked for.
        at: now, in milliseconds.

    Raises:
        RefusedError: too late, no such address, too often, or not delivered.

    """
    if refused := no_new(stop_enrol=stop_enrol, at=at):
        raise RefusedError(refused)
    plain = address_of(factor, address)
    if plain is None:
        raise RefusedError.because(Why.MALFORMED)
    place = keyed(tools.key, "address", plain).hex()
    limit_sends(places=(principal, place), visit=visit, at=at)
    signals = signals_of(factor=factor, address=plain, sims=tools.sims, at=at)
    sealed = tools.vault.seal(plain.encode(), principal=principal, authenticator=fresh.id, nonce=fresh.nonce)
    hint = hint_of(factor, plain)
    pendings.begin(
        pending=fresh.id, principal=principal, factor=factor, session=session, secret=sealed,
        digest=keyed(tools.key, fresh.id, fresh.code), detail={"hint": hint},
        visit=visit, at=at, expires=at + CODE_LIFE,
    )  # fmt: skip
    message = message_of(factor=factor, address=plain, code=fresh.code, language=visit.language)
    sent = Sent(
        code=fresh.id, authenticator=fresh.id, factor=factor, hint=hint, expires=at + CODE_LIFE, signals=signals
    )
    return deliver(tools=tools, message=message, sent=sent, principal=principal, visit=visit, at=at)


def confirm_address(
    *, tools: CodeTools, pending: str, typed: str, name: str, session: str, visit: Visit, at: int
) -> Proof | Refused:
    """Bind the address, once its code was typed.

    Args:
        tools: the key.
        pending: ``Sent.code``.
        typed: the code.
        name: what its owner calls the address.
        session: the one that began it.
        visit: where it was confirmed.
        at: now, in milliseconds.

    """
    with transaction.atomic():
        row = pendings.attempt(pending=pending, factors=_FACTORS, session=session, at=at)
        if isinstance(row, Refused):
            return row
        right = same(keyed(tools.key, row.pk, digits_of(typed)), bytes(row.digest or b""))
        if not right or not pendings.finish(row):
            return pendings.refuse(row, visit=visit, at=at)
        factor = FactorCode(row.factor)
        bind(
            authenticator=row.pk, principal=row.principal_id, factor=factor, visit=visit, at=at, name=name,
            secret=bytes(row.secret or b""), detail=row.detail,
        )  # fmt: skip
    return Proof.by(factor, authenticator=row.pk, principal=row.principal_id, at=at)
