"""What went wrong before a view could answer, each with a next step in both languages: no dead ends."""

import logging

from django.http import HttpRequest, HttpResponse

from sekisho.kernel.texts import Text
from sekisho.web.operations.pages import problem
from sekisho.web.types.problems import Problem, RefusedError, Step

_LOG = logging.getLogger("sekisho.faults")
NOT_ALLOWED, TOO_LARGE, UNKNOWN_HOST, TOO_MANY = 405, 413, 421, 429
OTHER_ORIGIN = 4030
"""A 403 of its own."""
START = Step(label=Text("はじめの画面へ", "To the start"), href="/")
FREEZE = Step(label=Text("口座を止める", "Freeze my account"), href="/freeze")
_CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    NOT_ALLOWED: "method_not_allowed",
    TOO_LARGE: "too_large",
    TOO_MANY: "too_many",
    500: "internal",
    UNKNOWN_HOST: "unknown_host",
    OTHER_ORIGIN: "other_origin",
}
_TITLES = {
    400: Text("受け取れない内容でした", "The request could not be read"),
    403: Text("このページは表示できません", "This page cannot be shown"),
    404: Text("ページが見つかりません", "There is no such page"),
    NOT_ALLOWED: Text("この操作は受け付けていません", "This cannot be done here"),
    TOO_LARGE: Text("送られた内容が大きすぎます", "Too much was sent"),
    TOO_MANY: Text("回数が多すぎます", "Too many attempts"),
    500: Text("処理できませんでした", "Something failed on our side"),
    UNKNOWN_HOST: Text("この名前ではご利用になれません", "Not under this name"),
    OTHER_ORIGIN: Text("別のサイトからの操作を止めました", "A request from another site was stopped"),
}
_DETAILS = {
    400: Text(
        "送られた内容に誤りがありました。前の画面に戻って、もう一度お試しください。",
        "Something in the request was wrong. Please go back and try once more.",
    ),
    403: Text(
        "ご利用の権限がありません。はじめの画面からお進みください。",
        "You may not see it. Please continue from the start.",
    ),
    404: Text(
        "アドレス（URL）をお確かめいただくか、はじめの画面からお進みください。",
        "Please check the address, or continue from the start.",
    ),
    NOT_ALLOWED: Text(
        "前の画面に戻って、もう一度お進みください。",
        "Please go back and continue from there.",
    ),
    TOO_LARGE: Text(
        "短くするか、添付を減らして、もう一度お送りください。",
        "Please send less, or fewer attachments.",
    ),
    TOO_MANY: Text(
        "しばらく待ってから、もう一度お試しください。お急ぎで口座を止めたいときは「口座を止める」へお進みください。",
        "Please wait a while and try again. To stop your account now, use “Freeze my account”.",
    ),
    500: Text(
        "こちらの不具合です。少し待ってから、もう一度お試しください。続くときは、受付番号を添えて窓口へお知らせください。",
        "The fault is ours. Please try again in a moment. If it goes on, tell our help line the number below.",
    ),
    UNKNOWN_HOST: Text(
        "正しいアドレス（URL）を直接入力してお進みください。メールなどのリンクは使わないでください。",
        "Please type the correct address yourself; do not use links from messages.",
    ),
    OTHER_ORIGIN: Text(
        "安全のため、別のサイトから送られた操作は受け付けません。この画面からもう一度お進みください。",
        "For your safety nothing is accepted from other sites. Please continue from here.",
    ),
}
_PROBLEMS = {
    which: Problem(
        status=403 if which == OTHER_ORIGIN else which,
        code=code,
        title=_TITLES[which],
        detail=_DETAILS[which],
        steps=(FREEZE, START) if which == TOO_MANY else (START,),
    )
    for which, code in _CODES.items()
}
_CSRF = Problem(
    status=403,
    code="csrf",
    title=Text("画面の有効な時間が過ぎました", "This page is too old"),
    detail=Text(
        "安全のため、しばらく使わなかった画面からの送信は受け付けません。前の画面に戻って開き直し、もう一度お試しください。"
        "続くときは、ブラウザでこのサイトのCookieを許可してください。",
        "For your safety nothing is accepted from a page that was left open too long. Go back, reload the page and try "
        "again. If it goes on, allow cookies for this site in your browser.",
    ),
    steps=(START,),
)  # fmt: skip


def fault(request: HttpRequest, which: int) -> HttpResponse:
    """The answer for a status that no view gave."""
    return problem(request, _PROBLEMS[which])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's form
    """Django's handler400."""
    return fault(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's form
    """Django's handler403."""
    return fault(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's form
    """Django's handler404."""
    return fault(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500; the trace stands in the log of ``django.request``."""
    return fault(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    _LOG.info("csrf: %s", reason)
    return problem(request, _CSRF)


def nowhere() -> RefusedError:
    """For views: there is no such page, or not for this caller; which of the two is not told."""
    return RefusedError(_PROBLEMS[404])
