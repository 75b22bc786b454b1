"""Logins on their way, and the history of those that have ended."""

from collections.abc import Callable

from sekisho.authentication import models
from sekisho.authentication.queries.sessions import nowhere
from sekisho.authentication.rules.login import OPEN
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.login import Attempt, LoginRecord, LoginState


def attempt_of(*, attempt: str, browser: str, at: int) -> Attempt | None:
    """A login that can still go on, for the browser session that began it; None for anybody else and for any other."""
    row = models.LoginAttempt.objects.filter(
        id=attempt, browser=browser, state__in=[state.value for state in OPEN], expires__gt=at
    ).first()
    return None if row is None else value_of(row)


def history_of(*, principal: str, limit: int = 100, place: Callable[[str], str] = nowhere) -> tuple[LoginRecord, ...]:
    """Somebody's logins and tries, the newest first (C-22).

    Args:
        principal: whose.
        limit: at most so many.
        place: says where an address is, in words for people.

    """
    rows = models.LoginAttempt.objects.filter(principal=principal, ended__isnull=False).order_by("-started", "-id")
    return tuple(_record(row, place) for row in rows[:limit])


def _record(row: models.LoginAttempt, place: Callable[[str], str]) -> LoginRecord:
    return LoginRecord(
        at=row.ended or row.started,
        outcome=LoginState(row.state),
        reason=row.reason,
        factors=tuple(FactorCode(factor) for factor in row.factors),
        channel=row.channel,
        ip=row.ip,
        place=place(row.ip) if row.ip else "",
        device=row.device,
        user_agent=row.user_agent,
        session=row.session,
    )


def value_of(row: models.LoginAttempt) -> Attempt:
    """A row as a value."""
    return Attempt(
        id=row.id,
        browser=row.browser,
        principal=row.principal_id or "",
        operation=OperationCode(row.operation),
        state=LoginState(row.state),
        acr=Acr(row.acr),
        factors=tuple(FactorCode(factor) for factor in row.factors),
        authenticators=tuple(row.authenticators),
        auth_time=row.auth_time,
        started=row.started,
        expires=row.expires,
        step=row.step,
    )
