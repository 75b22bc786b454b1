"""The staff's pages about customers, in the situation in which somebody sees them."""

from collections.abc import Mapping
from functools import partial

from django.http import HttpResponse
from django.test import Client
from tests.builders.console import desk, employed
from tests.builders.recovering import with_codes
from tests.builders.scenes import Scene, stored_passkey
from tests.builders.scenes_staff import a_firm
from tests.builders.web import opened

from sekisho.authentication.queries.recoveries import open_recovery_of
from sekisho.authentication.types.principals import Principal
from sekisho.firms.queries.staff import access_staff_list
from sekisho.firms.types.permissions import Role
from sekisho.web.operations.minting import identifier

LEAD = "yamada"


def _desk(language: str) -> Client:
    a_firm()
    if not any(each.id == LEAD for each in access_staff_list(by="sato")):
        employed(LEAD, Role.SUPPORT_LEAD)
    return desk(LEAD, language=language)


def _customer() -> Principal:
    who, _ = with_codes(identifier("a"))
    stored_passkey(who, "1")
    opened(who)
    return who


def _get(path: str, language: str) -> HttpResponse:
    answer: HttpResponse = _desk(language).get(path)
    return answer


def _nobody(language: str) -> HttpResponse:
    answer: HttpResponse = _desk(language).post("/staff/customers", {"word": "x"})
    return answer


def _seen(language: str) -> HttpResponse:
    answer: HttpResponse = _desk(language).get(f"/staff/customers/{_customer().account}")
    return answer


def _frozen(language: str) -> HttpResponse:
    who, browser = _customer(), _desk(language)
    browser.post(f"/staff/customers/{who.account}/freeze", {"reason": "x"})
    answer: HttpResponse = browser.get(f"/staff/customers/{who.account}?done=frozen")
    return answer


def _recovery(path: str, step: str, language: str) -> HttpResponse:
    """A recovery that this desk opened: just now, shown, proved, listed, or as a letter."""
    who, browser = _customer(), _desk(language)
    made: HttpResponse = browser.post(f"/staff/customers/{who.account}/recovery", {"path": path, "trigger": "lost"})
    if step == "opened":
        return made
    case = open_recovery_of(principal=who.ref)
    assert case is not None
    here = f"/staff/recoveries/{case.id}"
    if step == "letter":
        printed: HttpResponse = browser.post(f"{here}/letter")
        return printed
    if step == "proved":
        browser.post(f"{here}/prove", {"kind": "in_person", "evidence": "17"})
    answer: HttpResponse = browser.get("/staff/recoveries" if step == "list" else here)
    return answer


DESK_SCENES: Mapping[str, Scene] = {
    "staff: find a customer": partial(_get, "/staff/customers"),
    "staff: no such customer": _nobody,
    "staff: a customer": _seen,
    "staff: a frozen customer": _frozen,
    "staff: recoveries": partial(_get, "/staff/recoveries"),
    "staff: recoveries, some": partial(_recovery, "post", "list"),
    "staff: recovery, opened": partial(_recovery, "branch", "opened"),
    "staff: recovery, by post": partial(_recovery, "post", "shown"),
    "staff: recovery, to decide": partial(_recovery, "branch", "proved"),
    "staff: recovery, letter": partial(_recovery, "post", "letter"),
}
