"""Begin, raise, use and end sessions.

Whoever opens a session and whoever ends all of them first touch the principal's row, so that one of them waits for the
other: no session slips through while a password changes or an account is frozen (E-07).
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.freezes import access_stopped
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.queries.sessions import NoSessionError, session_of
from sekisho.authentication.rules.sessions import idle_until, risen, touch_is_due
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import PrincipalState, Visit
from sekisho.authentication.types.sessions import USUAL, EndReason, Session, SessionRules, SessionState

_ACTIVE, _ENDED = SessionState.ACTIVE.value, SessionState.ENDED.value


class MayNotComeInError(Exception):
    """He, or the account he acts for, is frozen or closed. Show the status of the freeze, or the way to the desk."""


class SessionOverError(Exception):
    """The session has ended or run out, or another request changed it meanwhile. Log in again."""


@transaction.atomic
def open_session(
    *,
    principal: str,
    acr: Acr,
    amr: Sequence[str],
    visit: Visit,
    token_digest: bytes,
    session: str,
    at: int,
    acting: str = "",
    factor: str = "",
    rules: SessionRules = USUAL,
) -> Session:
    """Sign somebody in. Always under a new reference and a new token: what the browser had before counts no more.

    Args:
        principal: who.
        acr: how surely.
        amr: RFC 8176 values.
        visit: from where; its own session reference is that of the browser before.
        token_digest: the SHA-256 of the new token.
        session: the new session's public reference.
        at: in milliseconds.
        acting: the account that an agent acts for; empty for everybody else.
        factor: the factor behind ``acr``.
        rules: how long it lives.

    Raises:
        MayNotComeInError: he, or the account, is frozen or closed.
        sekisho.authentication.queries.principals.NobodyError: there is nobody of that name.

    """
    who = principal_of(ref=principal)
    account = who.account or acting
    take_turn(principal, account)
    _check_admitted(principal, account, visit.channel, at)
    expires = at + rules.absolute
    models.Session.objects.create(
        ref=session,
        principal_id=principal,
        account=who.account,
        acting=acting,
        token_digest=token_digest,
        acr=acr.value,
        amr=list(amr),
        factor=factor,
        auth_time=at,
        created=at,
        last_seen=at,
        idle_until=idle_until(at=at, expires=expires, rules=rules),
        expires=expires,
        device=visit.device,
        channel=visit.channel,
        ip=visit.ip,
        user_agent=visit.user_agent[:512],
        client=visit.client[:64],
        state=_ACTIVE,
    )
    opened = session_of(session=session)
    note(
        "authentication:session:opened",
        about=opened.subject,
        at=at,
        session=session,
        principal=principal,
        acting=acting,
        acr=acr.uri,
        factor=factor,
        channel=visit.channel,
        device=visit.device,
    )
    return opened


def take_turn(principal: str, account: str) -> None:
    """Wait for whoever opens or ends sessions of this principal or on this account; lasts until the commit.

    Locks the rows of the principal and of the account's holder, in the order of their names.
    """
    wanted = Q(ref=principal) | (Q(account=account) if account else Q(pk__in=()))
    for ref in models.Principal.objects.filter(wanted).order_by("ref").values_list("ref", flat=True):
        models.Principal.objects.filter(ref=ref).update(state=F("state"))


def _check_admitted(principal: str, account: str, channel: str, at: int) -> None:
    wanted = Q(ref=principal) | (Q(account=account) if account else Q(pk__in=()))
    if models.Principal.objects.filter(wanted).exclude(state=PrincipalState.ACTIVE.value).exists():
        raise MayNotComeInError(principal)
    if account and access_stopped(account=account, channel=channel, at=at):
        raise MayNotComeInError(principal)


@transaction.atomic
def elevate_session(
    *, session: str, acr: Acr, amr: Sequence[str], token_digest: bytes, at: int, factor: str = ""
) -> Session:
    """Write a further proof into a session, and replace its token: the old one is worth nothing from now on.

    A proof weaker than the one it rests on leaves its class and its time as they were.

    Args:
        session: the session's public reference.
        acr: what was proved now.
        amr: RFC 8176 values of it.
        token_digest: the SHA-256 of the new token.
        at: in milliseconds.
        factor: with what.

    Raises:
        SessionOverError: it has ended or run out, or another request raised it at the same time.

    """
    try:
        before = session_of(session=session)
    except NoSessionError as error:
        raise SessionOverError(session) from error
    now = risen(before, acr=acr, amr=amr, factor=factor, at=at)
    changed = _usable(session, at).filter(acr=before.acr.value, auth_time=before.auth_time).update(
        acr=now.acr.value, amr=list(now.amr), auth_time=now.auth_time, factor=now.factor, token_digest=token_digest
    )  # fmt: skip
    if changed != 1:
        raise SessionOverError(session)
    after = session_of(session=session)
    note(
        "authentication:session:elevated",
        about=after.subject,
        at=at,
        session=session,
        principal=after.principal,
        acr=after.acr.uri,
        factor=factor,
    )
    return after


def touch(*, session: Session, at: int, rules: SessionRules = USUAL) -> Session:
    """Say that a session is in use. Written down at most once a minute, and not in the journal: using is no change.

    Raises:
        SessionOverError: it has ended or run out meanwhile.

    """
    if not touch_is_due(session, at=at, rules=rules):
        return session
    until = idle_until(at=at, expires=session.expires, rules=rules)
    if _usable(session.ref, at).update(last_seen=at, idle_until=until) != 1:
        raise SessionOverError(session.ref)
    return session_of(session=session.ref)


@transaction.atomic
def end_session(*, session: str, reason: EndReason, by: str, at: int) -> bool:
    """End one session; False where it had ended already or there is none.

    Args:
        session: its public reference.
        reason: why.
        by: the ref of who ends it.
        at: in milliseconds.

    """
    return bool(_end(Q(ref=session), reason=reason, by=by, at=at))


@transaction.atomic
def end_all(
    *, principal: str, reason: EndReason, at: int, by: str = "", except_: str = "", begun_before: int | None = None
) -> tuple[str, ...]:
    """End every session of somebody, or every other one.

    Call it in the transaction of what calls for it: a removed authenticator, a recovery, a changed password or contact.

    Args:
        principal: whose.
        reason: why.
        at: in milliseconds.
        by: the ref of who ends them; he himself if left out.
        except_: a session that stays, usually the one in which he did it.
        begun_before: only those that began before it, in milliseconds; None for all.

    Returns:
        The public references of the sessions that ended.

    """
    take_turn(principal, "")
    older = Q() if begun_before is None else Q(created__lt=begun_before)
    return _end(Q(principal=principal) & ~Q(ref=except_) & older, reason=reason, by=by or principal, at=at)


@transaction.atomic
def end_account(*, account: str, reason: EndReason, by: str, at: int, channels: Sequence[str] = ()) -> tuple[str, ...]:
    """End every session on an account, the holder's and his delegates', on every channel or on the named ones."""
    for ref in models.Principal.objects.filter(account=account).values_list("ref", flat=True):
        take_turn(ref, "")
    chosen = Q(account=account) | Q(acting=account)
    return _end(chosen & Q(channel__in=channels) if channels else chosen, reason=reason, by=by, at=at)


@transaction.atomic
def end_acting(*, agent: str, account: str, by: str, at: int) -> tuple[str, ...]:
    """End an agent's sessions for one account, since he may no longer act for it (C-23)."""
    return _end(Q(principal=agent, acting=account), reason=EndReason.ACCESS_WITHDRAWN, by=by, at=at)


