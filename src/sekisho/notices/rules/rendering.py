"""Fill a template's places, and add the line that says how to answer "this was not me"."""

from collections.abc import Mapping

from sekisho.kernel.texts import Text
from sekisho.notices.rules.patterns import Match, matches
from sekisho.notices.rules.spelling import spell, withheld
from sekisho.notices.types.facts import FACTS, Form
from sekisho.notices.types.notices import FactValue
from sekisho.notices.types.templates import Template, Wording

ANSWER_LONG = Text(
    "身に覚えがないときは、アプリまたはウェブの最初の画面の「身に覚えのないお知らせ」に、次の停止番号を入れてください。"
    "ログインは要りません。番号を受け付けると、口座の取引と出金を止めます。\n停止番号  {code}",
    "If this was not you, open our app or our website, choose the notice about something you did not do on the first "
    "page and type this stop code there. You need not log in. We then stop trading and withdrawals for your account."
    "\nStop code  {code}",
)
"""How to answer, for mail and letters. Where the app and the site are, the customer knows; the message must not say."""
ANSWER_SHORT = Text(
    "身に覚えがなければ、アプリの最初の画面で停止番号 {code} を入れてください。",
    "Not you? Type stop code {code} on the first page of our app.",
)
"""How to answer, for SMS and push."""
CLOSING = Text(
    "くわしくは、いつものアプリか、ご自身で登録したブックマークからご覧ください。",
    "For more, open our app or your own bookmark of our site as you always do.",
)
"""The last sentence of every mail and letter."""
SAMPLE_CODE = "1111 1111 1111 11"


class UnsafeMessageError(Exception):
    """Filled in, the message holds what no message may. Mend the template; nothing was sent."""

    def __init__(self, template: str, match: Match) -> None:
        self.match = match
        super().__init__(f"{template}: {match.code}: {match.found}")


def render(template: Template, facts: Mapping[str, FactValue], *, language: str) -> Wording:
    """The message filled in. Where others' words make it unsafe, they are all withheld: it must go out in any case.

    Raises:
        UnsafeMessageError: it is unsafe even so.

    """
    wording = template.wordings[language]
    spelt = {name: spell(name, facts.get(name), language=language) for name in (*template.facts, "firm")}
    filled = _fill(wording, spelt)
    if _first(filled) is None:
        return filled
    for name in template.facts:
        if FACTS[name].form in {Form.WORDS, Form.ACCOUNT}:
            spelt[name] = withheld(name, language=language)
    filled = _fill(wording, spelt)
    if (match := _first(filled)) is not None:
        raise UnsafeMessageError(template.name, match)
    return filled


def with_answer(text: str, line: Text, *, code: str, language: str, gap: str) -> str:
    """The text and, where there is a code, the line that says how to answer."""
    return text + gap + line.read(language).format(code=code) if code else text


def _fill(wording: Wording, spelt: Mapping[str, str]) -> Wording:
    return Wording(
        title=wording.title.format_map(spelt),
        text=wording.text.format_map(spelt),
        short=wording.short.format_map(spelt),
    )


def _first(filled: Wording) -> Match | None:
    return next((match for text in texts_of(filled) for match in matches(text)), None)


def texts_of(wording: Wording) -> tuple[str, str, str]:
    """The three texts of a wording."""
    return wording.title, wording.text, wording.short
