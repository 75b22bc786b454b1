"""Locks that a customer puts on his own account: one press to set, slow to release (C-21)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.authentication.operations.locks import LockRefusedError, ask_release, set_lock, withdraw_release
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.locks import NoLockError, lock_of, locks_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.freezes import CustomerProof
from sekisho.authentication.types.locks import LOCK_RULES, Lock, LockKind, LockState
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.showing import STRONG
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import refuse_weak, signed_in
from sekisho.web.operations.minting import identifier
from sekisho.web.types.calls import Call

HOLDER = frozenset({PrincipalKind.CUSTOMER})
FRESH = 4 * MINUTE
"""How fresh the proof for a release is; less than what the rule accepts, so that nobody arrives a moment too late."""
THINGS: dict[tuple[LockKind, str], Text] = {
    (LockKind.WITHDRAWAL, ""): Text("出金", "Withdrawals"),
    (LockKind.PRODUCT, "margin"): Text("信用取引", "Margin trading"),
    (LockKind.PRODUCT, "nisa"): Text("NISA口座での取引", "Trading in the NISA account"),
    (LockKind.PRODUCT, "cash"): Text("現物の取引", "Trading for cash"),
    (LockKind.MARKET, "us"): Text("米国の市場での取引", "Trading on US markets"),
    (LockKind.MARKET, "cn"): Text("中国・香港の市場での取引", "Trading on Chinese and Hong Kong markets"),
    (LockKind.MARKET, "jp"): Text("日本の市場での取引", "Trading on Japanese markets"),
}
"""What can be locked, as customers know it and as ``rules.approvals.worth`` names it, so that each really stops.

Instant deposits are asked of no policy, so nobody could stop them here; a lock that stops nothing is not offered.
"""
_UNKNOWN = Text("止めるものを一覧から選んでください。", "Please choose from the list what to lock.")
_GONE = Text(
    "この制限は見つかりません。画面を開き直して、状況をお確かめください。",
    "There is no such lock. Please open the page again to see how things stand.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(kinds=HOLDER)
def locks(request: HttpRequest) -> HttpResponseBase:
    """GET shows what is locked; POST locks a thing, with no further question."""
    if request.method != "POST":
        return _page(request)
    call = call_of(request)
    kind, _, what = request.POST.get("thing", "").partition(":")
    if (kind, what) not in {(each.value, name) for each, name in THINGS}:
        return _page(request, status=400, refused=_UNKNOWN)
    account = call.signed_in.account
    set_lock(lock=identifier("lk"), account=account, kind=LockKind(kind), by=call.signed_in.ref, at=call.at, what=what)
    return HttpResponseRedirect("/locks")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(kinds=HOLDER)
def release(request: HttpRequest, lock: str) -> HttpResponseBase:
    """GET says how long it takes, once it is sure who asks; POST asks for the release."""
    call = call_of(request)
    missing = refuse_weak(request, acr=_least(call), within=FRESH)
    if missing is not None:
        return missing
    found = _own(call, lock)
    if found is None:
        return _page(request, status=404, refused=_GONE)
    if request.method != "POST":
        hours = LOCK_RULES[found.kind].delay // HOUR
        return screen(request, "portal/lock_release.html", lock=_line(found), hours=hours)
    proof = CustomerProof(
        principal=call.signed_in.ref, acr=call.acr, auth_time=call.living.auth_time, authenticator=call.living.factor
    )
    try:
        ask_release(lock=found.id, by=call.signed_in.ref, proof=proof, at=call.at)
    except LockRefusedError as error:
        return _page(request, status=409, refused=error.text)
    return HttpResponseRedirect("/locks")


@require_POST
@signed_in(kinds=HOLDER)
def keep(request: HttpRequest, lock: str) -> HttpResponseBase:
    """Keep it locked after all."""
    call = call_of(request)
    found = _own(call, lock)
    if found is None:
        return _page(request, status=404, refused=_GONE)
    try:
        withdraw_release(lock=found.id, by=call.signed_in.ref, at=call.at)
    except LockRefusedError as error:
        return _page(request, status=409, refused=error.text)
    return HttpResponseRedirect("/locks")


def _page(request: HttpRequest, *, status: int = 200, refused: Text | None = None) -> HttpResponse:
    call = call_of(request)
    held = locks_of(account=call.signed_in.account, at=call.at)
    taken = {(each.kind, each.what) for each in held if each.state is LockState.SET}
    free = [{"value": f"{kind.value}:{what}", "label": label} for (kind, what), label in THINGS.items()
            if (kind, what) not in taken]  # fmt: skip
    return screen(
        request, "portal/locks.html", status=status, refused=refused, locks=[_line(each) for each in held], free=free
    )


def _line(lock: Lock) -> dict[str, Any]:
    return {
        "id": lock.id,
        "label": THINGS.get((lock.kind, lock.what), LOCK_RULES[lock.kind].label),
        "placed": lock.placed,
        "releases": lock.releases,
    }


def _own(call: Call, name: str) -> Lock | None:
    try:
        found = lock_of(lock=name[:64])
    except NoLockError:
        return None
    return found if found.account == call.signed_in.account else None


def _least(call: Call) -> Acr:
    """A phishing-resistant proof from those who can give one."""
    held = authenticators_of(principal=call.signed_in.ref)
    return Acr.PHR if any(each.active and each.factor in STRONG for each in held) else Acr.MFA
