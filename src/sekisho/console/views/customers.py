"""A customer as the staff sees him: how he comes in, what stands still, what one person may do (C-20, C-22).

Each look is written down. Freezing needs one person and no delay; opening again needs the customer's own proof or a
recovery, and is not done here.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.operations.looking import look_at
from sekisho.authentication.operations.sessions import end_account
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.freezes import freezes_of, status_of
from sekisho.authentication.queries.locks import locks_of
from sekisho.authentication.queries.opt_outs import opt_outs_of
from sekisho.authentication.queries.principals import NobodyError, principal_by_login, principal_of
from sekisho.authentication.queries.recoveries import open_recovery_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.freezes import KILL_SWITCH, FreezeSource
from sekisho.authentication.types.principals import Principal, PrincipalKind
from sekisho.authentication.types.recovery import Path
from sekisho.authentication.types.sessions import EndReason
from sekisho.console.guarding import actor_of, member_of, staff
from sekisho.console.menu import screen
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.texts import Text
from sekisho.notices.queries.contacts import contacts_of
from sekisho.notices.queries.notices import inbox
from sekisho.notices.types.channels import LABELS
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.minting import identifier
from sekisho.web.operations.places import browser_of, place_of
from sekisho.web.types.problems import Problem, RefusedError, Step
from sekisho.web.types.recoveries import PATHS, TRIGGERS

_NOBODY_TEXT = Text(
    "このログインIDまたは口座の仮名のお客さまはいません。入力を確かめてください。",
    "There is no customer with this login or account. Please check what you typed.",
)
_NOBODY = Problem(
    status=404,
    code="unknown",
    title=Text("お客さまが見つかりません", "There is no such customer"),
    detail=_NOBODY_TEXT,
    steps=(Step(label=Text("探し直す", "Look again"), href="/staff/customers"),),
)
_DONE = {
    "frozen": Text(
        "口座を止めました。ログインもすべて終了しました。", "The account is frozen, and everybody is logged out."
    ),
    "ended": Text("ログインをすべて終了しました。", "Everybody is logged out."),
}
_OPENED_HERE = (Path.DOCUMENT, Path.POST, Path.BRANCH)
_LONGEST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.CUSTOMER_READ)
def find(request: HttpRequest) -> HttpResponseBase:
    """By login or account, whole; nobody browses customers."""
    if request.method != "POST":
        return screen(request, "console/customers.html")
    word = request.POST.get("word", "").strip()[:128]
    found = _found(word)
    if found is None:
        return screen(request, "console/customers.html", status=404, word=word, refused=_NOBODY_TEXT)
    return HttpResponseRedirect(f"/staff/customers/{found.account}")


@require_safe
@staff(Permission.CUSTOMER_READ)
def customer(request: HttpRequest, account: str) -> HttpResponse:
    """Everything about how he comes in."""
    call, member = call_of(request), member_of(request)
    who = customer_of(account)
    look_at(account=account, by=member.id, at=call.at)
    return screen(
        request, "console/customer.html", who=who, done=_DONE.get(request.GET.get("done", "")),
        authenticators=_authenticators(who), sessions=_sessions(who, call.at), frozen=status_of(account=account),
        freezes=freezes_of(account=account), locks=len(locks_of(account=account, at=call.at)),
        opted_out=any(each.standing(call.at) for each in opt_outs_of(principal=who.ref)),
        contacts=[_contact(each, call.at) for each in contacts_of(subject=account) if each.ended is None],
        notices=inbox(subject=account, limit=10), recovery=open_recovery_of(principal=who.ref),
        may_freeze=member.may(Permission.FREEZE_SET), may_end=member.may(Permission.SESSION_END),
        may_decline=member.may(Permission.OPT_OUT_RECORD), may_recover=member.may(Permission.RECOVERY_REVIEW),
        triggers=TRIGGERS,
        paths=[{"value": path.value, "label": PATHS[path]} for path in _OPENED_HERE],
    )  # fmt: skip


@require_POST
@staff(Permission.FREEZE_SET)
def freeze(request: HttpRequest, account: str) -> HttpResponseBase:
    """Stop everything at once; the customer hears of it by all contacts."""
    call, who = call_of(request), customer_of(account)
    source = FreezeSource.FRAUD if request.POST.get("source") == FreezeSource.FRAUD else FreezeSource.DESK
    place_freeze(
        freeze=identifier("fz"), account=who.account, source=source, by=f"staff:{actor_of(request)}",
        reason=_reason(request), visit=call.visit, at=call.at, scopes=KILL_SWITCH,
    )  # fmt: skip
    return HttpResponseRedirect(f"/staff/customers/{account}?done=frozen")


@require_POST
@staff(Permission.SESSION_END, acr=Acr.PHR)
def sessions(request: HttpRequest, account: str) -> HttpResponseBase:
    """Log everybody out, delegates too."""
    call, who = call_of(request), customer_of(account)
    end_account(account=who.account, reason=EndReason.STAFF, by=f"staff:{actor_of(request)}", at=call.at)
    return HttpResponseRedirect(f"/staff/customers/{account}?done=ended")


def customer_of(account: str) -> Principal:
    """The customer of an account.

    Raises:
        RefusedError: there is none.

    """
    try:
        return principal_of(ref=f"{PrincipalKind.CUSTOMER.value}:{account[:64]}")
    except NobodyError as error:
        raise RefusedError(_NOBODY) from error


def _found(word: str) -> Principal | None:
    try:
        return principal_of(ref=f"{PrincipalKind.CUSTOMER.value}:{word}")
    except NobodyError:
        pass
    try:
        found = principal_by_login(login=word)
    except NobodyError:
        return None
    return found if found.kind is PrincipalKind.CUSTOMER else None


def _authenticators(who: Principal) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "label": FACTORS[each.factor].label,
            "active": each.active,
            "created": each.created,
            "last_used": each.last_used,
        }
        for each in authenticators_of(principal=who.ref, ended=True)
    ]


def _sessions(who: Principal, at: int) -> list[dict[str, Any]]:
    return [
        {"browser": browser_of(each.user_agent), "place": place_of(each.ip), "last": each.last_seen}
        for each in sessions_of(principal=who.ref, at=at)
    ]


def _contact(found: Any, at: int) -> dict[str, Any]:  # noqa: ANN401 - a ``Contact``
    return {"label": LABELS[found.kind], "good": found.is_fresh(at), "verified": found.verified}


def _reason(request: HttpRequest) -> str:
    return " ".join(request.POST.get("reason", "").split())[:_LONGEST] or "staff"
