"""The policy at the staff's desk: what is in force, what waits, and how a version comes about (E-01, E-02).

Somebody writes a draft; another one reviews it, with what it would do to customers; two more sign it; then it is
published, and is in force on its date. Nobody does two of these steps.
"""

from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.operations import policies as making
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.queries.policy_decisions import latest_questions
from sekisho.authentication.queries.policy_desk import (
    changes_of,
    override_records,
    policy_of,
    read_policy_text,
    sample_questions,
    sunset_records,
    versions,
)
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.policy import Mode, Rule
from sekisho.authentication.types.policy_refusals import PolicyRefusedError
from sekisho.authentication.types.policy_versions import PolicyState, PolicyVersion
from sekisho.console.dates import day_in
from sekisho.console.deciding_policy import POLICY, change_line, may_sign, version_named
from sekisho.console.faults import told
from sekisho.console.guarding import actor_of, member_of, staff
from sekisho.console.matters import DECIDED
from sekisho.console.menu import screen
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.moments import DAY, MINUTE
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.minting import identifier
from sekisho.web.operations.outlets import house

STATES = {
    PolicyState.DRAFT: Text("下書き", "Draft"),
    PolicyState.REVIEWED: Text("確認済み・承認待ち", "Reviewed, waits for approval"),
    PolicyState.APPROVED: Text("承認済み・公表待ち", "Approved, waits to be published"),
    PolicyState.PUBLISHED: Text("公表済み", "Published"),
    PolicyState.EFFECTIVE: Text("施行中", "In force"),
    PolicyState.SUPERSEDED: Text("終了", "Superseded"),
    PolicyState.ENDED: Text("終了", "Ended"),
    PolicyState.EXAMINED: Text("振り返り済み", "Looked back at"),
    PolicyState.WITHDRAWN: Text("取り下げ", "Withdrawn"),
}
"""What people call each state."""
ASKS = {
    Acr.NONE: Text("なし", "nothing"),
    Acr.PASSWORD: Text("パスワード", "a password"),
    Acr.MFA: Text("二要素", "two factors"),
    Acr.PHR: Text("フィッシング耐性", "phishing-resistant"),
    Acr.PHRH: Text("フィッシング耐性（ハードウェア）", "phishing-resistant, hardware"),
}
"""What a rule asks for, in words."""
MODES = {
    Mode.OFF: Text("停止", "off"),
    Mode.OBSERVE: Text("観察だけ", "only watched"),
    Mode.NUDGE: Text("お願い", "asked for"),
    Mode.ENFORCE_NEW: Text("新しいお客さまは必須", "binding for new customers"),
    Mode.ENFORCE_ALL: Text("全員必須", "binding for everybody"),
}
"""How far a rule goes, in words."""
DONE = {
    **DECIDED,
    "reviewed": Text("確認しました。二人の承認を待っています。", "Reviewed. It waits for two approvals."),
    "published": Text("公表しました。予定表に出ています。", "Published. It stands in the public schedule."),
    "withdrawn": Text("取り下げました。", "Withdrawn."),
}
"""What a page says to whoever comes back from doing something."""
LONGEST = 500_000
"""Characters of a policy's text."""
_RECORDED, _SINCE = 5_000, 30 * DAY
_OPEN = frozenset({PolicyState.DRAFT, PolicyState.REVIEWED, PolicyState.APPROVED, PolicyState.PUBLISHED})


@require_safe
@staff(Permission.POLICY_READ)
def overview(request: HttpRequest) -> HttpResponse:
    """What is in force, every version, every moved end, every emergency."""
    call, member = call_of(request), member_of(request)
    found = effective(call.at)
    return screen(
        request, "console/policy.html", policy=found, rules=[_rule(each) for each in found.rules],
        versions=[_line(each) for each in versions()],
        ends=[{"id": each.id, "label": FACTORS[each.sunset.factor].label, "state": STATES[each.state],
               "date": each.sunset.stop_use} for each in sunset_records()],
        emergencies=[{"id": each.id, "rules": sorted(each.override.rules), "state": STATES[each.state],
                      "ends": each.override.ends,
                      "stands": each.state is PolicyState.APPROVED and each.override.active(call.at)}
                     for each in override_records()],
        may_draft=member.may(Permission.POLICY_DRAFT), may_ask=member.may(Permission.OVERRIDE_ASK),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.POLICY_DRAFT)
def new(request: HttpRequest) -> HttpResponseBase:
    """GET asks for the text; POST takes it, or says line by line what is wrong with it."""
    if request.method != "POST":
        return screen(request, "console/policy_new.html", typed={})
    call, text = call_of(request), request.POST.get("text", "")[:LONGEST]
    loaded = read_policy_text(text)
    if loaded.policy is None or loaded.faults:
        return _mistaken(request, [fault.say(call.language) for fault in loaded.faults])
    name = identifier("po")
    try:
        making.draft(
            identifier=name, document=loaded.document, author=f"staff:{actor_of(request)}", reason=_reason(request),
            at=call.at,
        )  # fmt: skip
    except PolicyRefusedError as error:
        return _mistaken(request, [error.text.read(call.language), *(each.say(call.language) for each in error.faults)])
    return HttpResponseRedirect(f"/staff/policy/versions/{name}?done=proposed")


