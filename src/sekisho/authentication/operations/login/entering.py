"""The end of a login: the session, or how the freeze stands."""

from dataclasses import replace

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations import lockouts
from sekisho.authentication.operations.devices import register_device, use_device
from sekisho.authentication.operations.login.telling import judged, note_login, note_refused
from sekisho.authentication.operations.login.writing import Going, LostError, move
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.sessions import MayNotComeInError, open_session, take_turn
from sekisho.authentication.queries.freezes import status_of
from sekisho.authentication.rules.login import granted, methods
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import AuthenticatorState
from sekisho.authentication.types.factors import WEBAUTHN, FactorCode
from sekisho.authentication.types.login import (
    Arrival,
    Frozen,
    LoginEvent,
    LoginTools,
    SignedIn,
    Step,
    Stopped,
)
from sekisho.authentication.types.login_refusals import Refusal
from sekisho.authentication.types.policy_questions import Answer
from sekisho.authentication.types.principals import Principal, Visit
from sekisho.authentication.types.sessions import Session


def enter(
    tools: LoginTools, arrival: Arrival, going: Going, *, who: Principal, answer: Answer, acting: str, known: bool
) -> Step:
    """Let somebody in who has shown enough.

    Raises:
        LostError: another request took the login on, or an authenticator behind it was ended meanwhile.

    """
    _forget_failures(arrival, going, who)
    try:
        session = _open(tools, arrival, going, who, answer, acting, known=known)
    except MayNotComeInError:
        return _stopped(arrival, going, who.account or acting, answer)
    return SignedIn(session=session, answer=answer, known_device=known)


def _forget_failures(arrival: Arrival, going: Going, who: Principal) -> None:
    """In transactions of their own: that he showed enough holds whatever comes next."""
    if going.attempt.acr >= Acr.PHR:
        because = going.attempt.authenticators[-1]
        lockouts.unlock(principal=who.ref, because=because, by=who.ref, at=arrival.at)
    else:
        lockouts.forget_failures(principal=who.ref, device=arrival.visit.device, at=arrival.at)


@transaction.atomic
def _open(
    tools: LoginTools, arrival: Arrival, going: Going, who: Principal, answer: Answer, acting: str, *, known: bool
) -> Session:
    """The row of the login, the device and the session, together or not at all."""
    attempt = going.attempt
    take_turn(who.ref, who.account or acting)
    _check_still_held(attempt.authenticators)
    move(going, LoginEvent.ENOUGH, arrival, session=arrival.fresh.session)
    visit, first = _device(arrival, going, who)
    factor = attempt.factors[-1]
    session = open_session(
        principal=who.ref, acr=granted(answer, attempt.acr), amr=methods(attempt.factors), visit=visit,
        token_digest=arrival.fresh.digest, session=arrival.fresh.session, at=arrival.at, acting=acting,
        factor=factor.value, rules=tools.sessions,
    )  # fmt: skip
    if first:
        note("authentication:device:seen", about=who.subject, at=arrival.at, principal=who.ref, device=visit.device)
    note_login(
        "succeeded", going, replace(arrival, visit=visit), session=session.ref, factor=factor.value,
        acr=session.acr.uri, known_device=known, acting=acting, policy=judged(answer),
    )  # fmt: skip
    return session


def _check_still_held(authenticators: tuple[str, ...]) -> None:
    """After the principal's turn was taken: a password that was changed meanwhile opens nothing (E-07)."""
    active = AuthenticatorState.ACTIVE.value
    held = models.Authenticator.objects.filter(id__in=authenticators, state=active).count()
    if held != len(authenticators):
        raise LostError


def _device(arrival: Arrival, going: Going, who: Principal) -> tuple[Visit, bool]:
    visit = arrival.visit
    if not visit.device and arrival.device is not None:
        visit = replace(visit, device=register_device(fresh=arrival.device, at=arrival.at))
    if not visit.device:
        return visit, False
    passkey = _last_passkey(going)
    return visit, use_device(principal=who.ref, visit=visit, at=arrival.at, authenticator=passkey)


def _last_passkey(going: Going) -> str:
    factor: FactorCode = going.attempt.factors[-1]
    return going.attempt.authenticators[-1] if factor in WEBAUTHN else ""


@transaction.atomic
def _stopped(arrival: Arrival, going: Going, account: str, answer: Answer) -> Frozen | Stopped:
    """He has shown who he is, so he is told how things stand (C-28)."""
    status = status_of(account=account) if account else None
    if status is None:
        move(going, LoginEvent.DENIED, arrival, reason=Refusal.CLOSED.value)
        note_refused(going, arrival, Refusal.CLOSED, answer=answer)
        return Stopped.because(Refusal.CLOSED)
    move(going, LoginEvent.ACCOUNT_FROZEN, arrival)
    note_refused(going, arrival, Refusal.FROZEN, answer=answer)
    return Frozen(attempt=going.attempt.id, status=status)
