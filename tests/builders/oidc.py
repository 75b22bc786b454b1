"""Programs and browsers that speak to the provider through the whole application."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.builders import firms, grants
from tests.builders.firms import RETURN
from tests.builders.oauth import VERIFIER, Program, s256
from tests.builders.web import client

from sekisho.web.operations.clock import now

FORM = "application/x-www-form-urlencoded"


def origin() -> str:
    """Our name."""
    return str(settings.SEKISHO_ORIGINS[0])


def registered(client_id: str, wanted: Mapping[str, Any]) -> Program:
    """A registered program that knows our name."""
    made = grants.program(client_id, wanted)
    made.issuer = origin()
    return made


def founded() -> None:
    """The firm's first two members of staff."""
    firms.founded()


def post(path: str, form: Mapping[str, str], *, proof: str = "", browser: Client | None = None, **headers: str) -> Any:
    """A program's form."""
    more = {"DPoP": proof} if proof else {}
    return (browser or client()).post(
        path, urlencode(form), content_type=FORM, headers={"host": urlsplit(origin()).netloc, **more, **headers}
    )


def nonce() -> str:
    """A nonce as programs learn it."""
    return str(post("/oidc/token", {}).headers["DPoP-Nonce"])


def proof(who: Program, path: str, **changes: Any) -> str:
    """A fresh proof for one of our endpoints."""
    return who.proof(now(), url=origin() + path, **changes)


def token(who: Program, form: Mapping[str, str], **headers: str) -> Any:
    """The token endpoint's answer."""
    return post("/oidc/token", who.form(now(), **form), proof=proof(who, "/oidc/token", nonce=nonce()), **headers)


def machine_token(who: Program, scope: str = "") -> str:
    """An access token of a machine."""
    wanted = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
    return str(token(who, wanted).json()["access_token"])


def asked(who: Program, **changes: str) -> dict[str, str]:
    """The parameters of a request."""
    return grants.asking(who, **changes)


def authorize(browser: Client, who: Program, **changes: str) -> HttpResponse:
    """The browser brings a client's request."""
    answer: HttpResponse = browser.get("/oidc/authorize", asked(who, **changes))
    return answer


def pushed(who: Program, **changes: str) -> str:
    """A pushed request; gives its ``request_uri``."""
    form = {**asked(who, **changes), **who.form(now())}
    return str(post("/oidc/par", form, proof=proof(who, "/oidc/par")).json()["request_uri"])


def parameters(answer: Any) -> dict[str, str]:
    """What an answer brings back to the client."""
    target = answer.headers.get("Location") or answer.headers["Refresh"].partition("url=")[2]
    assert target.startswith(RETURN), target
    return dict(parse_qsl(urlsplit(target).query))


def redeem(who: Program, code: str, **headers: str) -> Any:
    """The token endpoint's answer to a code."""
    wanted = {"grant_type": "authorization_code", "code": code, "redirect_uri": RETURN, "code_verifier": VERIFIER}
    return token(who, wanted, **headers)


def call(who: Program, path: str, access: str, *, method: str = "GET", **changes: Any) -> Any:
    """A call of the API with an access token and its proof."""
    made = proof(who, path, method=method, token=access, **changes)
    headers = {"host": urlsplit(origin()).netloc, "Authorization": f"DPoP {access}", "DPoP": made}
    return client().generic(method, path, headers=headers)


__all__ = ["s256"]
