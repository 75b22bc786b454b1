"""Who may call a view: ``@public``, ``@signed_in(...)`` or ``@machine(scope)``, exactly one for each view.

::

    @public
    def schedule(request): ...

    @signed_in(acr=Acr.PHR, within=5 * MINUTE)   # customers and delegates, unless ``kinds`` says otherwise
    def add_authenticator(request): ...

    @api.post("/operations")
    @machine("operations:write")                  # nearest to the function; ninja goes outside
    def create(request, content: dict = Body(...)): ...   # the caller: ``caller_of(request)`` of this module

``guard_of(view)`` tells what a view asks; a battery walks every URL with it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.module_loading import import_string

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.pages import wants_json
from sekisho.web.types.calls import Call
from sekisho.web.types.guards import Admission, Guard
from sekisho.web.types.problems import Problem, RefusedError, Step

P = ParamSpec("P")
R = TypeVar("R")
V = TypeVar("V", bound=Callable[..., Any])
View = Callable[Concatenate[HttpRequest, P], R]
CUSTOMERS = frozenset({PrincipalKind.CUSTOMER, PrincipalKind.AGENT})
STAFF = frozenset({PrincipalKind.STAFF})
_ATTRIBUTE = "sekisho_guard"
_CALLER = "_sekisho_caller"


class TwoGuardsError(TypeError):
    """A view has a guard already."""


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """What a view asks of its caller; None where somebody forgot."""
    found = getattr(view, _ATTRIBUTE, None)
    return found if isinstance(found, Guard) else None


def public(view: View[P, R]) -> View[P, R]:
    """Anybody may call it."""
    _refuse_second(view)
    return _marked(view, Guard(admission=Admission.PUBLIC))


def signed_in(
    *, kinds: frozenset[PrincipalKind] = CUSTOMERS, acr: Acr = Acr.PASSWORD, within: int | None = None
) -> Callable[[View[P, R]], View[P, R | HttpResponseBase]]:
    """Only people who have signed in, surely and lately enough.

    A browser is led to the sign-in or confirmation page and comes back afterwards; a script gets a problem document,
    401 where nobody is signed in and 403 where the sign-in does not suffice.

    Args:
        kinds: who.
        acr: how surely at least.
        within: how long ago at most, in milliseconds.

    """
    guard = Guard(admission=Admission.SIGNED_IN, kinds=kinds, acr=acr, within=within)

    def decorate(view: View[P, R]) -> View[P, R | HttpResponseBase]:
        _refuse_second(view)

        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponseBase:
            missing = _missing(call_of(request), guard)
            return _led(request, missing, guard) if missing else view(request, *args, **kwargs)

        return cast("View[P, R | HttpResponseBase]", _marked(guarded, guard))

    return decorate


def machine(scope: str) -> Callable[[View[P, R]], View[P, R]]:
    """Only programs whose access token has the scope; see ``caller_of``.

    The project's settings name the function that knows access tokens (``CALLER_OF``): ``(request, scope) ->
    caller``, which raises ``RefusedError``.
    """
    guard = Guard(admission=Admission.MACHINE, scope=scope)

    def decorate(view: View[P, R]) -> View[P, R]:
        _refuse_second(view)

        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            setattr(request, _CALLER, import_string(settings.CALLER_OF)(request, scope))
            return view(request, *args, **kwargs)

        return cast("View[P, R]", _marked(guarded, guard))

    return decorate


def refuse_weak(request: HttpRequest, *, acr: Acr, within: int | None = None) -> HttpResponseBase | None:
    """For views whose demand depends on the caller: where his sign-in does not suffice, the way to confirm it.

    Raises:
        RefusedError: a script asks, or a form was sent; with the same problem as behind ``signed_in``.

    """
    guard = Guard(admission=Admission.SIGNED_IN, kinds=CUSTOMERS | STAFF, acr=acr, within=within)
    missing = _missing(call_of(request), guard)
    return _led(request, missing, guard) if missing else None


def caller_of(request: HttpRequest) -> Any:  # noqa: ANN401 - the gateway's type, which this room does not know
    """Which program calls, in a view behind ``machine``."""
    return getattr(request, _CALLER)


def _refuse_second(view: Callable[..., Any]) -> None:
    if guard_of(view) is not None:
        raise TwoGuardsError(getattr(view, "__qualname__", str(view)))


def _marked(view: V, guard: Guard) -> V:
    setattr(view, _ATTRIBUTE, guard)
    return view


def _missing(call: Call, guard: Guard) -> str:
    """What the caller lacks: ``login``, ``kind``, ``acr`` or ``age``; empty where it is nothing."""
    if call.session is None or call.principal is None:
        return "login"
    if call.principal.kind not in guard.kinds:
        return "kind"
    if call.acr < guard.acr:
        return "acr"
    if guard.within is not None and call.at - call.session.auth_time > guard.within:
        return "age"
    return ""


def _led(request: HttpRequest, missing: str, guard: Guard) -> HttpResponseBase:
    """To the page where what is missing can be given."""
    place = _place(request, missing)
    if missing == "kind":
        raise RefusedError(_OTHERS)
    if wants_json(request) or request.method not in {"GET", "HEAD"}:
        raise RefusedError(_problem(missing, guard, place))
    return HttpResponseRedirect(place)


def _place(request: HttpRequest, missing: str) -> str:
    base = "/staff/login" if request.path.startswith("/staff/") else "/login"
    if missing in {"acr", "age"}:
        base = base.replace("login", "confirm")
    onward = {"next": request.get_full_path()} if request.method in {"GET", "HEAD"} else {}
    return f"{base}?{urlencode(onward)}" if onward else base


_OTHERS = Problem(
    status=403,
    code="not_for_you",
    title=Text("このページはご利用になれません", "This page is not for you"),
    detail=Text(
        "別の方のためのページです。はじめの画面へお戻りください。", "It is for others. Please go back to the start."
    ),
    steps=(Step(label=Text("はじめの画面へ", "To the start"), href="/"),),
)  # fmt: skip


def _problem(missing: str, guard: Guard, place: str) -> Problem:
    if missing == "login":
        return Problem(
            status=401,
            code="not_signed_in",
            title=Text("ログインが必要です", "Please sign in"),
            detail=Text(
                "ログインしていないか、時間がたったため終了しました。もう一度ログインしてください。",
                "You are not signed in, or your session has ended. Please sign in again.",
            ),
            steps=(Step(label=Text("ログインへ", "Sign in"), href=place),),
        )
    return Problem(
        status=403,
        code="insufficient_user_authentication",
        title=Text("もう一度ご本人の確認が必要です", "Please confirm that it is you"),
        detail=Text(
            "大切な手続きのため、もう一度ご本人の確認をお願いします。",
            "This step matters, so please confirm once more that it is you.",
        ),
        steps=(Step(label=Text("確認へ", "Confirm"), href=place),),
        extra={"acr": guard.acr.uri, "max_age_ms": guard.within},
    )
