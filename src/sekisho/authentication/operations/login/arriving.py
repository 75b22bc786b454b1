"""The doors: a name with its first factor, a further factor, or a proof that was made elsewhere."""

from hashlib import sha256
from hmac import new as hmac

from django.db import transaction

from sekisho.authentication.operations import lockouts
from sekisho.authentication.operations.login.going_on import advance
from sekisho.authentication.operations.login.telling import (
    note_failed,
    note_old_client,
    note_refused,
    note_turned_away,
)
from sekisho.authentication.operations.login.writing import Going, begun, close_failed, known_device
from sekisho.authentication.operations.work import worked
from sekisho.authentication.queries.lockouts import lockout_of
from sekisho.authentication.queries.logins import attempt_of
from sekisho.authentication.queries.principals import NobodyError, principal_by_login, principal_of
from sekisho.authentication.rules.login import comes_in_by
from sekisho.authentication.rules.policy.versions import too_old
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.lockouts import NOBODY, Barrier, Lockout, Stage, Ticket
from sekisho.authentication.types.login import Arrival, Check, LoginTools, Step, Stopped
from sekisho.authentication.types.login_refusals import Refusal
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.proofs import BusyError, Proof, Refused, Why
from sekisho.authentication.types.webauthn import Assertion, Purpose
from sekisho.authentication.types.work import Worked
from sekisho.kernel.moments import MINUTE

FRESH = 5 * MINUTE
"""How old a proof that was made elsewhere may be, in milliseconds."""
_LONGEST_NAME = 128
_UNCHECKED = frozenset({Why.WAITING, Why.RETIRED})
"""Answers that come without anything having been checked."""


def sign_in(
    *, tools: LoginTools, arrival: Arrival, login: str, factor: FactorCode, check: Check, staff: bool = False
) -> Step:
    """Begin with a name and something typed, usually the password.

    A name that nobody has is treated as any other: counted, checked at the same price, and answered alike.

    Args:
        tools: policy, keys and rules.
        arrival: the request.
        login: the name, as typed.
        factor: what was typed beside it.
        check: checks it; called only if nothing is in the way.
        staff: it is the staff's door.

    """
    work = _worked(tools, arrival)
    if stopped := _crowded(tools, arrival, work) or _old_client(tools, arrival):
        return stopped
    who = _named(login, staff=staff)
    subject = who.ref if who else _hidden(login, tools.key)
    return _tried(tools, arrival, begun(who, subject, arrival), factor, check, work)


def present(*, tools: LoginTools, arrival: Arrival, attempt: str, factor: FactorCode, check: Check) -> Step:
    """Go on with something typed, e.g. a code.

    Args:
        tools: policy, keys and rules.
        arrival: the request, from the browser session that began the login.
        attempt: the login.
        factor: what was typed.
        check: checks it; called only if nothing is in the way.

    """
    going = _found(attempt, arrival)
    if going is None:
        return Stopped.because(Refusal.OVER)
    return _tried(tools, arrival, going, factor, check, _worked(tools, arrival))


def accept_assertion(
    *, tools: LoginTools, arrival: Arrival, assertion: Assertion, attempt: str = "", staff: bool = False
) -> Step:
    """Begin or go on with a passkey, as ``ceremonies.finish_assertion`` accepted it for this browser session.

    Failures never close this way in, whoever made them (D10).

    Raises:
        ValueError: the ceremony was not begun for a login.

    """
    if assertion.purpose is not Purpose.LOGIN or assertion.operation:
        message = f"an assertion for {assertion.purpose.value} is no login"
        raise ValueError(message)
    proof = Proof(
        authenticator=assertion.authenticator, principal=assertion.principal, factor=assertion.factor,
        acr=assertion.acr, amr=assertion.amr, at=assertion.at, signals=tuple(map(str, assertion.signals)),
    )  # fmt: skip
    return accept_proof(tools=tools, arrival=arrival, proof=proof, attempt=attempt, staff=staff)


def accept_proof(*, tools: LoginTools, arrival: Arrival, proof: Proof, attempt: str = "", staff: bool = False) -> Step:
    """Begin or go on with what was proved elsewhere: an app's prompt, a card, a certificate.

    Args:
        tools: policy, keys and rules.
        arrival: the request.
        proof: what was proved, in this browser session and within the last minutes.
        attempt: the login; empty where this begins one.
        staff: it is the staff's door.

    """
    if stopped := _old_client(tools, arrival):
        return stopped
    who = principal_of(ref=proof.principal)
    going = _found(attempt, arrival) if attempt else begun(who, who.ref, arrival)
    if going is None or not 0 <= arrival.at - proof.at < FRESH:
        return Stopped.because(Refusal.OVER)
    if going.who != who or not comes_in_by(who.kind, staff=staff):
        note_refused(going, arrival, Refusal.NOT_YOURS, factor=proof.factor)
        return Stopped.because(Refusal.NOT_YOURS)
    lockout = lockout_of(subject=who.ref)
    if proof.acr < Acr.PHR and lockout.closed(arrival.at):
        return _turned_away(going, arrival, _closed(lockout))
    return advance(tools, arrival, going, proof)


