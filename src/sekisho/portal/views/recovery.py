"""The way back in: what helps in which case, and the proofs that open a recovery (C-09, C-28).

Nothing tells a stranger whether a login exists: a wrong login, a wrong code and a code that is used up read alike.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.authentication.operations.counting import add
from sekisho.authentication.operations.recovery_codes import verify_recovery_code
from sekisho.authentication.queries.principals import NobodyError, principal_by_login
from sekisho.authentication.types.bridge import Upstream
from sekisho.authentication.types.proofs import Proof, Refused, Why
from sekisho.authentication.types.recovery import LADDER, Path, ProofKind
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.recovering import JPKI, LOST, opened, own_case, trigger_of, with_pass
from sekisho.portal.views.elsewhere import away
from sekisho.web.operations.bridging import begin, configured
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import public
from sekisho.web.operations.keys import node_keys
from sekisho.web.types.calls import Call
from sekisho.web.types.problems import Problem, RefusedError, Step

MOST = 10
"""Codes that one network may try in ten minutes, and that may be tried for one login in an hour."""
WINDOW = 10 * MINUTE
LOGIN_WINDOW = 60 * MINUTE
_WRONG = Text(
    "ログインIDか回復コードが正しくありません。控えをもう一度確かめてください。使った回復コードは、二度使えません。",
    "The login or the recovery code is wrong. Please look at your copy again. No code works twice.",
)
_TOO_OFTEN = Text(
    "続けて入力されたため、しばらく受け付けを止めています。10分ほどおいてから、もう一度お試しください。",
    "There were many tries, so this is paused for a while. Please try again in about ten minutes.",
)
_LADDER = Step(label=Text("手続きの一覧へ", "To the list of ways"), href="/recovery")
NOT_OFFERED = Problem(
    status=404,
    code="unknown_provider",
    title=Text("この方法はご利用になれません", "This way is not offered"),
    detail=Text("手続きの一覧から、別の方法を選んでください。", "Please choose another way from the list."),
    steps=(_LADDER,),
)


@require_safe
@public
def recovery(request: HttpRequest) -> HttpResponse:
    """Every way, the quickest first."""
    return screen(request, "portal/recovery.html", rungs=LADDER, cards=_cards(), case=own_case(request))


@require_http_methods(["GET", "HEAD", "POST"])
@public
def by_code(request: HttpRequest) -> HttpResponse:
    """GET asks for login and saved code; POST opens the recovery on them."""
    rung = LADDER[Path.SAVED_CODE]
    if request.method != "POST":
        return screen(request, "portal/recovery_code.html", rung=rung, reasons=LOST)
    call, login = call_of(request), request.POST.get("login", "").strip()[:128]
    if _too_often(call, login):
        return screen(request, "portal/recovery_code.html", status=429, rung=rung, reasons=LOST, refused=_TOO_OFTEN)
    proof = _checked(call, login, request.POST.get("code", "").strip()[:64])
    if not isinstance(proof, Proof):
        shown = _TOO_OFTEN if proof.why is Why.LOCKED else _WRONG
        return screen(request, "portal/recovery_code.html", status=401, rung=rung, reasons=LOST, refused=shown)
    trigger = trigger_of(request.POST.get("trigger", ""))
    case = opened(call, proof, Path.SAVED_CODE, ProofKind.SAVED_CODE, trigger)
    return with_pass(HttpResponseRedirect("/recovery/status"), case)


@require_safe
@public
def by_card(request: HttpRequest, name: str) -> HttpResponse:
    """To the app that reads the My Number card; it comes back to ``elsewhere.come_back``."""
    upstream = _cards().get(name)
    if upstream is None:
        raise RefusedError(NOT_OFFERED)
    return away(begin(upstream, call_of(request)), {"recovery": trigger_of(request.GET.get("trigger", "")).value})


def _cards() -> dict[str, Upstream]:
    """The providers that read the My Number card."""
    return {name: each for name, each in configured().items() if set(each.factors.values()) & set(JPKI)}


def _checked(call: Call, login: str, code: str) -> Proof | Refused:
    try:
        who = principal_by_login(login=login).ref
    except NobodyError:
        who = ""
    return verify_recovery_code(
        principal=who, typed=code, key=node_keys().secret("recovery-codes:1"), stop_use=None, visit=call.visit,
        at=call.at,
    )  # fmt: skip


def _too_often(call: Call, login: str) -> bool:
    network, name = f"recovery:{call.visit.ip}", f"recovery-login:{login}"[:128]
    counted = add([network], at=call.at, window=WINDOW, sliding=False)
    counted |= add([name], at=call.at, window=LOGIN_WINDOW, sliding=False)
    return max(counted.values()) > MOST
