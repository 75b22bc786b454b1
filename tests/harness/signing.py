"""Somebody who is signed in already, where a journey begins behind the login."""

from urllib.parse import urlsplit

from tests.builders.web import opened
from tests.harness.browser import Person
from tests.harness.node import Node

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.sessions import Session


def sign_in(person: Person, node: Node, principal: Principal, *, acr: Acr = Acr.MFA, age: int = 0) -> Session:
    """Open a session for somebody in this person's browser, as of ``age`` milliseconds ago."""
    agent = str(person.page.evaluate("navigator.userAgent"))
    session, cookies = opened(principal, acr=acr, age=age, user_agent=agent)
    host = urlsplit(node.origin).hostname or ""
    person.context.add_cookies(
        [
            {
                "name": name, "value": value, "domain": host, "path": "/", "secure": True, "httpOnly": True,
                "sameSite": "Lax",
            }
            for name, value in cookies.items()
        ]
    )  # fmt: skip
    return session
