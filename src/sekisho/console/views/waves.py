"""Waves: ask customers part by part to set up strong authentication; nobody is left behind when it binds (E-05)."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.operations.waves import ask_to_enforce, plan_wave, stop_wave
from sekisho.authentication.queries.waves import standings
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.rollout import LACKS, WHOLE, Lack, Wave, WaveError, WaveStanding, WaveState
from sekisho.console.dates import BadDateError, day_in
from sekisho.console.deciding_rollout import WAVE, report_of, wave_named
from sekisho.console.faults import told
from sekisho.console.guarding import actor_of, member_of, staff
from sekisho.console.matters import DECIDED
from sekisho.console.menu import screen
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.minting import identifier

STATES = {
    WaveState.PLANNED: Text("計画中", "Planned"),
    WaveState.BEGUN: Text("お願い中", "Asking"),
    WaveState.ENFORCED: Text("必須化済み", "Enforced"),
    WaveState.STOPPED: Text("停止", "Stopped"),
}
_DONE = {
    **DECIDED,
    "planned": Text(
        "計画しました。始まりの日から、自動でお願いします。", "Planned. From its day on, customers are asked."
    ),
    "stopped": Text("停止しました。もうお願いもお知らせもしません。", "Stopped. Nobody is asked or reminded any more."),
}
_REMINDERS = (30, 14, 7, 1)
_UNFIT = Text(
    "割合は0から100までで小さい順に、日付は始まり・必須化の順に入れてください。",
    "Give shares from 0 to 100 in rising order, and dates in the order of their names.",
)


@require_safe
@staff(Permission.POLICY_READ)
def waves(request: HttpRequest) -> HttpResponse:
    """All of them, the latest first."""
    return screen(
        request, "console/waves.html", waves=[_line(each) for each in standings()],
        may_plan=member_of(request).may(Permission.POLICY_DRAFT),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.POLICY_DRAFT)
def new(request: HttpRequest) -> HttpResponseBase:
    """GET asks whom and when; POST plans it."""
    if request.method != "POST":
        return screen(request, "console/wave_new.html", typed={"low": "0", "high": "100"})
    name = identifier("wv")
    try:
        plan_wave(wave=_planned(request, name), by=f"staff:{actor_of(request)}", at=call_of(request).at)
    except (BadDateError, WaveError) as error:
        return _again(request, error.text)
    except ValueError:
        return _again(request, _UNFIT)
    return HttpResponseRedirect(f"/staff/waves/{name}?done=planned")


@require_safe
@staff(Permission.POLICY_READ)
def wave(request: HttpRequest, name: str) -> HttpResponse:
    """One of them: who was asked, who is ready, and what comes next."""
    call, by, member = call_of(request), actor_of(request), member_of(request)
    with told(back="/staff/waves"):
        found = wave_named(name)
    report = report_of(name, call.at) if found.state is WaveState.BEGUN else None
    lacking = [{"text": LACKS[lack], "count": sum(lack in each.lacks for each in report.missing)} for lack in Lack] \
        if report else []  # fmt: skip
    due = found.state is WaveState.BEGUN and call.at >= found.wave.enforce_at
    return screen(
        request, "console/wave.html", line=_line(found), found=found, report=report, lacking=lacking, matter=WAVE,
        done=_DONE.get(request.GET.get("done", "")),
        may_ask=due and member.may(Permission.POLICY_DRAFT),
        may_sign=due and bool(found.asked_by) and found.asked_by != f"staff:{by}"
        and member.may(Permission.POLICY_APPROVE),
        may_stop=found.state in {WaveState.PLANNED, WaveState.BEGUN} and member.may(Permission.POLICY_DRAFT),
    )  # fmt: skip


@require_POST
@staff(Permission.POLICY_DRAFT, acr=Acr.PHRH)
def enforce(request: HttpRequest, name: str) -> HttpResponseBase:
    """Ask that it be enforced, with a date for those who lack something."""
    word = request.POST.get("exempt_until", "")
    with told(back=f"/staff/waves/{name}"):
        ask_to_enforce(
            wave=wave_named(name).wave.id, exempt_until=day_in(word) if word else None,
            by=f"staff:{actor_of(request)}", at=call_of(request).at,
        )  # fmt: skip
    return HttpResponseRedirect(f"/staff/waves/{name}?done=proposed")


@require_POST
@staff(Permission.POLICY_DRAFT)
def stop(request: HttpRequest, name: str) -> HttpResponseBase:
    """Ask and remind no more."""
    with told(back=f"/staff/waves/{name}"):
        stop_wave(
            wave=wave_named(name).wave.id, by=f"staff:{actor_of(request)}",
            reason=" ".join(request.POST.get("reason", "").split())[:200] or "-", at=call_of(request).at,
        )  # fmt: skip
    return HttpResponseRedirect(f"/staff/waves/{name}?done=stopped")


def _planned(request: HttpRequest, name: str) -> Wave:
    """A wave as typed; its segment is one fact of the customers, or nobody in particular.

    Raises:
        BadDateError: a date is none.
        ValueError: shares or dates are not in order.

    """
    form = request.POST
    begins, enforce_at = day_in(form.get("begins", "")), day_in(form.get("enforce_at", ""))
    length = enforce_at - begins
    reminders = sorted(length - before * DAY for before in _REMINDERS if length > before * DAY)
    fact, value = form.get("fact", "").strip()[:40], form.get("is", "").strip()[:80]
    return Wave(
        id=name,
        campaign=form.get("campaign", "").strip()[:40] or "roll-out",
        title=Text(form.get("title_ja", "").strip()[:200], form.get("title_en", "").strip()[:200]),
        where={"fact": fact, "is": value} if fact else {},
        low=_share(form.get("low", "0")),
        high=_share(form.get("high", "100")),
        begins=begins,
        enforce_at=enforce_at,
        reminders=tuple(reminders),
    )


def _share(word: str) -> int:
    """Percent as typed, in hundredths of a percent.

    Raises:
        ValueError: it is no number.

    """
    return round(float(word[:12]) * WHOLE / 100)


def _again(request: HttpRequest, text: Text) -> HttpResponse:
    return screen(request, "console/wave_new.html", status=400, refused=text, typed=request.POST.dict())


def _line(found: WaveStanding) -> dict[str, Any]:
    plan = found.wave
    return {
        "id": plan.id, "title": plan.title, "campaign": plan.campaign, "state": STATES[found.state],
        "begins": plan.begins, "enforce_at": plan.enforce_at, "members": found.members,
        "low": f"{plan.low * 100 / WHOLE:g}", "high": f"{plan.high * 100 / WHOLE:g}",
        "where": _spelled(plan.where),
    }  # fmt: skip


def _spelled(where: Mapping[str, object]) -> str:
    """A condition for people; one of several parts, which only a program can have planned, as it stands."""
    if where.keys() == {"fact", "is"}:
        return f"{where['fact']} = {where['is']}"
    return json.dumps(dict(where), ensure_ascii=False, sort_keys=True) if where else ""
