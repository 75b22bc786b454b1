"""Who is signed in where."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery

from sekisho.authentication import models
from sekisho.authentication.queries.delegations import may
from sekisho.authentication.queries.freezes import access_stopped
from sekisho.authentication.queries.prepared import Prepared
from sekisho.authentication.queries.principals import value_of as principal_value
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.sessions import EndReason, Session, SessionState


class NoSessionError(LookupError):
    """There is no such session."""


class Bearer(NamedTuple):
    """Who comes with a session's token, and on which device; empty for a browser on which nobody signed in yet."""

    session: Session
    principal: Principal
    device: str


def nowhere(_: str) -> str:
    """For those who do not ask where an address is."""
    return ""


_LOGIN = OperationCode.LOGIN
_FROZEN = Exists(models.Freeze.objects.filter(account__in=(OuterRef("account"), OuterRef("acting"))))
"""Whether the account ever had a freeze; most never had, and need not be asked about it again."""
_BY_TOKEN: Prepared[Any] = Prepared(
    lambda slot: (
        models.Session.objects.select_related("principal")
        .filter(
            token_digest=slot("digest"), state=SessionState.ACTIVE.value, idle_until__gt=slot("at"),
            expires__gt=slot("at"),
        )
        .annotate(
            barred=_FROZEN, used_on=Subquery(models.Device.objects.filter(token_digest=slot("browser")).values("ref"))
        )
    )
)  # fmt: skip


def bearer_by_token(*, token_digest: bytes, browser_digest: bytes, at: int) -> Bearer | None:
    """Who comes with a token, if its session may be used now: not ended, not run out, and nothing in its way.

    Freezes are asked for each time, and so is whether a delegate still is one: a session which was beginning while the
    account was frozen or the delegation taken back is dead too, and nobody acts on after the day that was signed.

    Args:
        token_digest: of the session's cookie.
        browser_digest: of the browser's cookie.
        at: in milliseconds.

    """
    row = _BY_TOKEN.first(digest=token_digest, browser=browser_digest, at=at)
    if row is None:
        return None
    account = row.account or row.acting
    if account and row.barred and access_stopped(account=account, channel=row.channel, at=at):
        return None
    if row.acting and not may(agent=row.principal_id, operation=_LOGIN, account=row.acting, at=at).allowed:
        return None
    return Bearer(session=value_of(row), principal=principal_value(row.principal), device=row.used_on or "")


def session_of(*, session: str) -> Session:
    """One session by its public reference, whatever its state.

    Raises:
        NoSessionError: there is none of that name.

    """
    row = models.Session.objects.filter(ref=session).first()
    if row is None:
        raise NoSessionError(session)
    return value_of(row)


def sessions_of(*, principal: str, at: int, place: Callable[[str], str] = nowhere) -> tuple[Session, ...]:
    """Where somebody is signed in now, the latest first (C-22).

    Args:
        principal: whose sessions.
        at: in milliseconds.
        place: says where an address is, in words for people.

    """
    found = models.Session.objects.filter(
        principal=principal, state=SessionState.ACTIVE.value, idle_until__gt=at, expires__gt=at
    )
    return tuple(value_of(row, place) for row in found.order_by("-last_seen", "ref"))


def history_of(*, principal: str, limit: int = 100, place: Callable[[str], str] = nowhere) -> tuple[Session, ...]:
    """The latest sessions of somebody, ended ones included, the newest first; see ``sessions_of``."""
    found = models.Session.objects.filter(principal=principal).order_by("-created", "ref")
    return tuple(value_of(row, place) for row in found[:limit])


def acting_for(*, account: str, at: int) -> tuple[Session, ...]:
    """Sessions of agents who act for an account now, the latest first (C-23)."""
    found = models.Session.objects.filter(
        acting=account, state=SessionState.ACTIVE.value, idle_until__gt=at, expires__gt=at
    )
    return tuple(value_of(row) for row in found.order_by("-last_seen", "ref"))


def value_of(row: models.Session, place: Callable[[str], str] = nowhere) -> Session:
    """A row as a value."""
    return Session(
        ref=row.ref,
        principal=row.principal_id,
        account=row.account,
        acting=row.acting,
        acr=Acr(row.acr),
        amr=tuple(row.amr),
        auth_time=row.auth_time,
        created=row.created,
        last_seen=row.last_seen,
        idle_until=row.idle_until,
        expires=row.expires,
        device=row.device,
        channel=row.channel,
        ip=row.ip,
        user_agent=row.user_agent,
        place=place(row.ip) if row.ip else "",
        client=row.client,
        factor=row.factor,
        state=SessionState(row.state),
        ended=row.ended,
        ended_reason=EndReason(row.ended_reason) if row.ended_reason else None,
    )
