"""Who may act for whom (C-23). Logins and approvals ask here before a delegate does anything."""

from collections.abc import Mapping

from django.db.models import Max

from sekisho.authentication import models
from sekisho.authentication.rules.delegations import answer
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.delegations import DelegateAnswer, Delegation, DelegationState


def may(*, agent: str, operation: OperationCode, account: str, at: int, yen: int | None = None) -> DelegateAnswer:
    """Whether an agent may do an operation on an account at a moment.

    Args:
        agent: the delegate, ``agent:<id>``.
        operation: what he is about to do; for a mere login ``OperationCode.LOGIN``.
        account: for whom.
        at: in milliseconds.
        yen: how much it is worth; None where that is not known.

    """
    rows = models.Delegation.objects.filter(agent_id=agent, account=account).order_by("-start", "id")
    return answer([value_of(row) for row in rows], operation=operation, yen=yen, at=at)


def accounts_of(*, agent: str, at: int) -> tuple[Delegation, ...]:
    """The delegations that an agent can choose from after his login, by account."""
    rows = models.Delegation.objects.filter(agent_id=agent, state=DelegationState.ACTIVE.value).order_by(
        "account", "id"
    )
    return tuple(each for each in map(value_of, rows) if each.holds(at))


def delegations_of(*, account: str) -> tuple[Delegation, ...]:
    """Every delegation there ever was on an account, the newest first."""
    return tuple(map(value_of, models.Delegation.objects.filter(account=account).order_by("-start", "id")))


def last_acting(*, account: str) -> Mapping[str, int]:
    """When each delegate was last seen acting on an account, in milliseconds, by his ref."""
    rows = models.Session.objects.filter(acting=account).values("principal_id")
    return {str(row["principal_id"]): int(row["latest"]) for row in rows.annotate(latest=Max("last_seen"))}


def value_of(row: models.Delegation) -> Delegation:
    """A row as a value."""
    return Delegation(
        id=row.id,
        agent=row.agent_id,
        account=row.account,
        granted_by=row.granted_by_id,
        name=row.name,
        relation=row.relation,
        operations=frozenset(map(OperationCode, row.operations)),
        limit_yen=row.limit_yen,
        start=row.start,
        until=row.until,
        operation=row.operation,
        state=DelegationState(row.state),
        revoked=row.revoked,
        revoked_by=row.revoked_by,
    )
