"""Opt-outs by telephone and at a branch: read aloud, taken down, decided by somebody else (C-13)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.authentication.operations.opt_out_proposals import propose
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.opt_out_proposals import proposals_waiting
from sekisho.authentication.types.catalogue import OPERATIONS
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.opt_out import (
    CONTROLS,
    DECLINES,
    LONGEST_NOTE,
    Decline,
    OptOutRefusedError,
    OptOutRequest,
)
from sekisho.authentication.types.opt_out_proposals import OptOutProposal, Proposed
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.proofs import RefusedError as ConflictError
from sekisho.authentication.types.risk_texts import NEWEST, RISK_TEXTS
from sekisho.console.deciding_rollout import CHANNELS, OFFERED, OPT_OUT, proposal_named, terms_of
from sekisho.console.faults import told
from sekisho.console.guarding import actor_of, member_of, staff
from sekisho.console.matters import DECIDED
from sekisho.console.menu import screen
from sekisho.console.views.customers import customer_of
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.minting import identifier

STATES = {
    Proposed.WAITING: Text("承認待ち", "Waits"),
    Proposed.APPROVED: Text("記録済み", "Recorded"),
    Proposed.REFUSED: Text("却下", "Refused"),
}
_DECLINED = frozenset({FactorCode.PASSKEY_SYNCED, FactorCode.PASSKEY_BOUND, FactorCode.SECURITY_KEY})
_LONGEST = 100


@require_safe
@staff(Permission.CUSTOMER_READ)
def queue(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first."""
    by = f"staff:{actor_of(request)}"
    lines = [{**_line(each), "mine": each.request.staff == by} for each in proposals_waiting()]
    return screen(request, "console/opt_outs.html", proposals=lines)


@require_safe
@staff(Permission.CUSTOMER_READ)
def proposal(request: HttpRequest, name: str) -> HttpResponse:
    """One of them."""
    with told(back="/staff/opt-outs"):
        found = proposal_named(name)
    by, member = actor_of(request), member_of(request)
    return screen(
        request, "console/opt_out.html", proposal=found, line=_line(found), matter=OPT_OUT,
        done=DECIDED.get(request.GET.get("done", "")),
        ticked=[{"text": RISK_TEXTS[found.request.risk_version].acknowledgements[each], "at": at}
                for each, at in sorted(found.request.ticked.items())],
        may_sign=found.state is Proposed.WAITING and found.request.staff != f"staff:{by}"
        and member.may(Permission.OPT_OUT_APPROVE),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.OPT_OUT_RECORD)
def new(request: HttpRequest, account: str) -> HttpResponseBase:
    """GET shows what is to be read aloud; POST takes down what the customer said."""
    call, who = call_of(request), customer_of(account)
    if request.method != "POST":
        return _form(request, who)
    name = identifier("op")
    try:
        propose(proposal=name, request=_taken(request, who), terms=terms_of(who.ref, call.at), at=call.at)
    except OptOutRefusedError as error:
        return _form(request, who, refused=error.texts)
    except ConflictError as error:
        return _form(request, who, refused=(error.refused.text,))
    return HttpResponseRedirect(f"/staff/opt-outs/{name}?done=proposed")


def _taken(request: HttpRequest, who: Principal) -> OptOutRequest:
    call, form = call_of(request), request.POST
    reason, alternative = form.get("reason", ""), form.get("alternative", "")
    language = who.language if who.language in {"ja", "en"} else "ja"
    return OptOutRequest(
        principal=who.ref,
        operations=frozenset(code for code in OFFERED if code.value in form.getlist("operation")),
        declined=_DECLINED,
        reason=Decline(reason) if reason in set(Decline) else Decline.OTHER,
        note=form.get("note", "").strip()[:1_000],
        risk_version=NEWEST,
        language=language,
        shown=RISK_TEXTS[NEWEST].shown(language),
        ticked={each: call.at for each in RISK_TEXTS[NEWEST].acknowledgements if each in form.getlist("ticked")},
        alternative=FactorCode(alternative) if alternative in set(FactorCode) else FactorCode.PASSWORD,
        evidence=" ".join(form.get("evidence", "").split())[:_LONGEST],
        channel=form.get("channel", "") if form.get("channel") in CHANNELS else "phone",
        staff=f"staff:{actor_of(request)}",
    )


def _form(request: HttpRequest, who: Principal, *, refused: tuple[Text, ...] = ()) -> HttpResponse:
    at, text = call_of(request).at, RISK_TEXTS[NEWEST]
    offered = {code: terms for code, terms in terms_of(who.ref, at).items() if terms is not None}
    wanted = frozenset[FactorCode]().union(*[terms.alternatives for terms in offered.values()])
    controls = frozenset[str]().union(*[terms.controls for terms in offered.values()])
    held = {each.factor for each in authenticators_of(principal=who.ref) if each.active}
    return screen(
        request, "console/opt_out_new.html", status=409 if refused else 200, who=who, refused=refused,
        body=text.body, lines=[{"name": name, "text": said} for name, said in text.acknowledgements.items()],
        operations=[{"code": code.value, "label": OPERATIONS[code].label} for code in offered], reasons=DECLINES,
        alternatives=[{"code": each.value, "label": FACTORS[each].label} for each in sorted(wanted & held)],
        controls=[CONTROLS[each] for each in sorted(controls)], longest=LONGEST_NOTE, typed=request.POST.dict(),
        ticked=set(request.POST.getlist("ticked")), channels=CHANNELS,
    )  # fmt: skip


def _line(found: OptOutProposal) -> dict[str, Any]:
    asked = found.request
    return {
        "id": found.id, "account": asked.principal.removeprefix("customer:"), "created": found.created,
        "state": STATES[found.state], "staff": asked.staff, "channel": CHANNELS[asked.channel],
        "operations": [OPERATIONS[code].label for code in sorted(asked.operations)], "reason": DECLINES[asked.reason],
        "note": asked.note, "alternative": FACTORS[asked.alternative].label, "evidence": asked.evidence,
        "decided_by": found.decided_by,
    }  # fmt: skip
