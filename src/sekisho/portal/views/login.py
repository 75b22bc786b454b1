"""The way in: a passkey first; a name and a password with a second factor as long as the policy lets them (C-01)."""

import json
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.operations.ceremonies import begin_assertion, finish_assertion
from sekisho.authentication.operations.login import accept_assertion, sign_in
from sekisho.authentication.operations.passwords import verify_password
from sekisho.authentication.operations.scraping import refuse_program
from sekisho.authentication.operations.work import challenge_of
from sekisho.authentication.queries.logins import attempt_of
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.lockouts import USUAL
from sekisho.authentication.types.login import Check
from sekisho.authentication.types.proofs import Proof, Refused
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.authentication.types.webauthn import Purpose
from sekisho.kernel.texts import Text
from sekisho.portal.stepping import as_json, as_page, entrance
from sekisho.web.operations.arrivals import arrival_of, browser_of_login, login_tools, work_key
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.ceremonies import opened, refused, response_in
from sekisho.web.operations.guards import public
from sekisho.web.operations.minting import challenge, chance, identifier, salt
from sekisho.web.operations.next_page import own_page
from sekisho.web.operations.pages import answer
from sekisho.web.operations.resources import password_tools, relying_party
from sekisho.web.types.problems import Problem, RefusedError

_PROGRAM = Problem(
    status=403,
    code="program",
    title=Text("プログラムによる自動ログインは受け付けていません", "Logins by a program are not accepted"),
    detail=Text("", ""),
)
_LONGEST_NAME, _LONGEST_PASSWORD = 128, 1_024


@require_http_methods(["GET", "HEAD", "POST"])
@public
def login(request: HttpRequest) -> HttpResponseBase:
    """GET shows the ways in; POST takes a name and a password."""
    if request.method != "POST":
        onward = own_page(request.GET.get("next", "/"))
        return HttpResponseRedirect(onward) if call_of(request).session else entrance(request, onward=onward)
    arrival = arrival_of(request, solution=request.POST.get("work", "")[:8_192])
    if told := refuse_program(visit=arrival.visit, at=arrival.at):
        raise RefusedError(replace(_PROGRAM, detail=told))
    name = request.POST.get("login", "").strip()[:_LONGEST_NAME]
    step = sign_in(
        tools=login_tools(arrival.at), arrival=arrival, login=name, factor=FactorCode.PASSWORD, check=_check(request)
    )
    return as_page(request, step, onward=own_page(request.POST.get("next", "/")), login=name)


def _check(request: HttpRequest) -> Check:
    typed = request.POST.get("password", "")[:_LONGEST_PASSWORD]
    arrival = arrival_of(request)

    def check(principal: str | None, known_device: bool) -> Proof | Refused:  # noqa: FBT001 - the login's form
        return verify_password(
            tools=password_tools(), principal=principal, password=typed, salt=salt(), known_device=known_device,
            visit=arrival.visit, at=arrival.at,
        )  # fmt: skip

    return check


@require_safe
@public
def work(request: HttpRequest) -> HttpResponse:
    """A challenge for the browser to work on by itself while somebody types; see ``work.js``."""
    wanted = request.GET.get("hashes", "")
    hashes = int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0  # noqa: PLR2004 - digits of ten million
    made = challenge_of(
        key=work_key(), browser=browser_of_login(request),
        hashes=min(max(hashes, USUAL.work_least), USUAL.work_most), chance=chance(), at=call_of(request).at,
    )  # fmt: skip
    return answer(json.loads(made))


@require_POST
@public
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for a passkey: any that this site has on the device, or those of a login that has a name already."""
    call, body = call_of(request), json_object(request)
    browser = browser_of_login(request)
    known = attempt_of(attempt=text_in({"attempt": "", **body}, "attempt", longest=64), browser=browser, at=call.at)
    try:
        options = begin_assertion(
            party=relying_party(), session=browser, principal=(known.principal or None) if known else None,
            purpose=Purpose.LOGIN, operation=None, challenge=challenge(), ceremony=identifier("ce"), at=call.at,
            visit=call.visit,
        )  # fmt: skip
    except WebauthnRefusedError as error:
        raise refused(error) from error
    return opened(options)


@require_POST
@public
def finish(request: HttpRequest) -> HttpResponse:
    """Take the passkey's answer, and say where to go on."""
    body, arrival = json_object(request), arrival_of(request)
    try:
        proved = finish_assertion(
            party=relying_party(), ceremony=text_in(body, "ceremony", longest=64), session=arrival.visit.session,
            response=response_in(body), visit=arrival.visit, at=arrival.at,
        )  # fmt: skip
    except WebauthnRefusedError as error:
        raise refused(error) from error
    attempt = text_in({"attempt": "", **body}, "attempt", longest=64)
    step = accept_assertion(tools=login_tools(arrival.at), arrival=arrival, assertion=proved, attempt=attempt)
    return as_json(request, step, onward=own_page(text_in({"next": "/", **body}, "next")))
