"""What went wrong before a view could answer, each with a next step in both languages: no dead ends."""

import logging

from django.http import HttpRequest, HttpResponse

from sekisho.kernel.texts import Text
from sekisho.web.operations.pages import problem
from sekisho.web.types.problems import Problem, RefusedError, Step

_LOG = logging.getLogger("sekisho.faults")
NOT_ALLOWED, TOO_LARGE, UNKNOWN_HOST, OTHER_ORIGIN = 405, 413, 421, 4030
START = Step(label=Text("はじめの画面へ", "To the start"), href="/")
FREEZE = Step(label=Text("口座を止める", "Freeze my account"), href="/freeze")
_T = Text
_PROBLEMS = {
    400: Problem(status=400, code="bad_request", title=_T("受け取れない内容でした", "The request could not be read"),
                 detail=_T("送られた内容に誤りがありました。前の画面に戻って、もう一度お試しください。",
                           "Something in the request was wrong. Please go back and try once more."), steps=(START,)),
    403: Problem(status=403, code="forbidden", title=_T("このページは表示できません", "This page cannot be shown"),
                 detail=_T("ご利用の権限がありません。はじめの画面からお進みください。",
                           "You may not see it. Please continue from the start."), steps=(START,)),
    404: Problem(status=404, code="not_found", title=_T("ページが見つかりません", "There is no such page"),
                 detail=_T("アドレス（URL）をお確かめいただくか、はじめの画面からお進みください。",
                           "Please check the address, or continue from the start."), steps=(START,)),
    NOT_ALLOWED: Problem(status=405, code="method_not_allowed",
                         title=_T("この操作は受け付けていません", "This cannot be done here"),
                         detail=_T("前の画面に戻って、もう一度お進みください。", "Please go back and continue from there."),
                         steps=(START,)),
    TOO_LARGE: Problem(status=413, code="too_large", title=_T("送られた内容が大きすぎます", "Too much was sent"),
                       detail=_T("短くするか、添付を減らして、もう一度お送りください。",
                                 "Please send less, or fewer attachments."), steps=(START,)),
    429: Problem(status=429, code="too_many", title=_T("回数が多すぎます", "Too many attempts"),
                 detail=_T("しばらく待ってから、もう一度お試しください。お急ぎで口座を止めたいときは「口座を止める」へお進みください。",
                           "Please wait a while and try again. If you need to stop your account now, use “Freeze my account”."),
                 steps=(FREEZE, START)),
    500: Problem(status=500, code="internal", title=_T("処理できませんでした", "Something failed on our side"),
                 detail=_T("こちらの不具合です。少し待ってから、もう一度お試しください。続くときは、受付番号を添えて窓口へお知らせください。",
                           "The fault is ours. Please try again in a moment. If it goes on, tell our help line the number below."),
                 steps=(START,)),
    UNKNOWN_HOST: Problem(status=421, code="unknown_host", title=_T("この名前ではご利用になれません", "Not under this name"),
                          detail=_T("正しいアドレス（URL）を直接入力してお進みください。メールなどのリンクは使わないでください。",
                                    "Please type the correct address yourself; do not use links from messages."),
                          steps=(START,)),
    OTHER_ORIGIN: Problem(status=403, code="other_origin", title=_T("別のサイトからの操作を止めました", "A request from another site was stopped"),
                          detail=_T("安全のため、別のサイトから送られた操作は受け付けません。この画面からもう一度お進みください。",
                                    "For your safety nothing is accepted from other sites. Please continue from here."),
                          steps=(START,)),
}  # fmt: skip
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
