"""Answer with a page, or with a problem document (RFC 9457)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.types.problems import Problem, Step

_FORM_TARGETS = "sekisho_form_targets"
_PROGRAMS = ("/v1/", "/oidc/token", "/oidc/par", "/.well-known/")
HELP_LINE_HINT = Text(
    "当社から電話やメールで、パスワードや認証の数字をお尋ねすることは決してありません。",
    "We never ask for your password or a code by telephone, e-mail or text message.",
)


def page(
    request: HttpRequest,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,  # noqa: ANN401
) -> HttpResponse:
    """A page in the caller's language; ``template`` extends ``web/base.html``.

    The template sees ``call``, ``language``, ``firm`` (a Text), ``help_line`` and the given context.
    """
    body = render_to_string(template, {**surroundings(request), **context}, request)
    return HttpResponse(body, status=status, headers=dict(headers or {}))


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """What every page knows."""
    call = call_of(request)
    return {
        "call": call,
        "language": call.language,
        "firm": Text(settings.SEKISHO_FIRM_NAME, settings.SEKISHO_FIRM_NAME_EN),
        "help_line": settings.SEKISHO_HELP_LINE,
        "help_hint": HELP_LINE_HINT,
        "address": request.path,
        "part": "console" if for_staff(request) else "portal",
        "start": "/staff/" if for_staff(request) else "/",
    }


def is_for_programs(request: HttpRequest) -> bool:
    """Whether only programs come here, without cookies."""
    return request.path.startswith(_PROGRAMS)


def for_staff(request: HttpRequest) -> bool:
    """Whether this is a page of the staff's console."""
    return request.path.startswith("/staff/")


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: by what it sends or accepts, or by where."""
    if is_for_programs(request) or request.content_type == "application/json":
        return True
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and "text/html" not in accepted


def problem(request: HttpRequest, found: Problem) -> HttpResponse:
    """A refusal, as a problem document for programs and as a page for people."""
    found = replace(found, steps=tuple(_at_home(step, request) for step in found.steps))
    if wants_json(request):
        return JsonResponse(
            document(request, found), status=found.status, headers=dict(found.headers),
            content_type="application/problem+json", json_dumps_params={"ensure_ascii": False},
        )  # fmt: skip
    frame = "console/base.html" if for_staff(request) else "web/base.html"
    return page(request, "web/problem.html", status=found.status, headers=found.headers, problem=found, frame=frame)


def _at_home(step: Step, request: HttpRequest) -> Step:
    """The start, for whoever is in the staff's part, is theirs."""
    return replace(step, href="/staff/") if step.href == "/" and for_staff(request) else step


def document(request: HttpRequest, found: Problem) -> dict[str, object]:
    """The members of a problem document; ``title`` and ``detail`` in the caller's language, ``texts`` in both."""
    call = call_of(request)
    read = call.language
    return {
        "type": f"urn:sekisho:problem:{found.code}",
        "status": found.status,
        "code": found.code,
        "title": found.title.read(read),
        "detail": found.detail.read(read),
        "texts": {
            language: {"title": found.title.read(language), "detail": found.detail.read(language)}
            for language in ("ja", "en")
        },
        "next": [{"label": step.label.read(read), "href": step.href} for step in found.steps],
        "request": call.request,
        **found.extra,
    }


def answer(value: Mapping[str, object], *, status: int = 200) -> JsonResponse:
    """A JSON answer."""
    return JsonResponse(dict(value), status=status, json_dumps_params={"ensure_ascii": False})


def allow_form_target(response: HttpResponse, origin: str) -> HttpResponse:
    """Let a form of this page lead to another origin through a redirect, e.g. back to an OIDC client."""
    setattr(response, _FORM_TARGETS, (*form_targets(response), origin))
    return response


def form_targets(response: HttpResponse) -> tuple[str, ...]:
    """The other origins that forms of this page may lead to."""
    found = getattr(response, _FORM_TARGETS, ())
    return found if isinstance(found, tuple) else ()
