"""Codes by mail and by SMS: restricted ways (NIST SP 800-63B-4, 3.1.3.3), kept only until the policy's dates.

A code has at least six digits, lives ten minutes, is good once, for the session that asked for it, and is kept only as
a keyed digest. How often codes are sent is limited for each authenticator and for each source.
"""

from django.db import IntegrityError, transaction
from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.code_sending import CodeTools, deliver, limit_sends, message_of, signals_of
from sekisho.authentication.operations.factors import fail, subject_of, told, use
from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.terms import no_use
from sekisho.authentication.rules.typed import digits_of, keyed, same
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import CODE_LIFE, WRONG_TYPED, FreshCode, Sent
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof, Refused, RefusedError, Why

_FACTORS = (FactorCode.SMS_OTP.value, FactorCode.EMAIL_OTP.value)


def send_code(
    *,
    tools: CodeTools,
    principal: str,
    authenticator: str,
    fresh: FreshCode,
    stop_use: int | None,
    session: str,
    visit: Visit,
    at: int,
) -> Sent:
    """Send a code to an address of somebody's; the one before is void.

    Args:
        tools: vault, key, sender, register of SIMs.
        principal: whose.
        authenticator: the address.
        fresh: id of the code, code.
        stop_use: from when on it is not used any more, in milliseconds; None where no date is set.
        session: only this one may use the code.
        visit: where it was asked for.
        at: now, in milliseconds.

    Raises:
        RefusedError: retired, not held, too often, asked for twice at once, or not delivered.
        VaultError: the stored address does not open: a fault of the firm's.

    """
    if refused := no_use(stop_use=stop_use, at=at):
        raise RefusedError(refused)
    row = models.Authenticator.objects.filter(
        pk=authenticator, principal_id=principal, factor__in=_FACTORS, state="active"
    ).first()
    if row is None:
        raise RefusedError.because(Why.NONE_HELD)
    limit_sends(places=(authenticator,), visit=visit, at=at)
    factor = FactorCode(row.factor)
    address = tools.vault.open(bytes(row.secret or b""), principal=principal, authenticator=authenticator).decode()
    sent = Sent(
        code=fresh.id, authenticator=authenticator, factor=factor, hint=row.detail["hint"], expires=at + CODE_LIFE,
        signals=signals_of(factor=factor, address=address, sims=tools.sims, at=at),
    )  # fmt: skip
    _keep(tools, sent, principal, fresh, session, visit, at)
    message = message_of(factor=factor, address=address, code=fresh.code, language=visit.language)
    return deliver(tools=tools, message=message, sent=sent, principal=principal, visit=visit, at=at)


def verify_code(
    *, tools: CodeTools, code: str, typed: str, stop_use: int | None, session: str, visit: Visit, at: int
) -> Proof | Refused:
    """Check a code that was sent; every try is taken off before anything is compared.

    Args:
        tools: the key.
        code: ``Sent.code``.
        typed: what was typed.
        stop_use: from when on it is not accepted any more, in milliseconds; None where no date is set.
        session: the one that asked for it.
        visit: where it was typed.
        at: now, in milliseconds.

    """
    if refused := no_use(stop_use=stop_use, at=at):
        return refused
    rows = models.SentCode.objects.filter(pk=code, session=session)
    with transaction.atomic():
        charged = rows.filter(state="open", expires__gt=at, wrong__lt=WRONG_TYPED).update(wrong=F("wrong") + 1)
        row = rows.select_related("authenticator").first()
        if row is None or not charged:
            late = row is None or (row.state == "open" and at >= row.expires)
            return Refused.because(Why.EXPIRED if late else Why.SPENT)
        if not _right(tools, row, typed):
            rows.filter(wrong__gte=WRONG_TYPED).update(state="void")
            return fail(row.authenticator, why=Why.WRONG, visit=visit, at=at)
        rows.update(state="used")
        return use(row.authenticator, visit=visit, at=at, signals=tuple(row.signals))


def _right(tools: CodeTools, row: models.SentCode, typed: str) -> bool:
    return same(keyed(tools.key, row.pk, digits_of(typed)), bytes(row.digest))


def _keep(tools: CodeTools, sent: Sent, principal: str, fresh: FreshCode, session: str, visit: Visit, at: int) -> None:
    try:
        with transaction.atomic():
            models.SentCode.objects.filter(authenticator_id=sent.authenticator, state="open").update(state="void")
            models.SentCode.objects.create(
                id=fresh.id, authenticator_id=sent.authenticator, session=session, sent=at, expires=sent.expires,
                digest=keyed(tools.key, fresh.id, fresh.code), signals=list(sent.signals),
            )  # fmt: skip
            note(
                "authentication:code:sent", about=subject_of(principal), at=at, principal=principal,
                authenticator=sent.authenticator, factor=sent.factor.value, code=fresh.id,
                signals=list(sent.signals), **told(visit),
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError.because(Why.CONFLICT) from error
