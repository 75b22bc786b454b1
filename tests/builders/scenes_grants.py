"""Pages about delegates, programs and services, in the situation in which somebody sees them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from tests.builders.scenes import Scene, a_customer
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication import models
from sekisho.authentication.types.principals import Principal, PrincipalKind
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier


def _delegated(holder: Principal, agent: Principal) -> None:
    at = now()
    models.Delegation.objects.create(
        id=identifier("dg"), agent_id=agent.ref, account=holder.account, granted_by_id=holder.ref, name="H. S.",
        relation="R. T.", operations=["order_place"], limit_yen=500_000, start=at - 1, until=at + DAY,
        operation=identifier("op"), state="active",
    )  # fmt: skip


def _holder(language: str) -> HttpResponse:
    browser, who, _ = a_customer(language)
    _delegated(who, somebody(PrincipalKind.AGENT))
    answer: HttpResponse = browser.get("/delegates")
    return answer


def _delegate(language: str) -> HttpResponse:
    browser, agent = client(language=language), somebody(PrincipalKind.AGENT, language=language)
    _delegated(somebody(), agent)
    signed_in(browser, agent)
    answer: HttpResponse = browser.get("/delegates")
    return answer


def _acting(language: str) -> HttpResponse:
    browser, agent, holder = client(language=language), somebody(PrincipalKind.AGENT), somebody()
    _delegated(holder, agent)
    signed_in(browser, agent, acting=holder.account)
    answer: HttpResponse = browser.get("/delegates")
    return answer


def _consented(language: str) -> HttpResponse:
    browser, who, _ = a_customer(language)
    at = now()
    fields: dict[str, Any] = {"scopes": ["openid", "accounts:read"], "version": "consent@1", "acr": 3, "auth_time": at}
    models.Consent.objects.create(
        id=identifier("cn"), principal_id=who.ref, account=who.account, client_id="123", text="read", language="en",
        session="se_1", given=at, expires=at + DAY, **fields,
    )  # fmt: skip
    answer: HttpResponse = browser.get("/consents")
    return answer


def _empty(path: str) -> Scene:
    return lambda language: a_customer(language, passkeys=1)[0].get(path)


GRANT_SCENES: Mapping[str, Scene] = {
    "delegates, none": _empty("/delegates"),
    "delegates": _holder,
    "delegate, new": _empty("/delegates/new"),
    "delegates, choosing": _delegate,
    "delegates, acting": _acting,
    "api keys, none": _empty("/api-keys"),
    "api keys, new": _empty("/api-keys/new"),
    "consents, none": _empty("/consents"),
    "consents": _consented,
}
