"""Decline strong authentication where the policy lets people: read, acknowledged, dated, and ended at will.

The times of the acknowledgements are the server's own: each is a press of its own, kept in a cookie that only we can
sign (C-13). Whoever took his time to write is asked once more who he is, and finds what he wrote.
"""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.authentication.operations.opt_outs import decline, revoke
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.opt_outs import NoOptOutError, opt_out_of, opt_outs_of, terms_offered
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.opt_out import (
    CONTROLS,
    DECLINES,
    LONGEST_NOTE,
    REMINDED_BEFORE,
    Decline,
    OptOut,
    OptOutRefusedError,
    OptOutRequest,
)
from sekisho.authentication.types.policy_terms import OptOutTerms
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.authentication.types.proofs import RefusedError as ConflictError
from sekisho.authentication.types.risk_texts import NEWEST, RISK_TEXTS
from sekisho.kernel.moments import DAY, MINUTE
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.showing import STRONG
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.minting import identifier
from sekisho.web.types.calls import Call

HOLDER = frozenset({PrincipalKind.CUSTOMER})
FRESH = 10 * MINUTE
"""How fresh the proof is that an opt-out rests on, in milliseconds."""
COOKIE = "__Host-sekisho-acknowledged"
_LIFE = 7_200
_OFFERED = tuple(code for code, line in OPERATIONS.items() if line.opt_out)
_CHANGED = Text(
    "お読みになっている間に、当社の決まりが変わりました。新しい内容をお読みになり、もう一度お申し出ください。",
    "Our rules have changed while you were reading. Please read what they say now, and hand it in again.",
)
_FIELDS = ("reason", "note", "alternative", "version", "policy")
_OVER = Text(
    "この辞退は、すでに終わっています。画面を開き直してください。",
    "This has ended already. Please open the page again.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(kinds=HOLDER)
def opt_out(request: HttpRequest) -> HttpResponseBase:
    """GET shows what stands, or what can be declined and what that means; POST declines."""
    call = call_of(request)
    if call.acr < Acr.MFA or call.at - call.living.auth_time > FRESH:
        return _led(request, call)
    if request.method != "POST":
        return _page(request)
    if request.POST.get("policy") != str(_policy(call)):
        return _page(request, status=409, refused=(_CHANGED,))
    try:
        decline(opt_out=identifier("oo"), request=_asked(request), terms=_terms(call), policy=_policy(call), at=call.at)
    except OptOutRefusedError as error:
        return _page(request, status=409, refused=error.texts)
    except ConflictError as error:
        return _page(request, status=409, refused=(error.refused.text,))
    return _forget(HttpResponseRedirect("/opt-out"))


@require_POST
@signed_in(kinds=HOLDER, acr=Acr.MFA)
def acknowledge(request: HttpRequest) -> HttpResponse:
    """One line was read and understood, now."""
    call, name = call_of(request), request.POST.get("name", "")
    ticked = dict(_ticked(request, call))
    if name in RISK_TEXTS[NEWEST].acknowledgements:
        ticked[name] = call.at
    return _kept(HttpResponseRedirect("/opt-out#acknowledge"), call, ticked=ticked, draft=_draft(request, call))


@require_POST
@signed_in(kinds=HOLDER)
def end(request: HttpRequest) -> HttpResponseBase:
    """He wants to be protected again; nothing is asked for that."""
    call = call_of(request)
    try:
        mine = opt_out_of(opt_out=request.POST.get("opt_out", "")[:64]).request.principal == call.signed_in.ref
    except NoOptOutError:
        mine = False
    if not mine or not revoke(opt_out=request.POST["opt_out"], by=call.signed_in.ref, reason="customer", at=call.at):
        return _page(request, status=409, refused=(_OVER,))
    return HttpResponseRedirect("/enrol")


def _led(request: HttpRequest, call: Call) -> HttpResponse:
    """To the confirmation and back, with what was written."""
    response = HttpResponseRedirect("/confirm?next=/opt-out")
    if request.method != "POST":
        return response
    form = request.POST
    draft = {name: form.get(name, "")[:1_000] for name in _FIELDS}
    operations = [code.value for code in _OFFERED if code.value in form.getlist("operation")]
    return _kept(response, call, ticked=_ticked(request, call), draft={**draft, "operation": operations})


def _page(request: HttpRequest, *, status: int = 200, refused: tuple[Text, ...] = ()) -> HttpResponse:
    call = call_of(request)
    records = opt_outs_of(principal=call.signed_in.ref)
    standing = next((each for each in reversed(records) if each.standing(call.at)), None)
    text, ticked = RISK_TEXTS[NEWEST], _ticked(request, call)
    lines = [{"name": name, "text": said, "at": ticked.get(name)} for name, said in text.acknowledgements.items()]
    return screen(
        request, "portal/opt_out.html", status=status, refused=refused, body=text.body, lines=lines,
        ready=all(line["at"] for line in lines), reasons=DECLINES, version=NEWEST,
        record=_shown(standing) if standing else None, policy=_policy(call), longest=LONGEST_NOTE,
        draft=_written(request, call), **_offer(call),
    )  # fmt: skip


def _offer(call: Call) -> dict[str, Any]:
    """What he may decline, on which terms, and with what he would go on instead."""
    held = {each.factor for each in authenticators_of(principal=call.signed_in.ref) if each.active}
    offered = {code: terms for code, terms in _terms(call).items() if terms is not None}
    alternatives = frozenset[FactorCode]().union(*[terms.alternatives for terms in offered.values()])
    controls = frozenset[str]().union(*[terms.controls for terms in offered.values()])
    days = min((terms.valid_days for terms in offered.values()), default=0)
    return {
        "strong": bool(held & STRONG),
        "operations": [{"code": code.value, "label": OPERATIONS[code].label} for code in offered],
        "alternatives": [{"code": each.value, "label": FACTORS[each].label} for each in sorted(alternatives & held)],
        "wanted": [FACTORS[each].label for each in sorted(alternatives)],
        "controls": [CONTROLS[each] for each in sorted(controls)],
        "until": call.at + days * DAY,
    }


def _shown(record: OptOut) -> dict[str, Any]:
    """A record as its owner reads it."""
    asked = record.request
    return {
        "id": record.id,
        "operations": [OPERATIONS[code].label for code in sorted(asked.operations)],
        "reason": DECLINES[asked.reason],
        "note": asked.note,
        "alternative": FACTORS[asked.alternative].label,
        "controls": [CONTROLS[each] for each in sorted(record.controls)],
        "made": record.valid_from,
        "until": record.until,
        "reminders": sorted(record.until - before for before in REMINDED_BEFORE),
        "text": asked.shown,
        "language": asked.language,
    }


def _asked(request: HttpRequest) -> OptOutRequest:
    call, form = call_of(request), request.POST
    reason, alternative = form.get("reason", ""), form.get("alternative", "")
    declined = FactorCode.PASSKEY_SYNCED, FactorCode.PASSKEY_BOUND, FactorCode.SECURITY_KEY
    return OptOutRequest(
        principal=call.signed_in.ref,
        operations=frozenset(code for code in _OFFERED if code.value in form.getlist("operation")),
        declined=frozenset(declined),
        reason=Decline(reason) if reason in set(Decline) else Decline.OTHER,
        note=form.get("note", "").strip()[:1_000],
        risk_version=NEWEST if form.get("version") == str(NEWEST) else 0,
        language=call.language,
        shown=RISK_TEXTS[NEWEST].shown(call.language),
        ticked=_ticked(request, call),
        alternative=FactorCode(alternative) if alternative in set(FactorCode) else FactorCode.PASSWORD,
        evidence=f"session:{call.living.ref}:{call.living.auth_time}:{call.living.factor}",
        channel=call.visit.channel,
    )


def _ticked(request: HttpRequest, call: Call) -> Mapping[str, int]:
    """What this customer acknowledged on this browser of the text that is in force, and when."""
    return dict(_cookie(request, call).get("ticked", {}))


def _written(request: HttpRequest, call: Call) -> Mapping[str, Any]:
    """What he wrote: just now, or before he was asked who he is."""
    if request.method != "POST":
        return _draft(request, call)
    return {**request.POST.dict(), "operation": request.POST.getlist("operation")}


def _draft(request: HttpRequest, call: Call) -> Mapping[str, Any]:
    return dict(_cookie(request, call).get("draft", {}))


def _cookie(request: HttpRequest, call: Call) -> Mapping[str, Any]:
    try:
        kept: Mapping[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), key=_key(), max_age=_LIFE)
    except signing.BadSignature:
        return {}
    return kept if (kept["who"], kept["text"]) == (call.signed_in.ref, NEWEST) else {}


def _kept(response: HttpResponse, call: Call, *, ticked: Mapping[str, int], draft: Mapping[str, Any]) -> HttpResponse:
    kept = {"who": call.signed_in.ref, "text": NEWEST, "ticked": dict(ticked), "draft": dict(draft)}
    value = signing.dumps(kept, key=_key(), compress=True)
    response.set_cookie(COOKIE, value, max_age=_LIFE, path="/", secure=True, httponly=True, samesite="Lax")
    return response


def _terms(call: Call) -> dict[OperationCode, OptOutTerms | None]:
    return terms_offered(
        policy=effective(at=call.at), principal=call.signed_in.ref, operations=_OFFERED, at=call.at
    )  # fmt: skip


def _policy(call: Call) -> int:
    return effective(at=call.at).version


def _forget(response: HttpResponse) -> HttpResponse:
    response.set_cookie(COOKIE, "", max_age=0, path="/", secure=True, httponly=True, samesite="Lax")
    return response


def _key() -> bytes:
    return node_keys().secret("acknowledged:1")
