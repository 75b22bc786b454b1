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


def opened(
    principal: Principal, *, acr: Acr = Acr.PHR, age: int = 0, acting: str = "", user_agent: str = ""
) -> tuple[Session, dict[str, str]]:
    """A session that began ``age`` milliseconds ago, and the cookies of its browser."""
    browser_token, secret = token(), token()
    began = now() - age
    fresh = FreshDevice(ref=identifier("dv"), digest=token_digest(browser_token))
    device = register_device(fresh=fresh, at=began)
    visit = Visit(channel="web", device=device, ip="127.0.0.1", user_agent=user_agent)
    use_device(principal=principal.ref, visit=visit, at=began)
    session = open_session(
        principal=principal.ref, acr=acr, amr=("pop", "user"), visit=visit, token_digest=token_digest(secret),
        session=identifier("se"), at=began, acting=acting,
    )  # fmt: skip
    cookie = STAFF_COOKIE if principal.kind is PrincipalKind.STAFF else SESSION_COOKIE
    return session, {BROWSER_COOKIE: browser_token, cookie: secret}


def signed_in(browser: Client, principal: Principal | None = None, **how: Any) -> Session:
    """Sign somebody in on this browser; see ``opened``."""
    session, cookies = opened(principal or somebody(), **how)
    for name, value in cookies.items():
        browser.cookies[name] = value
    return session