def _worked(tools: LoginTools, arrival: Arrival) -> Worked | None:
    return worked(solution=arrival.solution, key=tools.key, browser=arrival.visit.session, at=arrival.at)


def _crowded(tools: LoginTools, arrival: Arrival, work: Worked | None) -> Stopped | None:
    """Turn the many away first, at the price of one read; a device that somebody signed in on is looked at closer."""
    if arrival.visit.device:
        return None
    barrier = lockouts.crowd_barrier(ip=arrival.visit.ip, at=arrival.at, work=work, rules=tools.lockouts)
    return None if barrier.stage is Stage.OPEN else Stopped.at(barrier)


def _tried(
    tools: LoginTools, arrival: Arrival, going: Going, factor: FactorCode, check: Check, work: Worked | None
) -> Step:
    """Count, check, count back or go on."""
    known = known_device(going.who, arrival, tools)
    admitted = lockouts.admit(
        subject=going.subject, factor=factor, ip=arrival.visit.ip, at=arrival.at,
        known_device=arrival.visit.device if known else "", work=work, vouched=bool(going.attempt.factors),
        rules=tools.lockouts,
    )  # fmt: skip
    if isinstance(admitted, Barrier):
        return _turned_away(going, arrival, admitted)
    try:
        found = check(going.who.ref if going.who else None, known)
    except BusyError:
        lockouts.give_back(ticket=admitted)
        return Stopped.because(Refusal.BUSY, attempt=going.ref)
    if isinstance(found, Refused) or going.who is None:
        return _not_shown(tools, arrival, going, admitted, found)
    step = advance(tools, arrival, going, found)
    _settle(tools, arrival, admitted, step)
    return step


def _settle(tools: LoginTools, arrival: Arrival, ticket: Ticket, step: Step) -> None:
    """What was right but weaker than what he holds counts as a failure: it is how a relayed password looks."""
    if isinstance(step, Stopped) and step.reason is Refusal.DOWNGRADE:
        lockouts.failed(ticket=ticket, at=arrival.at, rules=tools.lockouts)
    else:
        lockouts.succeeded(ticket=ticket)


def _not_shown(tools: LoginTools, arrival: Arrival, going: Going, ticket: Ticket, found: Proof | Refused) -> Stopped:
    refused = found if isinstance(found, Refused) else Refused.because(Why.WRONG)
    if refused.why in _UNCHECKED:
        lockouts.give_back(ticket=ticket)
        return Stopped(reason=Refusal.WRONG, text=refused.text, attempt=going.ref)
    lockout = lockouts.failed(ticket=ticket, at=arrival.at, rules=tools.lockouts)
    with transaction.atomic():
        close_failed(going, arrival, ticket.factor, refused.why.value)
        note_failed(going, arrival, ticket.factor, refused.why.value)
    if lockout is not None:
        return Stopped.at(_closed(lockout), attempt=going.ref)
    if not going.ref:  # only the name is known so far: every reason reads the same
        return Stopped.because(Refusal.WRONG)
    return Stopped(reason=Refusal.WRONG, text=refused.text, attempt=going.ref)


def _turned_away(going: Going, arrival: Arrival, barrier: Barrier) -> Stopped:
    if barrier.because in {"account", "device"} and barrier.stage in {Stage.LOCKED, Stage.MANUAL}:
        note_turned_away(going, arrival, barrier)
    return Stopped.at(barrier, attempt=going.ref)


def _closed(lockout: Lockout) -> Barrier:
    stage = Stage.MANUAL if lockout.manual else Stage.LOCKED
    return Barrier(stage=stage, until=0 if lockout.manual else lockout.until, because="account")


def _old_client(tools: LoginTools, arrival: Arrival) -> Stopped | None:
    """E-04: a program too old to be safe is told what to do, before anything else."""
    visit = arrival.visit
    line = too_old(tools.policy.clients, channel=visit.channel, client=visit.client, at=arrival.at)
    if line is None:
        return None
    note_old_client(arrival)
    return Stopped(reason=Refusal.CLIENT_OLD, text=line.advice)


def _named(login: str, *, staff: bool) -> Principal | None:
    """Who has this name and comes in by this door. What no database can hold is nobody's name."""
    if not login.isprintable() or len(login) > _LONGEST_NAME:
        return None
    try:
        who = principal_by_login(login=login)
    except NobodyError:
        return None
    return who if comes_in_by(who.kind, staff=staff) else None


def _found(attempt: str, arrival: Arrival) -> Going | None:
    known = attempt_of(attempt=attempt, browser=arrival.visit.session, at=arrival.at)
    if known is None or not known.principal:
        return None
    return Going(attempt=known, who=principal_of(ref=known.principal), subject=known.principal)


def _hidden(login: str, key: bytes) -> str:
    """Under what a name that nobody has is counted. What was typed may be a password, so only the firm can tell."""
    return NOBODY + hmac(key, b"login:" + login.encode("utf-8", "replace"), sha256).hexdigest()[:40]
