"""Grants, consents and API keys, as the customer lists them and as tokens rest on them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from sekisho.authentication import models
from sekisho.authentication.queries.delegations import may
from sekisho.authentication.queries.freezes import access_stopped
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.grants.tokens import (
    AccountConsent,
    ApiKey,
    Consent,
    Grant,
    GrantEnd,
    GrantKind,
    GrantState,
)
from sekisho.authentication.types.principals import PrincipalState
from sekisho.firms.queries.clients import client_name
from sekisho.firms.types.clients import OrderLimits
from sekisho.firms.types.scopes import SCOPES, Holder, Scope

_LOGIN = OperationCode.LOGIN


def grants_of(*, principal: str, at: int) -> tuple[Grant, ...]:
    """What somebody has allowed and what still counts, the newest first."""
    rows = models.Grant.objects.filter(principal_id=principal, state=GrantState.ACTIVE.value, expires__gt=at)
    return tuple(grant_value(row) for row in rows.order_by("-created", "id"))


def api_keys_of(*, principal: str) -> tuple[ApiKey, ...]:
    """Somebody's API keys, ended ones included, the newest first (C-24)."""
    rows = models.ApiKey.objects.filter(grant__principal_id=principal).select_related("grant")
    return tuple(key_value(row) for row in rows.order_by("-grant__created", "id"))


def proposed_key(*, operation: str) -> Mapping[str, object]:
    """The public key that an operation is about; empty where it is about none."""
    row = models.ProposedKey.objects.filter(operation=operation).first()
    return dict(row.jwk) if row else {}


def last_taken(*, principal: str) -> Mapping[str, int]:
    """When each client last took a token that somebody had allowed it, in milliseconds, by the client's id."""
    rows = models.AccessToken.objects.filter(grant__principal_id=principal).values("client_id")
    return {str(row["client_id"]): int(row["latest"]) for row in rows.annotate(latest=Max("issued"))}


def consents_of(*, principal: str) -> tuple[AccountConsent, ...]:
    """The services that somebody has let in, ended ones included, the newest first (C-25)."""
    rows = models.Consent.objects.filter(principal_id=principal).order_by("-given", "id")
    return tuple(AccountConsent(consent_value(row), client_name(client_id=row.client_id)) for row in rows)


def standing_consent(*, principal: str, client_id: str, scopes: frozenset[Scope], at: int) -> Consent | None:
    """The consent that covers a request; None where the customer has to be asked."""
    row = models.Consent.objects.filter(
        principal_id=principal, client_id=client_id, ended__isnull=True, expires__gt=at
    ).first()
    return consent_value(row) if row is not None and scopes <= set(map(Scope, row.scopes)) else None


def grant_counts(grant: Grant, *, at: int) -> bool:
    """Whether tokens of a grant count at this moment: it stands, nobody is barred, and no freeze is in its way.

    Asked at every use, so that a freeze or a revocation counts at once.
    """
    if grant.state is not GrantState.ACTIVE or at >= grant.expires:
        return False
    if grant.delegated and not may(agent=grant.principal, operation=_LOGIN, account=grant.account, at=at).allowed:
        return False
    people = models.Principal.objects.filter(ref__in={grant.principal, f"customer:{grant.account}"})
    if people.exclude(state=PrincipalState.ACTIVE.value).exists():
        return False
    return not access_stopped(account=grant.account, channel=_channel(grant), at=at)


def _channel(grant: Grant) -> str:
    """A grant for a mere login is stopped as the website is; one that reads or orders as machines are."""
    reads = any(SCOPES[scope].holder is Holder.CUSTOMER for scope in grant.scopes)
    return "api" if reads or grant.kind is GrantKind.KEY else "web"


def grant_value(row: models.Grant) -> Grant:
    """A row as a value."""
    return Grant(
        id=row.id,
        kind=GrantKind(row.kind),
        client_id=row.client_id,
        principal=row.principal_id,
        account=row.account,
        session=row.session,
        scopes=frozenset(map(Scope, row.scopes)),
        details=tuple(row.details),
        limits=limits_value(row.limits),
        acr=Acr(row.acr),
        amr=tuple(row.amr),
        auth_time=row.auth_time,
        key=row.key,
        offline=row.offline,
        created=row.created,
        expires=row.expires,
        state=GrantState(row.state),
        ended_reason=GrantEnd(row.ended_reason) if row.ended_reason else None,
    )


def limits_value(stored: Mapping[str, Any] | None) -> OrderLimits | None:
    """Limits as they are kept; ``limits_row`` writes them."""
    if stored is None:
        return None
    return OrderLimits(
        per_order_yen=stored["per_order_yen"],
        per_day_yen=stored["per_day_yen"],
        symbols=tuple(stored["symbols"]),
        markets=tuple(stored["markets"]),
    )


def limits_row(limits: OrderLimits | None) -> dict[str, object] | None:
    """Limits as they are kept."""
    if limits is None:
        return None
    return {
        "per_order_yen": limits.per_order_yen,
        "per_day_yen": limits.per_day_yen,
        "symbols": list(limits.symbols),
        "markets": list(limits.markets),
    }


def key_value(row: models.ApiKey) -> ApiKey:
    """A row as a value."""
    return ApiKey(
        id=row.id,
        grant=grant_value(row.grant),
        name=row.name,
        jwk=row.jwk,
        operation=row.operation,
        last_used=row.last_used,
    )


def consent_value(row: models.Consent) -> Consent:
    """A row as a value."""
    return Consent(
        id=row.id,
        principal=row.principal_id,
        account=row.account,
        client_id=row.client_id,
        scopes=frozenset(map(Scope, row.scopes)),
        text=row.text,
        language=row.language,
        acr=Acr(row.acr),
        given=row.given,
        expires=row.expires,
        ended=row.ended,
    )
