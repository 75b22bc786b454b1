"""A login at another provider: leave, come back, and be believed as far as was agreed (2.6, mode 3).

The entrance carries the messages; here they are made and judged. Every attempt belongs to one browser and ends once,
in a transaction of its own, before anything that came back is looked at.
"""

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256

from django.db import transaction
from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.factors import bind, subject_of, use
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.rules.bridge import departure, derived, exchange_form, factor_of, identity, link_of
from sekisho.authentication.types.bridge import (
    Arrival,
    BridgeError,
    BridgeRefusal,
    Departure,
    Exchange,
    Naming,
    Upstream,
)
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof


class TakenError(Exception):
    """Somebody is linked to this name at the other provider."""


def leave(
    *,
    upstream: Upstream,
    secret: bytes,
    state: str,
    browser: str,
    redirect_uri: str,
    visit: Visit,
    at: int,
    principal: str = "",
    login_hint: str = "",
) -> Departure:
    """Begin an attempt.

    Args:
        upstream: the other provider.
        secret: 32 bytes of ours, from which nonce and verifier are made.
        state: 256 random bits.
        browser: the reference of the browser session that begins it; nobody else can finish it.
        redirect_uri: where the browser comes back to; registered there.
        visit: from where.
        at: in milliseconds.
        principal: who has to be confirmed, where that is known.
        login_hint: passed on.

    """
    with transaction.atomic():
        models.BridgeAttempt.objects.create(
            digest=_digest(state), upstream=upstream.name, browser=browser, principal=principal, created=at,
            expires=at + upstream.life,
        )  # fmt: skip
        note(
            "authentication:bridge:begun",
            about=subject_of(principal),
            at=at,
            upstream=upstream.name,
            channel=visit.channel,
        )
    url = departure(upstream, secret=secret, state=state, redirect_uri=redirect_uri, login_hint=login_hint)
    return Departure(url=url)


def come_back(
    *,
    upstream: Upstream,
    secret: bytes,
    parameters: Mapping[str, str],
    browser: str,
    redirect_uri: str,
    jti: str,
    at: int,
) -> Exchange:
    """Take the answer that the browser brings, and make the request that redeems its code.

    Args:
        upstream: the provider whose address of ours was called.
        secret: as in ``leave``.
        parameters: of the address.
        browser: the reference of the browser session that came.
        redirect_uri: as in ``leave``.
        jti: a minted name for our statement.
        at: in milliseconds.

    Raises:
        BridgeError: it is nobody's, another browser's, used, out of time, another provider's, or a refusal.

    """
    state = parameters.get("state", "")
    with transaction.atomic():  # committed by itself: whatever follows, the attempt is over
        mine = models.BridgeAttempt.objects.filter(
            digest=_digest(state), upstream=upstream.name, browser=browser, used__isnull=True, expires__gt=at
        )
        taken = mine.update(used=at)
    if taken != 1:
        raise refused(upstream, BridgeRefusal.NOT_YOURS, "", at)
    if parameters.get("iss", upstream.issuer) != upstream.issuer:
        raise refused(upstream, BridgeRefusal.MIX_UP, "iss", at)
    if "error" in parameters or not parameters.get("code"):
        raise refused(upstream, BridgeRefusal.CANCELLED, parameters.get("error", "")[:64], at)
    form = exchange_form(
        upstream, secret=secret, state=state, redirect_uri=redirect_uri, code=parameters["code"], jti=jti, at=at
    )
    return Exchange(url=upstream.token_endpoint, form=form)


def believe(
    *,
    upstream: Upstream,
    secret: bytes,
    state: str,
    answer: Mapping[str, object],
    authenticator: str,
    visit: Visit,
    at: int,
) -> Arrival:
    """Judge the token endpoint's answer.

    Args:
        upstream: the other provider.
        secret: as in ``leave``.
        state: of the attempt that ``come_back`` has just ended.
        answer: the JSON object.
        authenticator: a name for the authenticator that stands for the firm's own provider, where somebody comes by it
            for the first time.
        visit: from where.
        at: in milliseconds.

    Raises:
        BridgeError: it is not in order, too weak, or about somebody who is not linked.

    """
    expected = models.BridgeAttempt.objects.get(digest=_digest(state)).principal
    try:
        claims = identity(upstream, answer.get("id_token"), nonce=derived(secret, "nonce", state), at=at)
        factor = factor_of(upstream, claims)
        proof = _proof(upstream, factor, str(claims["sub"]), authenticator, visit, at)
    except BridgeError as error:
        raise refused(upstream, error.refusal, str(error), at) from error
    if expected not in {"", proof.principal}:
        raise refused(upstream, BridgeRefusal.NOT_YOURS, "somebody else", at)
    with transaction.atomic():
        note(
            "authentication:bridge:proved", about=subject_of(proof.principal), at=at, upstream=upstream.name,
            factor=factor.value, authenticator=proof.authenticator, channel=visit.channel,
        )  # fmt: skip
    return Arrival(proof=proof, session=str(claims.get("sid", "")))