@transaction.atomic
def end_on_device(*, principal: str, device: str, by: str, at: int) -> tuple[str, ...]:
    """End somebody's sessions on one device; others who use the same device stay signed in (C-08)."""
    take_turn(principal, "")
    return _end(Q(principal=principal, device=device), reason=EndReason.DEVICE_REVOKED, by=by, at=at)


def _end(chosen: Q, *, reason: EndReason, by: str, at: int) -> tuple[str, ...]:
    """End what is chosen, and write one entry for each subject it concerns."""
    rows = models.Session.objects.filter(chosen, state=_ACTIVE).order_by("ref")
    found = list(rows.values_list("ref", "principal", "account", "acting"))
    changes = {"state": _ENDED, "ended": at, "ended_by": by, "ended_reason": reason.value}
    mine = [row for row in found if models.Session.objects.filter(ref=row[0], state=_ACTIVE).update(**changes)]
    ended: dict[tuple[str, str], list[str]] = {}
    for ref, principal, account, acting in mine:
        ended.setdefault((account or acting or principal, principal), []).append(ref)
    for (subject, principal), refs in ended.items():
        note(
            "authentication:session:ended",
            about=subject,
            at=at,
            principal=principal,
            sessions=refs,
            reason=reason.value,
            by=by,
        )
    return tuple(ref for refs in ended.values() for ref in refs)


def _usable(session: str, at: int) -> QuerySet[models.Session]:
    return models.Session.objects.filter(ref=session, state=_ACTIVE, idle_until__gt=at, expires__gt=at)
