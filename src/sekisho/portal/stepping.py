"""What a login's next step looks like: a page for forms, an address for scripts. No step is a dead end."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import WEBAUTHN, FactorCode
from sekisho.authentication.types.lockouts import Stage
from sekisho.authentication.types.login import Frozen, MustEnrol, NextFactor, SignedIn, Step, Stopped
from sekisho.authentication.types.login_refusals import Refusal
from sekisho.kernel.texts import Text
from sekisho.portal.further import factor_cards
from sekisho.portal.menu import screen
from sekisho.web.operations.arrivals import hand_over
from sekisho.web.operations.bridging import configured
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.pages import answer
from sekisho.web.types.problems import Problem, RefusedError
from sekisho.web.types.problems import Step as NextStep

_STATUSES = {Refusal.BARRIER: 429, Refusal.BUSY: 503, Refusal.WRONG: 401, Refusal.OVER: 409}
_TITLE = Text("ログインできませんでした", "We could not log you in")
_AGAIN = NextStep(label=Text("ログインの画面へ", "To the login page"), href="/login")
_RECOVERY = NextStep(label=Text("ログインできないとき", "I cannot log in"), href="/recovery")


def entrance(
    request: HttpRequest, *, onward: str = "/", login: str = "", stopped: Stopped | None = None
) -> HttpResponse:
    """The login page, with what stopped the last try."""
    barrier = stopped.barrier if stopped else None
    hashes = barrier.work if barrier and barrier.stage is Stage.WORK else 0
    status = _STATUSES.get(stopped.reason, 403) if stopped else 200
    shown = screen(
        request, "portal/login.html", status=status, next=onward, login=login, stopped=stopped, hashes=hashes,
        attempt=stopped.attempt if stopped else "", elsewhere=tuple(configured().values()),
    )  # fmt: skip
    if barrier and barrier.until:
        shown.headers["Retry-After"] = str(max(1, (barrier.until - call_of(request).at) // 1_000))
    return shown


def as_page(request: HttpRequest, step: Step, *, onward: str, login: str = "") -> HttpResponse:
    """The page that a step leads to."""
    if isinstance(step, SignedIn):
        return hand_over(request, HttpResponseRedirect(_after(step, onward)), step)
    if isinstance(step, NextFactor):
        return asking(request, attempt=step.attempt, factors=step.factors, onward=onward, lead=step.text)
    if isinstance(step, MustEnrol | Frozen):
        return HttpResponseRedirect(_place(step, onward))
    return entrance(request, onward=onward, login=login, stopped=step)


def as_json(request: HttpRequest, step: Step, *, onward: str) -> HttpResponse:
    """Where a step leads, for ``webauthn.js``."""
    if isinstance(step, SignedIn):
        return hand_over(request, answer({"next": _after(step, onward)}), step)
    if isinstance(step, Stopped):
        raise stopped_error(step)
    return answer({"next": _place(step, onward)})


def stopped_error(step: Stopped) -> RefusedError:
    """A login that stops, as a problem document."""
    status = _STATUSES.get(step.reason, 403)
    return RefusedError(
        Problem(status=status, code=step.reason.value, title=_TITLE, detail=step.text, steps=(_AGAIN, _RECOVERY))
    )


def asking(
    request: HttpRequest,
    *,
    attempt: str,
    factors: Sequence[FactorCode],
    onward: str,
    lead: Text | None = None,
    refused: Text | None = None,
    sent: dict[FactorCode, Any] | None = None,
    push: Any = None,  # noqa: ANN401 - the prompt, as the template shows it
) -> HttpResponse:
    """The page that asks for a further factor."""
    return screen(
        request,
        "portal/login_factor.html",
        attempt=attempt,
        next=onward,
        lead=lead or Text("もう一つの方法で、ご本人を確かめます。", "We check in one more way that it is you."),
        refused=refused,
        push=push,
        passkey=any(factor in WEBAUTHN for factor in factors),
        factors=factor_cards(factors, sent or {}),
    )


def _place(step: MustEnrol | Frozen | NextFactor, onward: str) -> str:
    """Where a script or a form goes on."""
    if isinstance(step, Frozen):
        return f"/freeze/status?{urlencode({'attempt': step.attempt})}"
    if isinstance(step, MustEnrol):
        return f"/login/enrol?{urlencode({'attempt': step.attempt, 'next': onward})}"
    return f"/login/factor?{urlencode({'attempt': step.attempt, 'next': onward})}"


def _after(step: SignedIn, onward: str) -> str:
    """Somebody whom the policy wants to have a passkey is shown the way first, and may go on from there."""
    if step.nudge is not None and step.session.acr < Acr.PHR:
        return f"/enrol/ask?{urlencode({'next': onward})}"
    return onward
