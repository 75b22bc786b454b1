"""Around every request: the browser's standing orders, exact hosts and origins, sizes, refusals, and a log line."""

import logging
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sekisho.web.operations.calls import call_of, new_browser
from sekisho.web.operations.cookies import set_browser, set_language
from sekisho.web.operations.faults import NOT_ALLOWED, OTHER_ORIGIN, TOO_LARGE, UNKNOWN_HOST, fault
from sekisho.web.operations.pages import form_targets, is_for_programs, problem, wants_json
from sekisho.web.rules.languages import LANGUAGES
from sekisho.web.rules.policies import PERMISSIONS, content_policy
from sekisho.web.types.calls import LANGUAGE_COOKIE
from sekisho.web.types.problems import RefusedError

Answer = Callable[[HttpRequest], HttpResponseBase]
_LOG = logging.getLogger("sekisho.access")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ALIVE = "/healthz"
_HEADERS = {
    # "no-referrer" would make browsers send "Origin: null" with our own forms; this tells other sites just as little.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}
_HSTS = "max-age=63072000; includeSubDomains"


def envelope(answer: Answer) -> Answer:
    """Standing orders on every answer, whoever made it, and a line in the log without addresses, queries or secrets."""

    def around(request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = answer(request)
        _dress(request, response)
        took = (time.perf_counter() - begun) * 1_000
        call = call_of(request)
        _LOG.info("%s %s %s %d %.1fms", call.request, request.method, request.path, response.status_code, took)
        response.headers["X-Request-Id"] = call.request
        return response

    return around


def _dress(request: HttpRequest, response: HttpResponseBase) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    targets = form_targets(response) if isinstance(response, HttpResponse) else ()
    response.headers.setdefault("Content-Security-Policy", content_policy(form_targets=targets))
    response.headers.setdefault("Cache-Control", "no-store")
    if any(origin.startswith("https:") for origin in settings.SEKISHO_ORIGINS):
        response.headers.setdefault("Strict-Transport-Security", _HSTS)
    if isinstance(response, HttpResponse) and not wants_json(request):
        response.headers.setdefault("Vary", "Accept-Language, Cookie")
        response.headers.setdefault("Content-Language", call_of(request).language)
        response.headers.setdefault("Content-Length", str(len(response.content)))
    _keep(request, response)


def _keep(request: HttpRequest, response: HttpResponseBase) -> None:
    """Cookies that every page may set: the browser's own, and the language somebody chose."""
    fresh = new_browser(request)
    if fresh and request.path != _ALIVE and not is_for_programs(request):
        set_browser(response, fresh)
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES and asked != request.COOKIES.get(LANGUAGE_COOKIE):
        set_language(response, asked)


class Refusals:
    """Make a page or a problem document of every refusal, and of errors that Django answers with an empty page."""

    def __init__(self, answer: Answer) -> None:
        """Stand before ``answer``."""
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Mend what Django answers with an empty page."""
        response = self._answer(request)
        if isinstance(response, HttpResponse) and response.status_code == NOT_ALLOWED and not response.content:
            told = fault(request, NOT_ALLOWED)
            told.headers["Allow"] = response.headers.get("Allow", "")
            return told
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Make a page or a problem document of a refusal; other errors are not ours."""
        return problem(request, error.problem) if isinstance(error, RefusedError) else None


def boundaries(answer: Answer) -> Answer:
    """Only our own hosts, only our own pages may change anything with a cookie, and nothing too large."""

    def around(request: HttpRequest) -> HttpResponseBase:
        if request.path == _ALIVE:
            return answer(request)
        if request.META.get("HTTP_HOST", "").lower() not in _hosts():
            return fault(request, UNKNOWN_HOST)
        if _length(request) > settings.SEKISHO_MAX_BODY:
            return fault(request, TOO_LARGE)
        if request.method not in _SAFE and _is_foreign(request):
            return fault(request, OTHER_ORIGIN)
        return answer(request)

    return around


def _hosts() -> frozenset[str]:
    return frozenset(urlsplit(origin).netloc.lower() for origin in settings.SEKISHO_ORIGINS)


def _length(request: HttpRequest) -> int:
    word = request.META.get("CONTENT_LENGTH") or "0"
    return int(word) if word.isdecimal() else settings.SEKISHO_MAX_BODY + 1


def _is_foreign(request: HttpRequest) -> bool:
    """Sent by another site's page. Programs send neither header, and carry no cookie."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and origin not in settings.SEKISHO_ORIGINS