@require_safe
@staff(Permission.POLICY_READ)
def version(request: HttpRequest, name: str) -> HttpResponse:
    """One version: its rules, what changes, what it would do, and what comes next."""
    call, by, member = call_of(request), actor_of(request), member_of(request)
    with told(back="/staff/policy"):
        found = version_named(name)
    other = f"staff:{by}" != found.author
    return screen(
        request, "console/policy_version.html", version=found, line=_line(found),
        rules=[_rule(each) for each in policy_of(found).rules], impact=_impact(found),
        changes=[change_line(each) for each in changes_of(found, at=call.at)], matter=POLICY,
        done=DONE.get(request.GET.get("done", "")),
        may_review=found.state is PolicyState.DRAFT and other and member.may(Permission.POLICY_REVIEW),
        may_sign=found.state is PolicyState.REVIEWED and member.may(Permission.POLICY_APPROVE)
        and may_sign(by, found.author, found.signatures),
        may_publish=found.state is PolicyState.APPROVED and member.may(Permission.POLICY_APPROVE),
        may_withdraw=found.state in _OPEN and member.may(Permission.POLICY_DRAFT),
        may_draft=member.may(Permission.POLICY_DRAFT),
    )  # fmt: skip


@require_POST
@staff(Permission.POLICY_DRAFT)
def again(request: HttpRequest, name: str) -> HttpResponseBase:
    """Propose the text of a version anew, from another date: the way back (E-02)."""
    made = identifier("po")
    with told(back=f"/staff/policy/versions/{name}"):
        earlier = version_named(name)
        making.draft_again(
            identifier=made, earlier=earlier.id, effective_from=day_in(request.POST.get("from", "")),
            author=f"staff:{actor_of(request)}", reason=_reason(request), at=call_of(request).at,
        )  # fmt: skip
    return HttpResponseRedirect(f"/staff/policy/versions/{made}?done=proposed")


@require_POST
@staff(Permission.POLICY_REVIEW, acr=Acr.PHRH)
def review(request: HttpRequest, name: str) -> HttpResponseBase:
    """Judge recorded logins and a sample of customers by it, and hand it on to the approvers with the figures."""
    call = call_of(request)
    with told(back=f"/staff/policy/versions/{name}"):
        found = version_named(name)
        recorded = latest_questions(since=call.at - _SINCE, limit=_RECORDED)
        figures = making.assess(version=found.id, questions=chain(recorded, sample_questions(at=call.at)), at=call.at)
        making.review(version=found.id, by=f"staff:{actor_of(request)}", impact=figures, at=call.at)
    return HttpResponseRedirect(f"/staff/policy/versions/{name}?done=reviewed")


@require_POST
@staff(Permission.POLICY_APPROVE, acr=Acr.PHRH, within=5 * MINUTE)
def publish(request: HttpRequest, name: str) -> HttpResponseBase:
    """Publish what two have signed."""
    with told(back=f"/staff/policy/versions/{name}"):
        making.publish(
            version=version_named(name).id, by=f"staff:{actor_of(request)}", firm=house().name, at=call_of(request).at
        )
    return HttpResponseRedirect(f"/staff/policy/versions/{name}?done=published")


@require_POST
@staff(Permission.POLICY_DRAFT, acr=Acr.PHRH)
def withdraw(request: HttpRequest, name: str) -> HttpResponseBase:
    """Take it back before it is in force."""
    with told(back=f"/staff/policy/versions/{name}"):
        making.withdraw(
            version=version_named(name).id, by=f"staff:{actor_of(request)}", why=request.POST.get("why", "")[:500],
            firm=house().name, at=call_of(request).at,
        )  # fmt: skip
    return HttpResponseRedirect(f"/staff/policy/versions/{name}?done=withdrawn")


def _mistaken(request: HttpRequest, faults: list[str]) -> HttpResponse:
    return screen(request, "console/policy_new.html", status=400, faults=faults, typed=request.POST.dict())


def _reason(request: HttpRequest) -> Text:
    return Text(request.POST.get("reason_ja", "").strip()[:2_000], request.POST.get("reason_en", "").strip()[:2_000])


def _line(found: PolicyVersion) -> dict[str, Any]:
    return {
        "id": found.id, "number": found.number, "title": found.title, "state": STATES[found.state],
        "from": found.effective_from, "author": found.author, "reviewer": found.reviewer,
        "signed": [each.by for each in found.signatures],
        "waits": found.state in {PolicyState.DRAFT, PolicyState.REVIEWED, PolicyState.APPROVED},
        "bad": found.state is PolicyState.WITHDRAWN, "good": found.state is PolicyState.EFFECTIVE,
    }  # fmt: skip


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id, "operation": OPERATIONS[rule.operation].label, "acr": ASKS[rule.acr], "mode": MODES[rule.mode],
        "from": rule.enforce_from, "segment": rule.segment, "opt_out": rule.opt_out is not None,
        "interim": [FACTORS[each].label for each in sorted(rule.interim)], "interim_until": rule.interim_until,
    }  # fmt: skip


def _impact(found: PolicyVersion) -> dict[str, Any] | None:
    if not found.impact:
        return None
    told_of = {name: sorted(dict(found.impact.get(name) or {}).items()) for name in ("changes", "without_a_way")}  # type: ignore[call-overload] # plain JSON
    return {"questions": found.impact.get("questions", 0), **told_of}