def link(
    *,
    upstream: Upstream,
    secret: bytes,
    state: str,
    answer: Mapping[str, object],
    principal: str,
    authenticator: str,
    visit: Visit,
    at: int,
) -> str:
    """Set the other provider up as an authenticator of somebody who is signed in, and has just proved both.

    Args:
        upstream: the other provider.
        secret: as in ``leave``.
        state: of the attempt that ``come_back`` has just ended; it has to name ``principal``.
        answer: the token endpoint's answer.
        principal: whose it becomes; the policy has let him add an authenticator.
        authenticator: a name for it.
        visit: from where.
        at: in milliseconds.

    Returns:
        The authenticator's id.

    Raises:
        BridgeError: it is not in order, or linked to somebody already.

    """
    if models.BridgeAttempt.objects.get(digest=_digest(state)).principal != principal:
        raise refused(upstream, BridgeRefusal.NOT_YOURS, "begun for somebody else", at)
    try:
        claims = identity(upstream, answer.get("id_token"), nonce=derived(secret, "nonce", state), at=at)
        factor = factor_of(upstream, claims)
    except BridgeError as error:
        raise refused(upstream, error.refusal, str(error), at) from error
    try:
        _bind(
            upstream, factor, str(claims["sub"]), authenticator=authenticator, principal=principal, visit=visit, at=at
        )
    except TakenError as error:
        raise refused(upstream, BridgeRefusal.NOT_LINKED, "linked already", at) from error
    return authenticator


def refused(upstream: Upstream, refusal: BridgeRefusal, detail: str, at: int) -> BridgeError:
    """Write a refusal down, and give the error that tells it."""
    with transaction.atomic():
        note(
            "authentication:bridge:refused", about="", at=at, upstream=upstream.name, refusal=refusal.value,
            detail=detail,
        )  # fmt: skip
    return BridgeError(refusal, detail)


def _proof(upstream: Upstream, factor: FactorCode, subject: str, authenticator: str, visit: Visit, at: int) -> Proof:
    row = _row(upstream, factor, subject)
    if row is None and upstream.naming is Naming.ACCOUNT:
        _bind_account(upstream, factor, subject, authenticator, visit, at)
        row = _row(upstream, factor, subject)
    used = use(row, visit=visit, at=at) if row is not None else None
    if not isinstance(used, Proof):
        raise BridgeError(BridgeRefusal.NOT_LINKED)
    return used


def _row(upstream: Upstream, factor: FactorCode, subject: str) -> models.Authenticator | None:
    """The authenticator that stands for somebody's name there, whatever became of it since."""
    link = link_of(upstream, f"{factor.value} {subject}")
    return models.Authenticator.objects.filter(credential_id=link).first()


def _bind_account(
    upstream: Upstream, factor: FactorCode, subject: str, authenticator: str, visit: Visit, at: int
) -> None:
    """The firm's own provider names its customers by their accounts, so that nobody has to link them."""
    try:
        owner = principal_of(ref=f"customer:{subject}").ref
    except NobodyError as error:
        raise BridgeError(BridgeRefusal.NOT_LINKED) from error
    with suppress(TakenError):  # two first logins at once: the other one has bound it
        _bind(upstream, factor, subject, authenticator=authenticator, principal=owner, visit=visit, at=at)


@transaction.atomic
def _bind(
    upstream: Upstream, factor: FactorCode, subject: str, *, authenticator: str, principal: str, visit: Visit, at: int
) -> None:
    """Bind it, unless somebody has it.

    The principal's turn is taken first, and what is there is looked at before anything is written: whoever is using
    the same name at this moment waits for the journal, and must not be waited for while holding it.
    """
    models.Principal.objects.filter(ref=principal).update(state=F("state"))
    if _row(upstream, factor, subject) is not None:
        raise TakenError
    bind(
        authenticator=authenticator, principal=principal, factor=factor, visit=visit, at=at, secret=None,
        detail={"upstream": upstream.name}, name=upstream.label.read(visit.language),
    )  # fmt: skip
    link = link_of(upstream, f"{factor.value} {subject}")
    models.Authenticator.objects.filter(id=authenticator).update(credential_id=link)


def _digest(state: str) -> bytes:
    return sha256(state.encode()).digest()
