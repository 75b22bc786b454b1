"""Move the end of a factor after the policy was published: proposed, signed by two, published (C-14, G-08)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.operations.policy_sunsets import draft_sunset, publish_sunset, withdraw_sunset
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import BESIDE, FACTORS, FactorCode
from sekisho.authentication.types.policy import Sunset
from sekisho.authentication.types.policy_refusals import PolicyRefusedError
from sekisho.authentication.types.policy_versions import PolicyState
from sekisho.console.dates import BadDateError, day_in
from sekisho.console.deciding_policy import SUNSET, may_sign, sunset_named
from sekisho.console.faults import told
from sekisho.console.guarding import actor_of, member_of, staff
from sekisho.console.menu import screen
from sekisho.console.views.policy import DONE, STATES
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.minting import identifier
from sekisho.web.operations.outlets import house

_FACTORS = [{"value": each.value, "label": FACTORS[each].label} for each in sorted(BESIDE)]


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.POLICY_DRAFT)
def new(request: HttpRequest) -> HttpResponseBase:
    """GET asks which factor ends when; POST proposes it."""
    if request.method != "POST":
        return _form(request)
    call, name = call_of(request), identifier("su")
    try:
        draft_sunset(identifier=name, sunset=_sunset(request), author=f"staff:{actor_of(request)}", at=call.at)
    except (BadDateError, PolicyRefusedError) as error:
        return _form(request, status=400, refused=error.text)
    return HttpResponseRedirect(f"/staff/policy/ends/{name}?done=proposed")


@require_safe
@staff(Permission.POLICY_READ)
def end(request: HttpRequest, name: str) -> HttpResponse:
    """One of them, and what comes next."""
    by, member = actor_of(request), member_of(request)
    with told(back="/staff/policy"):
        found = sunset_named(name)
    return screen(
        request, "console/policy_end.html", record=found, factor=FACTORS[found.sunset.factor].label,
        replacement=FACTORS[found.sunset.replacement].label, state=STATES[found.state], matter=SUNSET,
        done=DONE.get(request.GET.get("done", "")),
        may_sign=found.state is PolicyState.DRAFT and member.may(Permission.POLICY_APPROVE)
        and may_sign(by, found.author, found.signatures),
        may_publish=found.state is PolicyState.APPROVED and member.may(Permission.POLICY_APPROVE),
        may_withdraw=found.state in {PolicyState.DRAFT, PolicyState.APPROVED}
        and member.may(Permission.POLICY_DRAFT),
    )  # fmt: skip


@require_POST
@staff(Permission.POLICY_APPROVE, acr=Acr.PHRH, within=5 * MINUTE)
def publish(request: HttpRequest, name: str) -> HttpResponseBase:
    """Publish what two have signed; it counts from now on."""
    with told(back=f"/staff/policy/ends/{name}"):
        publish_sunset(
            sunset=sunset_named(name).id, by=f"staff:{actor_of(request)}", firm=house().name, at=call_of(request).at
        )
    return HttpResponseRedirect(f"/staff/policy/ends/{name}?done=published")


@require_POST
@staff(Permission.POLICY_DRAFT, acr=Acr.PHRH)
def withdraw(request: HttpRequest, name: str) -> HttpResponseBase:
    """Take it back before it is published."""
    with told(back=f"/staff/policy/ends/{name}"):
        withdraw_sunset(
            sunset=sunset_named(name).id, by=f"staff:{actor_of(request)}", why=request.POST.get("why", "")[:500],
            at=call_of(request).at,
        )  # fmt: skip
    return HttpResponseRedirect(f"/staff/policy/ends/{name}?done=withdrawn")


def _sunset(request: HttpRequest) -> Sunset:
    form = request.POST
    word = form.get("factor", "")
    return Sunset(
        factor=FactorCode(word) if word in BESIDE else FactorCode.SMS_OTP,
        announced=call_of(request).at,
        stop_enrol=day_in(form.get("stop_enrol", "")),
        stop_use=day_in(form.get("stop_use", "")),
        replacement=FactorCode.PASSKEY_SYNCED,
        reason=Text(form.get("reason_ja", "").strip()[:2_000], form.get("reason_en", "").strip()[:2_000]),
    )


def _form(request: HttpRequest, *, status: int = 200, refused: Text | None = None) -> HttpResponse:
    return screen(
        request, "console/policy_end_new.html", status=status, refused=refused, factors=_FACTORS,
        typed=request.POST.dict(),
    )  # fmt: skip
