"""End grants, and with them every token that came from them: at once, on every channel."""

from django.db import transaction
from django.db.models import Q

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.types.grants.tokens import GrantEnd, GrantState

_ACTIVE, _ENDED = GrantState.ACTIVE.value, GrantState.ENDED.value


def end_grant(*, grant: str, reason: GrantEnd, by: str, at: int) -> bool:
    """End one grant; False where it had ended already.

    Args:
        grant: its id.
        reason: why.
        by: the ref of who ends it, or ``client:<id>``.
        at: in milliseconds.

    """
    return bool(end_where(Q(id=grant), reason=reason, by=by, at=at))


def end_account(*, account: str, reason: GrantEnd, by: str, at: int) -> tuple[str, ...]:
    """End every grant on an account, API keys included: the kill switch, or a recovery (C-19)."""
    return end_where(Q(account=account), reason=reason, by=by, at=at)


def end_agent(*, agent: str, account: str, by: str, at: int) -> tuple[str, ...]:
    """End what a delegate allowed on an account, since he may no longer act for it."""
    return end_where(Q(principal_id=agent, account=account), reason=GrantEnd.REVOKED, by=by, at=at)


def end_client(*, client_id: str, by: str, at: int) -> tuple[str, ...]:
    """End everything a client was ever allowed, since it was closed."""
    return end_where(Q(client_id=client_id), reason=GrantEnd.STAFF, by=by, at=at)


def end_where(chosen: Q, *, reason: GrantEnd, by: str, at: int) -> tuple[str, ...]:
    """End the chosen grants that still stand, each by a conditional update and with an entry of its own.

    Returns:
        The ids of those that ended.

    """
    ended: list[str] = []
    with transaction.atomic():
        rows = models.Grant.objects.filter(chosen, state=_ACTIVE).order_by("id")
        told = list(rows.values_list("id", "account", "principal_id", "client_id"))
        standing = models.Grant.objects.filter(state=_ACTIVE)
        changed = [
            line
            for line in told
            if standing.filter(id=line[0]).update(state=_ENDED, ended=at, ended_by=by, ended_reason=reason.value)
        ]
        for grant, account, principal, client_id in changed:
            note(
                "authentication:grant:ended", about=account, at=at, grant=grant, principal=principal,
                client=client_id, reason=reason.value, by=by,
            )  # fmt: skip
            ended.append(grant)
    return tuple(ended)
