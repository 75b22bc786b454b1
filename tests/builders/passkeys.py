"""People with passkeys, and ceremonies in one call."""

import json
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from tests.builders.authenticator import ORIGIN, SoftAuthenticator

from sekisho.authentication.operations.ceremonies import (
    begin_assertion,
    begin_registration,
    finish_assertion,
    finish_registration,
)
from sekisho.authentication.operations.principals import register_principal
from sekisho.authentication.types.attestation import CUSTOMER
from sekisho.authentication.types.principals import Principal, PrincipalKind, Visit
from sekisho.authentication.types.webauthn import Assertion, Bound, Options, Purpose, RelyingParty
from sekisho.journal.queries.reading import read

AT = 1_793_500_000_000
"""1 November 2026."""
PARTY = RelyingParty(rp_id="localhost", name="関所証券", origins=(ORIGIN,))
VISIT = Visit(channel="web", session="se_1", device="de_1", ip="192.0.2.1", user_agent="Test/1")
_NUMBERS = count(1)


def unique(prefix: str) -> str:
    """A name that no other call gets."""
    return f"{prefix}_{next(_NUMBERS)}"


def minted() -> bytes:
    """A challenge that no other call gets."""
    return b"challenge-" + next(_NUMBERS).to_bytes(22, "big")


def somebody(identifier: str = "a1", *, kind: PrincipalKind = PrincipalKind.CUSTOMER) -> Principal:
    """A registered customer."""
    handle = identifier.encode().ljust(32, b".")
    return register_principal(kind=kind, identifier=identifier, login=f"{identifier}-0012345", handle=handle, at=AT)


@dataclass
class Browser:
    """One browser session with one authenticator; ``at`` moves by hand."""

    authenticator: SoftAuthenticator = field(default_factory=SoftAuthenticator)
    session: str = "se_1"
    at: int = AT
    party: RelyingParty = PARTY
    visit: Visit = VISIT

    def begin_registration(self, principal: str, **more: Any) -> Options:
        asked = {"profile": CUSTOMER, "challenge": minted(), "ceremony": unique("ce"), **more}
        return begin_registration(
            party=self.party, principal=principal, session=self.session, visit=self.visit, at=self.at, **asked
        )

    def finish_registration(self, ceremony: str, response: str, **more: Any) -> Bound:
        given = {"name": "", "authenticator": unique("au"), "session": self.session, "at": self.at, **more}
        return finish_registration(party=self.party, ceremony=ceremony, response=response, visit=self.visit, **given)

    def register(self, principal: str, *, finishing: dict[str, Any] | None = None, **more: Any) -> Bound:
        options = self.begin_registration(principal, **more)
        return self.finish_registration(options.ceremony, self.authenticator.create(options.json), **(finishing or {}))

    def begin_assertion(self, principal: str | None = None, **more: Any) -> Options:
        asked = {
            "purpose": Purpose.LOGIN,
            "operation": None,
            "challenge": minted(),
            "ceremony": unique("ce"),
            "session": self.session,
            **more,
        }
        return begin_assertion(party=self.party, principal=principal, at=self.at, visit=self.visit, **asked)

    def finish_assertion(self, ceremony: str, response: str, **more: Any) -> Assertion:
        given = {"session": self.session, "at": self.at, **more}
        return finish_assertion(party=self.party, ceremony=ceremony, response=response, visit=self.visit, **given)

    def sign_in(
        self, principal: str | None = None, *, finishing: dict[str, Any] | None = None, **more: Any
    ) -> Assertion:
        options = self.begin_assertion(principal, **more)
        return self.finish_assertion(options.ceremony, self.authenticator.get(options.json), **(finishing or {}))

    def elsewhere(self, session: str = "se_2") -> "Browser":
        """The same people in another browser session."""
        return replace(self, session=session, visit=replace(self.visit, session=session))


def told(kind: str) -> list[dict[str, Any]]:
    """What the journal holds of a kind, oldest first: payloads, with ``about`` among them."""
    return [{**json.loads(each.payload), "about": each.about} for each in read() if each.kind == kind]
