"""Browsers without a browser: requests through the whole application, at the address that the settings name."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.test import Client, RequestFactory

from sekisho.authentication.operations.devices import register_device, use_device
from sekisho.authentication.operations.principals import register_principal
from sekisho.authentication.operations.sessions import open_session
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.devices import FreshDevice
from sekisho.authentication.types.principals import Principal, PrincipalKind, Visit
from sekisho.authentication.types.sessions import Session, token_digest
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import handle, identifier, token
from sekisho.web.types.calls import BROWSER_COOKIE, SESSION_COOKIE, STAFF_COOKIE


def host() -> str:
    """The host of the first origin."""
    return urlsplit(settings.SEKISHO_ORIGINS[0]).netloc


def client(*, language: str = "ja", csrf: bool = False, **headers: str) -> Client:
    """Somebody with a browser; ``csrf`` makes forms need their token, as outside of tests."""
    return Client(enforce_csrf_checks=csrf, HTTP_HOST=host(), HTTP_ACCEPT_LANGUAGE=language, **headers)


def request(path: str = "/", **extra: Any) -> HttpRequest:
    """A request alone, for functions that take one."""
    return RequestFactory().get(path, headers={"host": host(), **extra.pop("headers", {})}, **extra)


def somebody(
    kind: PrincipalKind = PrincipalKind.CUSTOMER, *, login: str = "", language: str = "ja", identifier_: str = ""
) -> Principal:
    """A registered principal."""
    name = identifier_ or identifier("a")
    return register_principal(
        kind=kind, identifier=name, login=login or f"login-{name}", handle=handle(), at=now(), language=language
    )


def signed_in(
    browser: Client,
    principal: Principal | None = None,
    *,
    acr: Acr = Acr.PHR,
    age: int = 0,
    acting: str = "",
) -> Session:
    """Sign somebody in on this browser, ``age`` milliseconds ago."""
    who = principal or somebody()
    browser_token, secret = token(), token()
    fresh = FreshDevice(ref=identifier("dv"), digest=token_digest(browser_token))
    device = register_device(fresh=fresh, at=now() - age)
    visit = Visit(channel="web", device=device, ip="127.0.0.1")
    use_device(principal=who.ref, visit=visit, at=now() - age)
    opened = open_session(
        principal=who.ref, acr=acr, amr=("pop", "user"), visit=visit, token_digest=token_digest(secret),
        session=identifier("se"), at=now() - age, acting=acting,
    )  # fmt: skip
    browser.cookies[BROWSER_COOKIE] = browser_token
    browser.cookies[STAFF_COOKIE if who.kind is PrincipalKind.STAFF else SESSION_COOKIE] = secret
    return opened

