"""Somebody who lost his phone, and what he has left."""

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.notices import HOUSE
from tests.builders.web import client, somebody

from sekisho.authentication.operations.recoveries import agree, give_proof
from sekisho.authentication.operations.recovery_codes import print_codes
from sekisho.authentication.queries.recoveries import open_recovery_of
from sekisho.authentication.types.principals import Principal, Visit
from sekisho.authentication.types.recovery import Path, ProofKind, RecoveryCase, Trigger
from sekisho.kernel.moments import DAY
from sekisho.notices.operations.contacts import add_contact, verify_contact
from sekisho.notices.types.channels import ContactKind
from sekisho.portal.recovering import COOKIE
from sekisho.web.operations.clock import now
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.recovering import open_on_proof, pass_to
from sekisho.web.operations.resources import safe
from sekisho.web.rules.passes import contact_code_of


def with_codes(name: str = "a-1", *, language: str = "en") -> tuple[Principal, tuple[str, ...]]:
    """A customer with a proven mail address and ten saved codes."""
    who = somebody(identifier_=name, language=language)
    at = now() - DAY
    contact = f"ct-{name}"
    add_contact(
        contact=contact, subject=name, kind=ContactKind.EMAIL, address=f"{name}@example.jp", by="x", safe=safe(), at=at
    )  # fmt: skip
    verify_contact(contact=contact, house=HOUSE, at=at)
    printed = print_codes(
        principal=who.ref, authenticator=f"au-{name}", random=[bytes([n]) * 10 for n in range(10)],
        key=node_keys().secret("recovery-codes:1"), stop_enrol=None, visit=Visit(), at=at,
    )  # fmt: skip
    return who, printed.codes


def begun(who: Principal, code: str, *, language: str = "en") -> tuple[Client, HttpResponse]:
    """He begins a recovery on a new device."""
    browser = client(language=language)
    answer: HttpResponse = browser.post("/recovery/code", {"login": who.login, "code": code, "trigger": "stolen"})
    return browser, answer


def case_of(who: Principal) -> RecoveryCase:
    """His recovery."""
    found = open_recovery_of(principal=who.ref)
    assert found is not None
    return found


def digits_for(case: RecoveryCase, contact: str) -> str:
    """What comes to a contact now."""
    return contact_code_of(node_keys().secret("recovery:1"), case.id, contact, at=now())


def granted_to(who: Principal, *, language: str = "en") -> tuple[Client, RecoveryCase]:
    """A recovery begun five days ago, to which staff and time have said yes; and his browser."""
    begin = now() - 5 * DAY
    case = open_on_proof(
        principal=who.ref, path=Path.SAVED_CODE, trigger=Trigger.LOST, kind=ProofKind.SAVED_CODE, evidence="au",
        visit=Visit(), at=begin,
    )  # fmt: skip
    give_proof(case=case.id, kind=ProofKind.CONTACT_CODE, by=who.ref, evidence="ct", at=begin)
    give_proof(case=case.id, kind=ProofKind.CALL_BACK, by="staff:sato", evidence="call-1", at=begin)
    agree(case=case.id, staff="staff:sato", at=now())
    agreed = agree(case=case.id, staff="staff:suzuki", at=now())
    browser = client(language=language)
    browser.cookies[COOKIE] = f"{case.id}.{pass_to(case.id)}"
    return browser, agreed


def authenticator() -> SoftAuthenticator:
    """A new device."""
    return SoftAuthenticator(origin=settings.SEKISHO_ORIGINS[0])
