"""Who may act on the customer's account, and, for a delegate, for whom he acts (C-23)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.authentication.operations.acting import act_for
from sekisho.authentication.operations.delegations import revoke_delegation
from sekisho.authentication.operations.sessions import MayNotComeInError, SessionOverError
from sekisho.authentication.queries.delegations import accounts_of, delegations_of, last_acting
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.delegations import Delegation
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.authentication.types.sessions import token_digest
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.cookies import set_session
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.minting import token
from sekisho.web.types.calls import Call

_AGENTS = frozenset({PrincipalKind.AGENT})
_GRANTED = Text(
    "登録しました。その方は、ご自分のパスキーでログインすると、この口座を操作できます。",
    "Done. That person can act on this account once he logs in with his own passkey.",
)
_ENDED = Text(
    "取り消しました。その方のログインは、すぐに終了しました。", "Taken back. That person was logged out at once."
)
_GONE = Text("すでに終了していました。", "It had ended already.")
_MAY_NOT = Text(
    "この口座は、いまは操作できません。期限が過ぎたか、取り消されたか、口座が止められています。口座のご本人にご確認ください。",
    "You cannot act on this account now: your time is over, it was taken back, or the account is stopped. Please ask "
    "its holder.",
)
_CHOSEN = Text(
    "このログインでは、すでに口座を選んでいます。ほかの口座は、ログアウトして、もう一度ログインすると選べます。",
    "You have chosen an account for this login already. Log out and in again to choose another one.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def delegates(request: HttpRequest) -> HttpResponseBase:
    """The holder's delegates, or a delegate's accounts; POST ends one at once (``delegation``)."""
    if request.method != "POST":
        return _shown(request, done=_GRANTED if request.GET.get("done") == "granted" else None)
    call, wanted = call_of(request), request.POST.get("delegation", "")[:40]
    ended = wanted in {each.id for each in _his(call)} and revoke_delegation(
        delegation=wanted, by=call.signed_in.ref, reason="customer", at=call.at
    )
    if ended and call.living.acting:
        return HttpResponseRedirect("/login")
    return _shown(request, done=_ENDED if ended else _GONE)


@require_POST
@signed_in(kinds=_AGENTS)
def act(request: HttpRequest) -> HttpResponseBase:
    """A delegate chooses for whom he acts: once for each login, and under a new token."""
    call, fresh = call_of(request), token()
    try:
        act_for(
            session=call.living.ref, account=request.POST.get("account", "")[:64], token_digest=token_digest(fresh),
            at=call.at,
        )  # fmt: skip
    except MayNotComeInError:
        return _shown(request, refused=_MAY_NOT, status=409)
    except SessionOverError:
        return _shown(request, refused=_CHOSEN, status=409)
    response = HttpResponseRedirect("/")
    set_session(request, response, fresh)
    return response


def _his(call: Call) -> tuple[Delegation, ...]:
    """The delegations on the holder's account, or those that a delegate has."""
    if call.signed_in.kind is PrincipalKind.AGENT:
        return accounts_of(agent=call.signed_in.ref, at=call.at)
    return delegations_of(account=call.signed_in.account)


def _shown(
    request: HttpRequest, *, done: Text | None = None, refused: Text | None = None, status: int = 200
) -> HttpResponse:
    call = call_of(request)
    agent = call.signed_in.kind is PrincipalKind.AGENT
    seen = {} if agent else dict(last_acting(account=call.signed_in.account))
    found = [_line(each, seen.get(each.agent), call.at) for each in _his(call)]
    return screen(
        request,
        "portal/acting.html" if agent else "portal/delegates.html",
        status=status,
        done=done,
        refused=refused,
        standing=[each for each in found if each["stands"]],
        former=[each for each in found if not each["stands"]],
        acting=call.living.acting,
    )


def _line(found: Delegation, seen: int | None, at: int) -> dict[str, object]:
    return {
        "id": found.id,
        "account": found.account,
        "name": found.name,
        "relation": found.relation,
        "may": [OPERATIONS[code].label for code in OperationCode if code in found.operations],
        "limit": found.limit_yen,
        "start": found.start,
        "last_day": found.until - 1,
        "seen": seen,
        "stands": found.holds(at),
    }
