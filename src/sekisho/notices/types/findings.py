"""What the linter has to say about a message: a value, never an exception."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sekisho.kernel.texts import Text


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file, and a line counted from one."""

    source: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One mistake: where it is, what it is (a code of three parts), and what to do, in both languages."""

    place: Place
    code: str
    text: Text

    def line(self, *, language: str) -> str:
        """The finding as one line, ``file:line: code: message``."""
        return f"{self.place.source}:{self.place.line}: {self.code}: {self.text.read(language)}"


_T = Text
MESSAGES: Mapping[str, Text] = MappingProxyType(
    {
        "file:toml:unreadable": _T("TOMLとして読めません（{problem}）。", "not readable as TOML: {problem}"),
        "file:name:differs": _T("name はファイル名と同じ {stem} にしてください。", "name must be the file's, {stem}"),
        "field:key:missing": _T("{key} を書いてください。", "write {key}"),
        "field:key:unknown": _T("{key} という項目はありません。消してください。", "there is no {key}; remove it"),
        "field:value:wrong": _T("{key} は {ja} で書いてください。", "{key} must be {en}"),
        "language:text:missing": _T(
            "[{key}] がありません。日本語と英語の両方が必要です。", "[{key}] is missing; both languages are needed"
        ),
        "language:text:foreign": _T("{key} がその言語で書かれていません。", "{key} is not written in that language"),
        "place:name:unknown": _T(
            "{{{name}}} は差し込めません。facts に書いた名前にしてください。",
            "{{{name}}} cannot be filled; use a name that stands in facts",
        ),
        "place:name:unused": _T(
            "facts の {name} はどこにも使われていません。消してください。", "{name} in facts is used nowhere; remove it"
        ),
        "place:form:wrong": _T(
            "波かっこの書き方が違います（{problem}）。{{名前}} だけが使えます。",
            "the braces are wrong ({problem}); only {{name}} can be used",
        ),
        "text:link:found": _T(
            "リンク、ドメイン、アドレスは書けません（{found}）。アプリか登録済みのブックマークへ案内してください。",
            "no link, domain or address ({found}); send people to the app or to their own bookmark",
        ),
        "text:phone:found": _T(
            "電話番号は書けません（{found}）。偽の番号と見分けがつかなくなります。",
            "no telephone number ({found}); people could not tell it from a false one",
        ),
        "text:callback:asked": _T("電話をかけるよう求められません（{found}）。", "do not ask people to call ({found})"),
        "text:secret:asked": _T(
            "パスワードや認証コードなどの秘密を求められません（{found}）。",
            "do not ask for passwords, codes or other secrets ({found})",
        ),
        "text:click:asked": _T(
            "押すことや返信は求められません（{found}）。", "do not ask for clicks or replies ({found})"
        ),
        "text:urgency:found": _T(
            "急がせる言い方は詐欺と見分けがつきません（{found}）。落ち着いた言い方にしてください。",
            "words that hurry or frighten look like fraud ({found}); write calmly",
        ),
        "text:hidden:found": _T(
            "見えない文字があります（{found}）。消してください。", "an invisible character ({found}); remove it"
        ),
        "text:title:long": _T(
            "title が長すぎます（最長で{length}文字、{most}文字まで）。",
            "the title is too long ({length} characters at its widest, at most {most})",
        ),
        "sms:parts:many": _T(
            "short が長すぎます（差し込みが最も長いときSMS {parts}通分、{most}通まで）。",
            "short is too long ({parts} parts of SMS at its widest, at most {most})",
        ),
        "lock:file:missing": _T(
            "lock.json がありません。`sekisho notices lock` で作ってください。",
            "lock.json is missing; make it with `sekisho notices lock`",
        ),
        "lock:file:unreadable": _T("lock.json が読めません（{problem}）。", "lock.json is not readable: {problem}"),
        "lock:template:changed": _T(
            "{name} の内容が変わったのに version が {version} のままです。上げてください。",
            "{name} changed but is still version {version}; raise the version",
        ),
        "lock:template:lowered": _T(
            "{name} の version {version} は、固定済みの {locked} より小さくなっています。",
            "version {version} of {name} is below the locked {locked}",
        ),
        "lock:template:unlocked": _T(
            "{name} の version {version} は固定されていません。`sekisho notices lock` を実行してください。",
            "version {version} of {name} is not locked; run `sekisho notices lock`",
        ),
        "lock:template:gone": _T("固定済みの {name} がありません。", "{name} is locked but its file is gone"),
    }
)
"""Code → what to say, with places."""


def finding(code: str, place: Place, **values: object) -> Finding:
    """A finding with its message filled in."""
    message = MESSAGES[code]
    return Finding(place=place, code=code, text=Text(message.ja.format(**values), message.en.format(**values)))
