"""Every page of the staff, in the situation in which somebody sees it: name → how to come there."""

from collections.abc import Callable, Mapping
from functools import partial

from django.http import HttpResponse
from django.test import Client
from tests.builders.console import FIRST, SECOND, desk, employed
from tests.builders.firms import terms
from tests.builders.web import client

from sekisho.firms.operations.clients import register_client
from sekisho.firms.operations.invitations import decide_invitation, propose_invitation
from sekisho.firms.operations.staff import found_staff, register_staff, suspend_staff
from sekisho.firms.queries.staff import access_staff_list
from sekisho.firms.types.clients import ClientKind
from sekisho.firms.types.faults import NotAllowedError
from sekisho.firms.types.permissions import Role
from sekisho.kernel.texts import Text
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier

Scene = Callable[[str], HttpResponse]
ITO = "/staff/people/ito"


def a_firm() -> None:
    """A firm with its founders, whose names read the same in both languages."""
    try:
        access_staff_list(by=FIRST)
    except NotAllowedError:
        found_staff(founders=[(FIRST, "Sato"), (SECOND, "Suzuki")], at=now())


def _has(name: str) -> bool:
    return any(each.id == name for each in access_staff_list(by=FIRST))


def _get(path: str, language: str) -> HttpResponse:
    a_firm()
    answer: HttpResponse = desk(SECOND, language=language).get(path)
    return answer


def _stranger(path: str, language: str) -> HttpResponse:
    answer: HttpResponse = client(language=language).get(path)
    return answer


def _newcomer(language: str) -> HttpResponse:
    a_firm()
    name = "abe" if _has("abe") else employed("abe", Role.SUPPORT_DESK)
    answer: HttpResponse = desk(name, language=language).get("/staff/")
    return answer


def _lacking(language: str) -> HttpResponse:
    _newcomer(language)
    answer: HttpResponse = desk("abe", language=language).get("/staff/journal")
    return answer


def _proposed(language: str) -> Client:
    """The other founder's desk, with a colleague who waits for him."""
    a_firm()
    if not _has("kato"):
        register_staff(staff="kato", name="Kato", roles=[Role.AUDITOR], by=FIRST, at=now())
    return desk(SECOND, language=language)


def _person(language: str) -> HttpResponse:
    answer: HttpResponse = _proposed(language).get("/staff/people/kato")
    return answer


def _decide(language: str) -> HttpResponse:
    browser = _proposed(language)
    place = browser.post("/staff/decide", {"kind": "staff", "reference": "kato", "verdict": "approve"})["Location"]
    answer: HttpResponse = browser.get(place)
    return answer


def _put_off(language: str) -> HttpResponse:
    browser = _proposed(language)
    place = browser.post("/staff/decide", {"kind": "staff", "reference": "kato", "verdict": "reject"})["Location"]
    browser.post(f"{place}/cancel")
    answer: HttpResponse = browser.get(place)
    return answer


def _code(language: str) -> HttpResponse:
    a_firm()
    if not _has("ito"):
        employed("ito", Role.AUDITOR)
        propose_invitation(invitation="iv_1", staff="ito", by=FIRST, at=now())
        decide_invitation(staff="ito", approve=True, by=SECOND, at=now())
    answer: HttpResponse = desk(SECOND, language=language).post(f"{ITO}/code")
    return answer


def _stopped(language: str) -> HttpResponse:
    a_firm()
    if not _has("mori"):
        suspend_staff(staff=employed("mori", Role.AUDITOR), by=FIRST, reason="test", at=now())
    answer: HttpResponse = desk(SECOND, language=language).get("/staff/people/mori")
    return answer


def _client(path: str, language: str) -> HttpResponse:
    a_firm()
    name = identifier("cl")
    register_client(
        client_id=name, terms=terms(kind=ClientKind.NATIVE, name=Text("Sample", "Sample")), by=FIRST, at=now()
    )
    answer: HttpResponse = desk(SECOND, language=language).get(path.format(name))
    return answer


def _mistyped(language: str) -> HttpResponse:
    a_firm()
    answer: HttpResponse = desk(FIRST, language=language).post("/staff/clients/new", {"name_en": "x"})
    return answer


def _mistyped_person(language: str) -> HttpResponse:
    a_firm()
    answer: HttpResponse = desk(FIRST, language=language).post("/staff/people/new", {"staff": "-", "name": "x"})
    return answer


def _logged_out(language: str) -> HttpResponse:
    answer: HttpResponse = client(language=language).post("/staff/logout")
    return answer


STAFF_SCENES: Mapping[str, Scene] = {
    "staff: login": partial(_stranger, "/staff/login"),
    "staff: login after enrolment": partial(_stranger, "/staff/login?enrolled=1"),
    "staff: enrol": partial(_stranger, "/staff/enrol"),
    "staff: logged out": _logged_out,
    "staff: home": partial(_get, "/staff/"),
    "staff: home without anything to approve": _newcomer,
    "staff: permission lacking": _lacking,
    "staff: nowhere": partial(_get, "/staff/people/nobody"),
    "staff: confirm": partial(_get, "/staff/confirm"),
    "staff: me": partial(_get, "/staff/me"),
    "staff: add a key": partial(_get, "/staff/me/key"),
    "staff: people": partial(_get, "/staff/people"),
    "staff: propose a person": partial(_get, "/staff/people/new"),
    "staff: propose a person, mistyped": _mistyped_person,
    "staff: a person who waits": _person,
    "staff: a person with a code": _code,
    "staff: a person who was stopped": _stopped,
    "staff: decide": _decide,
    "staff: decide, put off": _put_off,
    "staff: clients": partial(_client, "/staff/clients"),
    "staff: a client": partial(_client, "/staff/clients/{}"),
    "staff: propose a client": partial(_get, "/staff/clients/new"),
    "staff: propose a client, mistyped": _mistyped,
    "staff: journal": partial(_get, "/staff/journal"),
}
