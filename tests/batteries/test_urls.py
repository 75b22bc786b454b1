"""Every address has exactly one guard, is open to somebody, and closed to somebody else.

The table is the URL configuration itself, so a new address is visited without anybody's doing.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.web.operations.guards import guard_of
from sekisho.web.types.guards import Admission, Guard

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
OUTSIDE = {"v1/"}
"""Answers 404 always: ninja's own root."""
FROM_ELSEWHERE = {400, 403, 404, 405, 409, 415, 422}
"""Statuses with which a view that was reached may answer a request without content."""


class Address(NamedTuple):
    """One address and method."""

    route: str
    method: str
    view: Callable[..., Any]

    @property
    def path(self) -> str:
        return "/" + _PARAMETER.sub("x", self.route)

    @property
    def guard(self) -> Guard | None:
        return guard_of(self.view)

    def ask(self, browser: Client, **extra: Any) -> HttpResponse:
        answer: HttpResponse = browser.generic(self.method, self.path, **extra)
        return answer


def addresses() -> Iterator[Address]:
    for route, view in _patterns(get_resolver(), ""):
        inner = _path_view(view)
        if inner is not None:
            for operation in inner.operations:
                yield from (Address(route, method, operation.view_func) for method in operation.methods)
        else:
            yield Address(route, _method(view), view)


def _patterns(resolver: URLResolver, before: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from _patterns(pattern, route)


def _path_view(view: Callable[..., Any]) -> PathView | None:
    cells = (cell.cell_contents for cell in getattr(view, "__closure__", None) or ())
    return next((found for found in cells if isinstance(found, PathView)), None)


def _method(view: Callable[..., Any]) -> str:
    """GET, unless the view takes POST only."""
    cells = (cell.cell_contents for cell in getattr(view, "__closure__", None) or ())
    methods = next((found for found in cells if isinstance(found, list) and "POST" in found), ["GET"])
    return "GET" if "GET" in methods else "POST"


EVERY = [address for address in addresses() if address.route not in OUTSIDE]
IDS = [f"{address.method} /{address.route}" for address in EVERY]


def asked_of(admission: Admission) -> Any:
    chosen = [address for address in EVERY if address.guard is not None and address.guard.admission is admission]
    return pytest.mark.parametrize("address", chosen, ids=[f"{address.method} /{address.route}" for address in chosen])


@pytest.mark.parametrize("address", EVERY, ids=IDS)
def test_an_address_has_a_guard(address: Address) -> None:
    assert address.guard is not None


@asked_of(Admission.PUBLIC)
def test_a_public_address_answers_everybody_and_never_fails(database: str, address: Address) -> None:
    answer = address.ask(client())

    assert answer.status_code < 400 or answer.status_code in FROM_ELSEWHERE | {401, 421}


@asked_of(Admission.SIGNED_IN)
def test_a_private_address_is_closed_to_strangers(database: str, address: Address) -> None:
    answer = address.ask(client())

    if answer.status_code == 302:
        assert re.match(r"/(staff/)?login\b", answer["Location"])
    else:
        assert answer.status_code == 401


@asked_of(Admission.SIGNED_IN)
def test_a_private_address_is_closed_to_others_than_those_it_is_for(database: str, address: Address) -> None:
    assert address.guard is not None
    others = set(PrincipalKind) - address.guard.kinds
    for kind in others:
        browser = client()
        signed_in(browser, somebody(kind), acr=Acr.PHRH)

        answer = address.ask(browser)

        assert answer.status_code in {302, 401, 403}


@asked_of(Admission.SIGNED_IN)
def test_a_private_address_is_open_to_those_it_is_for(database: str, address: Address) -> None:
    assert address.guard is not None
    for kind in address.guard.kinds:
        browser = client()
        signed_in(browser, somebody(kind), acr=Acr.PHRH)

        answer = address.ask(browser)

        assert answer.status_code < 400 or answer.status_code in FROM_ELSEWHERE
        assert not re.match(r"/(staff/)?login\b", answer.headers.get("Location", ""))
        assert b"not_for_you" not in answer.content


@asked_of(Admission.SIGNED_IN)
def test_a_private_address_asks_those_to_confirm_who_signed_in_too_weakly(database: str, address: Address) -> None:
    assert address.guard is not None
    if address.guard.acr <= Acr.PASSWORD:
        return
    browser = client()
    signed_in(browser, somebody(min(address.guard.kinds)), acr=Acr.PASSWORD)

    answer = address.ask(browser)

    assert answer.status_code == 403 or re.match(r"/(staff/)?confirm\b", answer["Location"])


@asked_of(Admission.MACHINE)
def test_an_address_for_programs_is_closed_to_people_and_strangers(database: str, address: Address) -> None:
    browser = client()
    signed_in(browser, acr=Acr.PHRH)

    for asking in (client(), browser):
        assert address.ask(asking).status_code == 401


@asked_of(Admission.MACHINE)
def test_an_address_for_programs_names_its_scope(address: Address) -> None:
    assert address.guard is not None
    assert address.guard.scope
