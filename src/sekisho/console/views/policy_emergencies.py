"""Emergencies: two people set rules aside for a while, with a hard end, and somebody looks back afterwards (E-02)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.operations.policy_overrides import (
    draft_override,
    end_override,
    examine_override,
    withdraw_override,
)
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS
from sekisho.authentication.types.opt_out import CONTROLS
from sekisho.authentication.types.policy import LONGEST_OVERRIDE, Override
from sekisho.authentication.types.policy_changes import OverrideRecord
from sekisho.authentication.types.policy_refusals import PolicyRefusedError
from sekisho.authentication.types.policy_versions import PolicyState
from sekisho.console.dates import BadDateError, minute_in
from sekisho.console.deciding_policy import OVERRIDE, may_sign, override_named
from sekisho.console.faults import told
from sekisho.console.guarding import actor_of, member_of, staff
from sekisho.console.menu import screen
from sekisho.console.views.policy import DONE, MODES, STATES
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.moments import HOUR
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.minting import identifier
from sekisho.web.operations.outlets import house

_DONE = {
    **DONE,
    "ended": Text("終わらせました。ルールは元どおり働いています。", "Ended. The rules work again."),
    "examined": Text("振り返りを記録しました。", "What came of it is recorded."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.OVERRIDE_ASK)
def new(request: HttpRequest) -> HttpResponseBase:
    """GET asks which rules, until when and what protects customers meanwhile; POST proposes it."""
    if request.method != "POST":
        return _form(request)
    call, name = call_of(request), identifier("ov")
    try:
        draft_override(
            override=_override(request, name), public=request.POST.get("public") == "yes",
            author=f"staff:{actor_of(request)}", at=call.at,
        )  # fmt: skip
    except (BadDateError, PolicyRefusedError) as error:
        return _form(request, status=400, refused=error.text)
    return HttpResponseRedirect(f"/staff/policy/emergencies/{name}?done=proposed")


@require_safe
@staff(Permission.POLICY_READ)
def emergency(request: HttpRequest, name: str) -> HttpResponse:
    """One of them, and what comes next."""
    call, by, member = call_of(request), actor_of(request), member_of(request)
    with told(back="/staff/policy"):
        found = override_named(name)
    over = call.at >= found.override.ends
    return screen(
        request, "console/policy_emergency.html", record=found, state=STATES[found.state], matter=OVERRIDE,
        rules=sorted(found.override.rules), controls=_controls(found), over=over,
        stands=found.state is PolicyState.APPROVED and found.override.active(call.at),
        done=_DONE.get(request.GET.get("done", "")),
        may_sign=found.state is PolicyState.DRAFT and not over and member.may(Permission.OVERRIDE_APPROVE)
        and may_sign(by, found.author, found.signatures),
        may_end=found.state is PolicyState.APPROVED and not over and member.may(Permission.OVERRIDE_ASK),
        may_examine=_looked_back(found, over=over) and member.may(Permission.OVERRIDE_APPROVE),
        may_withdraw=found.state is PolicyState.DRAFT and member.may(Permission.OVERRIDE_ASK),
    )  # fmt: skip


@require_POST
@staff(Permission.OVERRIDE_ASK)
def end(request: HttpRequest, name: str) -> HttpResponseBase:
    """End it before its time: one person may, since it makes customers safer."""
    with told(back=f"/staff/policy/emergencies/{name}"):
        end_override(
            override=override_named(name).id, by=f"staff:{actor_of(request)}", firm=house().name,
            at=call_of(request).at,
        )  # fmt: skip
    return HttpResponseRedirect(f"/staff/policy/emergencies/{name}?done=ended")


@require_POST
@staff(Permission.OVERRIDE_APPROVE, acr=Acr.PHRH)
def examine(request: HttpRequest, name: str) -> HttpResponseBase:
    """Write down what came of it."""
    with told(back=f"/staff/policy/emergencies/{name}"):
        examine_override(
            override=override_named(name).id, by=f"staff:{actor_of(request)}",
            result=request.POST.get("result", "").strip()[:4_000], at=call_of(request).at,
        )  # fmt: skip
    return HttpResponseRedirect(f"/staff/policy/emergencies/{name}?done=examined")


@require_POST
@staff(Permission.OVERRIDE_ASK)
def withdraw(request: HttpRequest, name: str) -> HttpResponseBase:
    """Take a draft back."""
    with told(back=f"/staff/policy/emergencies/{name}"):
        withdraw_override(
            override=override_named(name).id, by=f"staff:{actor_of(request)}",
            why=request.POST.get("why", "").strip()[:500], at=call_of(request).at,
        )  # fmt: skip
    return HttpResponseRedirect(f"/staff/policy/emergencies/{name}?done=withdrawn")


def _override(request: HttpRequest, name: str) -> Override:
    call, form = call_of(request), request.POST
    starts = minute_in(form.get("starts", "")) if form.get("starts") else call.at
    return Override(
        id=name,
        rules=frozenset(form.getlist("rule")),
        starts=starts,
        ends=minute_in(form.get("ends", "")),
        reason=Text(form.get("reason_ja", "").strip()[:2_000], form.get("reason_en", "").strip()[:2_000]),
        compensations=frozenset(form.getlist("control")) & set(CONTROLS),
    )


def _controls(found: OverrideRecord) -> list[Text]:
    return [CONTROLS[each] for each in sorted(found.override.compensations) if each in CONTROLS]


def _looked_back(found: OverrideRecord, *, over: bool) -> bool:
    return found.state is PolicyState.ENDED or (found.state is PolicyState.APPROVED and over)


def _form(request: HttpRequest, *, status: int = 200, refused: Text | None = None) -> HttpResponse:
    rules: list[dict[str, Any]] = [
        {"id": rule.id, "operation": OPERATIONS[rule.operation].label, "mode": MODES[rule.mode]}
        for rule in effective(call_of(request).at).rules
    ]
    return screen(
        request, "console/policy_emergency_new.html", status=status, refused=refused, rules=rules,
        controls=[{"value": name, "label": label} for name, label in CONTROLS.items()],
        hours=LONGEST_OVERRIDE // HOUR, typed=request.POST.dict(), chosen=set(request.POST.getlist("rule")),
        protecting=set(request.POST.getlist("control")),
    )  # fmt: skip
