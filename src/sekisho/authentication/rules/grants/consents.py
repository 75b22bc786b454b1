"""The text by which a customer is asked to let another company's service in (C-25)."""

from collections.abc import Collection

from sekisho.firms.types.clients import Client
from sekisho.firms.types.scopes import SCOPES, Scope
from sekisho.kernel.moments import from_milliseconds
from sekisho.kernel.texts import Text

VERSION = "consent@1"
_HEAD = Text(
    "「{client}」が、お客さまの口座について次のことを求めています。",
    "“{client}” asks for the following on your account.",
)
_READING = Text(
    "見るだけの許可です。出金や、登録内容の変更はできません。",
    "This is for reading only. It cannot withdraw money or change your settings.",
)
_UNTIL = Text(
    "許可は{year}年{month}月{day}日までで、いつでも「連携中のサービス」から取り消せます。",
    "You allow this until {year}-{month:02}-{day:02}, and can take it back at any time under “Connected services”.",
)
_PASSWORD = Text(
    "このサービスに、当社のパスワードや認証の数字を教える必要はありません。",
    "You never need to tell this service your password or a code of ours.",
)


def lines_of(scopes: Collection[Scope]) -> tuple[Text, ...]:
    """What the client would be able to do, in the order of the table of scopes."""
    return tuple(line.label for scope, line in SCOPES.items() if scope in scopes)


def text_of(client: Client, scopes: Collection[Scope], *, until: int, language: str) -> str:
    """The whole text as it is shown and kept; ``until`` in milliseconds."""
    moment = from_milliseconds(until)
    paragraphs = [
        _HEAD.read(language).format(client=client.terms.name.read(language)),
        *(f"・{line.read(language)}" if language == "ja" else f"- {line.read(language)}" for line in lines_of(scopes)),
        _READING.read(language),
        _UNTIL.read(language).format(year=moment.year, month=moment.month, day=moment.day),
        _PASSWORD.read(language),
    ]
    return "\n".join(paragraphs)
