"""Members of staff at their desks: people of the firm who can sign in, browsers in which they have, and their keys."""

import json
from typing import Any

from django.test import Client
from tests.builders.authenticator import Authority, SoftAuthenticator
from tests.builders.firms import FIRST, SECOND, founded
from tests.builders.passkeys import Browser
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import STAFF, Trust
from sekisho.authentication.types.principals import Principal, PrincipalKind
from sekisho.firms.operations.staff import approve_staff, register_staff
from sekisho.firms.types.permissions import Role
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now

AUTHORITY = Authority()
"""Who certifies the keys that the firm has bought for its staff."""


def employed(name: str, *roles: Role) -> str:
    """A third member of staff with these roles, registered by one founder and approved by the other; his id."""
    register_staff(staff=name, name=name.title(), roles=roles, by=FIRST, at=now())
    approve_staff(staff=name, by=SECOND, at=now())
    return name


def person(staff: str) -> Principal:
    """The one who signs in as this member of staff."""
    try:
        return principal_of(ref=f"staff:{staff}")
    except NobodyError:
        return somebody(PrincipalKind.STAFF, login=f"staff:{staff}", identifier_=staff)


def desk(staff: str = FIRST, *, language: str = "ja", acr: Acr = Acr.PHRH, age: int = 0) -> Client:
    """A browser in which this member of staff has signed in, ``age`` milliseconds ago."""
    browser = client(language=language)
    signed_in(browser, person(staff), acr=acr, age=age)
    return browser


def hardware_key() -> SoftAuthenticator:
    """A security key of the firm's own make."""
    return SoftAuthenticator(form="packed", batch=AUTHORITY.batch(), transports=("usb",), attachment="cross-platform")


class Desk:
    """A member of staff who is signed in, with his key in his hand; needs ``fresh_database``."""

    def __init__(self, staff: str = FIRST, *, language: str = "en") -> None:
        self.staff, self.key = staff, hardware_key()
        self.browser = desk(staff, language=language)
        Browser(authenticator=self.key, at=now() - DAY).register(
            person(staff).ref, profile=STAFF, finishing={"trust": Trust(anchors=(AUTHORITY.root,))}
        )

    def post(self, path: str, body: object) -> Any:
        """Send JSON as ``webauthn.js`` does."""
        return self.browser.post(path, json.dumps(body), content_type="application/json")

    def page(self, path: str) -> str:
        """A page's text."""
        return self.browser.get(path).content.decode()

    def asks(self, kind: str, reference: str, verdict: str = "approve") -> Any:
        """Go on to a decision; the answer leads to its page."""
        return self.browser.post("/staff/decide", {"kind": kind, "reference": reference, "verdict": verdict})

    def signs(self, place: str) -> Any:
        """Sign what the page at ``place`` shows."""
        operation = place.rsplit("/", 1)[-1]
        asked = self.post("/staff/ceremonies/decide/begin", {"operation": operation, "language": "en"}).json()
        response = self.key.get(json.dumps(asked["publicKey"]))
        body = {"operation": operation, "ceremony": asked["ceremony"], "response": response}
        return self.post("/staff/ceremonies/decide/finish", body)

    def decides(self, kind: str, reference: str, verdict: str = "approve") -> Any:
        """Both in one."""
        return self.signs(self.asks(kind, reference, verdict)["Location"])


__all__ = ["AUTHORITY", "FIRST", "SECOND", "Desk", "desk", "employed", "founded", "hardware_key", "person"]
