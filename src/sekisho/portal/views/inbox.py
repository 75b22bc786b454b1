"""The customer's inbox: everything he was told, how far it came, and his answer to it (C-16, C-17, C-19)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.kernel.texts import Text
from sekisho.notices.operations.answers import AnswerRefusedError, answer_in_inbox, read_notice
from sekisho.notices.operations.preferences import (
    AlreadySilencedError,
    NotAcknowledgedError,
    NotSilencedError,
    resume_executions,
    silence_executions,
)
from sekisho.notices.queries import notices
from sekisho.notices.queries.notices import NoNoticeError, deliveries_of
from sekisho.notices.queries.preferences import silenced_topics
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.deliveries import STATES
from sekisho.notices.types.notices import Answer, Notice
from sekisho.notices.types.preferences import Acknowledgement
from sekisho.notices.types.templates import Topic
from sekisho.portal.menu import screen
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.minting import identifier
from sekisho.web.types.problems import Problem, RefusedError, Step

MOST = 100
VERSION = "1"
RISK = Text(
    "約定のお知らせを止めると、身に覚えのない売買に気づくのが遅れるおそれがあります。ログイン・出金・登録内容の変更のお知らせは、止まりません。",
    "Without notices of executions you may see too late that somebody else traded. Notices of logins, withdrawals and "
    "changes are never switched off.",
)
"""What somebody reads before he switches notices of executions off; kept with his choice."""
CHANNELS = {
    Channel.PUSH: Text("アプリ", "App"),
    Channel.EMAIL: Text("メール", "E-mail"),
    Channel.SMS: Text("SMS", "Text message"),
    Channel.POST: Text("郵便", "Post"),
}
ANSWERS = {
    Answer.ME: Text("「自分です」とお答えになりました。", "You answered that it was you."),
    Answer.NOT_ME: Text("「身に覚えがない」とお答えになりました。", "You answered that it was not you."),
}
_INBOX = Step(label=Text("お知らせの一覧へ", "To your notices"), href="/inbox")
_NONE = Problem(
    status=404,
    code="unknown",
    title=Text("お知らせが見つかりません", "There is no such notice"),
    detail=Text("一覧から選び直してください。", "Please choose it from the list."),
    steps=(_INBOX,),
)
_SAID_NOT_ME = Problem(
    status=409,
    code="answered",
    title=Text("お答えは変えられません", "This answer stands"),
    detail=Text(
        "先に「身に覚えがない」とお答えになったため、口座を止めています。開くには、停止の状況の画面からお進みください。",
        "You said before that it was not you, so the account is stopped. The page of the freeze says how to open it.",
    ),
    steps=(Step(label=Text("停止の状況へ", "To the freeze"), href="/freeze/status"), _INBOX),
)
_NOT_TICKED = Text("内容をお読みになり、印を付けてください。", "Please read the text and tick the box.")


@require_safe
@signed_in()
def inbox(request: HttpRequest) -> HttpResponse:
    """The last hundred, the newest first."""
    subject = call_of(request).signed_in.subject
    found = notices.inbox(subject=subject, limit=MOST)
    return screen(request, "portal/inbox.html", notices=found, answers=ANSWERS, silenced=_silenced(subject))


@require_safe
@signed_in()
def read(request: HttpRequest, notice: str) -> HttpResponse:
    """One notice; that it was opened is noted."""
    call = call_of(request)
    try:
        found = read_notice(notice=notice, subject=call.signed_in.subject, at=call.at)
    except NoNoticeError as error:
        raise RefusedError(_NONE) from error
    return screen(request, "portal/notice.html", notice=found, ways=_ways(found), answer=_answer(found))


@require_POST
@signed_in()
def reply(request: HttpRequest, notice: str) -> HttpResponse:
    """“It was me” or “it was not me”; after the second the account stops within a second, by a reaction."""
    call, wanted = call_of(request), request.POST.get("answer")
    answer = Answer.NOT_ME if wanted == Answer.NOT_ME else Answer.ME
    try:
        answer_in_inbox(
            notice=notice, subject=call.signed_in.subject, answer=answer, through=_through(call.visit.channel),
            at=call.at,
        )  # fmt: skip
    except NoNoticeError as error:
        raise RefusedError(_NONE) from error
    except AnswerRefusedError as error:
        raise RefusedError(_SAID_NOT_ME) from error
    if answer is Answer.NOT_ME:
        return screen(request, "portal/stopped_thanks.html", sure=True)
    return HttpResponseRedirect(f"/inbox/{notice}")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def executions(request: HttpRequest) -> HttpResponse:
    """Switch notices of executions off, after reading what that means, and on again. Nothing else can be."""
    call = call_of(request)
    subject = call.signed_in.subject
    if request.method != "POST":
        return screen(request, "portal/executions.html", risk=RISK, silenced=_silenced(subject))
    try:
        if request.POST.get("do") == "resume":
            resume_executions(subject=subject, by=call.signed_in.ref, at=call.at)
        else:
            _silence(request)
    except NotAcknowledgedError:
        return screen(request, "portal/executions.html", status=400, risk=RISK, silenced=False, refused=_NOT_TICKED)
    except (AlreadySilencedError, NotSilencedError):
        pass  # it is as he wants it
    return HttpResponseRedirect("/inbox")


def _silence(request: HttpRequest) -> None:
    call = call_of(request)
    shown = Acknowledgement(
        text=RISK.read(call.language), version=VERSION, language=call.language,
        accepted=request.POST.get("accepted") == "yes", by=call.signed_in.ref, session=call.living.ref,
    )  # fmt: skip
    silence_executions(silence=identifier("si"), subject=call.signed_in.subject, acknowledgement=shown, at=call.at)


def _silenced(subject: str) -> bool:
    return Topic.EXECUTION in silenced_topics(subject=subject)


def _ways(found: Notice) -> list[dict[str, object]]:
    """How far it came, a line for each way."""
    return [
        {"channel": CHANNELS[each.channel], "state": STATES[each.state], "since": each.since}
        for each in deliveries_of(notice=found.id)
    ]


def _answer(found: Notice) -> Text | None:
    return ANSWERS[found.answer] if found.answer else None


def _through(channel: str) -> str:
    return "app" if channel == "app" else "web"
