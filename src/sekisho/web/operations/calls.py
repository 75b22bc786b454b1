"""Read a request once: who, when, from where, in which language."""

from dataclasses import replace
from ipaddress import ip_network

from django.conf import settings
from django.http import HttpRequest

from sekisho.authentication.operations.session_watch import watch
from sekisho.authentication.operations.sessions import SessionOverError
from sekisho.authentication.queries.devices import device_by_token
from sekisho.authentication.queries.sessions import Bearer, bearer_by_token
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.sessions import Session, browser_ref, token_digest
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier, token
from sekisho.web.rules.addresses import client_address
from sekisho.web.rules.languages import chosen_language
from sekisho.web.types.calls import BROWSER_COOKIE, LANGUAGE_COOKIE, SESSION_COOKIE, STAFF_COOKIE, Call

_ATTRIBUTE = "_sekisho_call"
_NEW_BROWSER = "_sekisho_new_browser"
_LONGEST_AGENT = 512


def call_of(request: HttpRequest) -> Call:
    """The request as a value; read once, then the same for everybody who asks."""
    known = getattr(request, _ATTRIBUTE, None)
    if isinstance(known, Call):
        return known
    call = _read(request)
    setattr(request, _ATTRIBUTE, call)
    return call


def forget_call(request: HttpRequest) -> None:
    """Read the request anew when somebody asks next, e.g. for a page right after signing in or out."""
    if hasattr(request, _ATTRIBUTE):
        delattr(request, _ATTRIBUTE)


def session_cookie(request: HttpRequest) -> str:
    """The cookie in which this part of the site keeps its session: staff pages have one of their own."""
    return STAFF_COOKIE if request.path.startswith("/staff/") else SESSION_COOKIE


def new_browser(request: HttpRequest) -> str:
    """The token that this answer must set as the browser's cookie; empty where the browser has one."""
    return str(getattr(request, _NEW_BROWSER, ""))


def browser_token(request: HttpRequest) -> str:
    """The token in the browser's cookie, or the one that this answer will set. Keep only its digest."""
    known = request.COOKIES.get(BROWSER_COOKIE, "")
    if not known:
        known = new_browser(request) or token()
        setattr(request, _NEW_BROWSER, known)
    return known


def _read(request: HttpRequest) -> Call:
    at = now()
    known = browser_token(request)
    language = chosen_language(
        asked=request.GET.get("lang", ""),
        kept=request.COOKIES.get(LANGUAGE_COOKIE, ""),
        accepted=request.headers.get("Accept-Language", ""),
    )
    bearer = _bearer(request, known, at)
    visit = Visit(
        channel="web",
        session=browser_ref(known),
        ip=_address(request),
        device=bearer.device if bearer else _device(request),
        user_agent=request.headers.get("User-Agent", "")[:_LONGEST_AGENT],
        language=language,
    )
    session = _watched(bearer.session, visit, at) if bearer else None
    return Call(
        at=at,
        request=identifier("rq"),
        language=language,
        visit=replace(visit, session=session.ref) if session else visit,
        browser=session.ref if session else visit.session,
        session=session,
        principal=bearer.principal if bearer and session else None,
    )


def _device(request: HttpRequest) -> str:
    """The device that this browser was registered as when somebody signed in on it; empty before that."""
    known = request.COOKIES.get(BROWSER_COOKIE, "")
    found = device_by_token(token_digest=token_digest(known)) if known else None
    return found or ""


def _bearer(request: HttpRequest, browser: str, at: int) -> Bearer | None:
    """Whoever comes with a living session's cookie."""
    brought = request.COOKIES.get(session_cookie(request), "")
    if not brought:
        return None
    return bearer_by_token(token_digest=token_digest(brought), browser_digest=token_digest(browser), at=at)


def _watched(session: Session, visit: Visit, at: int) -> Session | None:
    """The session, unless it ends because of where it comes from."""
    try:
        return watch(session=session, visit=visit, at=at)
    except SessionOverError:
        return None


def _address(request: HttpRequest) -> str:
    return client_address(
        peer=request.META.get("REMOTE_ADDR", ""),
        forwarded=request.headers.get("X-Forwarded-For", ""),
        proxies=[ip_network(proxy) for proxy in settings.SEKISHO_PROXIES],
    )
