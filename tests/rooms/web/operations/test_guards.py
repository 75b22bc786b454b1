import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from tests.builders.web import client, request, signed_in, somebody

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.kernel.moments import MINUTE
from sekisho.web.operations import guards
from sekisho.web.operations.calls import call_of
from sekisho.web.types.calls import BROWSER_COOKIE, SESSION_COOKIE, STAFF_COOKIE
from sekisho.web.types.guards import Admission
from sekisho.web.types.problems import RefusedError


def page(asked: HttpRequest) -> HttpResponse:
    return HttpResponse(call_of(asked).signed_in.ref)


def asked_by(browser: Any, path: str = "/page?x=1", **extra: Any) -> HttpRequest:
    asked = request(path, **extra)
    asked.COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}
    return asked


def test_nobody_is_led_to_the_login_page_and_back(database: str) -> None:
    answer = guards.signed_in()(page)(request("/page?x=1"))

    assert answer.status_code == 302
    place = urlsplit(answer["Location"])
    assert (place.path, parse_qs(place.query)) == ("/login", {"next": ["/page?x=1"]})


def test_staff_pages_have_a_login_and_a_cookie_of_their_own(database: str) -> None:
    browser = client()
    member = somebody(PrincipalKind.STAFF)
    signed_in(browser, member, acr=Acr.PHRH)
    guarded = guards.signed_in(kinds=guards.STAFF, acr=Acr.PHRH)(page)

    assert guarded(asked_by(browser, "/staff/page")).content.decode() == member.ref
    assert guarded(request("/staff/page"))["Location"].startswith("/staff/login?")
    assert guarded(asked_by(browser, "/page"))["Location"].startswith("/login?")  # that cookie counts there only
    assert STAFF_COOKIE in browser.cookies
    assert SESSION_COOKIE not in browser.cookies


def test_a_customer_may_not_see_what_is_for_staff(database: str) -> None:
    browser = client()
    signed_in(browser)
    guarded = guards.signed_in(kinds=guards.STAFF)(page)

    with pytest.raises(RefusedError) as refused:
        guarded(asked_by(browser))

    assert refused.value.problem.status == 403


def test_a_weak_or_old_sign_in_has_to_be_confirmed(database: str) -> None:
    weak, old, good = client(), client(), client()
    signed_in(weak, acr=Acr.MFA)
    signed_in(old, acr=Acr.PHR, age=6 * MINUTE)
    session = signed_in(good, acr=Acr.PHRH, age=4 * MINUTE)
    guarded = guards.signed_in(acr=Acr.PHR, within=5 * MINUTE)(page)

    assert guarded(asked_by(weak))["Location"].startswith("/confirm?next=")
    assert guarded(asked_by(old))["Location"].startswith("/confirm?next=")
    assert guarded(asked_by(good)).content.decode() == session.principal


@pytest.mark.parametrize(("signed", "status", "code"), [
    ("", 401, "not_signed_in"), ("in", 403, "insufficient_user_authentication"),
])  # fmt: skip
def test_a_script_is_told_what_is_missing(database: str, signed: str, status: int, code: str) -> None:
    browser = client()
    if signed:
        signed_in(browser, acr=Acr.MFA)
    asked = asked_by(browser, headers={"accept": "application/json"})

    with pytest.raises(RefusedError) as refused:
        guards.signed_in(acr=Acr.PHR)(page)(asked)

    assert (refused.value.problem.status, refused.value.problem.code) == (status, code)
    assert refused.value.problem.steps


def test_a_session_does_not_move_to_another_browser(database: str) -> None:
    """E-07: the token alone, without the browser's own cookie, ends the session."""
    browser = client()
    signed_in(browser)
    stolen = asked_by(browser)
    stolen.COOKIES.pop(BROWSER_COOKIE)

    assert guards.signed_in()(page)(stolen).status_code == 302
    assert guards.signed_in()(page)(asked_by(browser)).status_code == 302  # it was ended for both


def test_a_view_has_exactly_one_guard() -> None:
    assert guards.guard_of(page) is None
    public, private = guards.public(lambda _: HttpResponse()), guards.signed_in()(page)

    assert guards.guard_of(public).admission is Admission.PUBLIC
    assert guards.guard_of(private).kinds == guards.CUSTOMERS
    for twice in (guards.public, guards.signed_in(), guards.machine("scope")):
        with pytest.raises(guards.TwoGuardsError):
            twice(private)


def caller(asked: HttpRequest, scope: str) -> str:
    return f"{asked.path} with {scope}"


def test_a_program_is_known_by_the_function_that_the_settings_name(settings: Any) -> None:
    settings.CALLER_OF = f"{__name__}.caller"
    view = guards.machine("operations:write")(lambda asked: HttpResponse(json.dumps(guards.caller_of(asked))))

    assert json.loads(view(request("/v1/operations")).content) == "/v1/operations with operations:write"
    assert guards.guard_of(view).scope == "operations:write"
