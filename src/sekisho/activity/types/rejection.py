"""Why a line is not an event: the code, the field, and the sentence in both languages."""

from collections.abc import Mapping
from enum import StrEnum

from sekisho.kernel.texts import Text


class Code(StrEnum):
    """Every way in which input is refused. The words are stable: they stand in files, figures and problem documents."""

    EMPTY = "empty"
    ENCODING = "encoding"
    NUL = "nul"
    SURROGATE = "surrogate"
    JSON = "json"
    TRUNCATED = "truncated"
    TOO_DEEP = "too_deep"
    LINE_TOO_LONG = "line_too_long"
    NOT_OBJECT = "not_object"
    UNKNOWN_TYPE = "unknown_type"
    MISSING = "missing"
    TYPE = "type"
    MONEY = "money"
    LENGTH = "length"
    RANGE = "range"
    CHOICE = "choice"
    FORMAT = "format"
    MOMENT = "moment"
    AT_RANGE = "at_range"
    ADDRESS = "address"
    ONE_PERSON = "one_person"
    NO_ACCOUNT = "no_account"
    NO_SYMBOL = "no_symbol"
    CURRENCY = "currency"
    BROKEN_ARCHIVE = "broken_archive"
    ID_CONFLICT = "id_conflict"
    FUTURE = "future"
    TOO_LATE = "too_late"
    SOURCE_FIELD = "source_field"
    SOURCE_RECORD = "source_record"


REASONS: Mapping[Code, Text] = {
    Code.EMPTY: Text(
        "空行です。1行に1つのJSONオブジェクトを書いてください。",
        "The line is empty. Write one JSON object on each line.",
    ),
    Code.ENCODING: Text(
        "UTF-8ではありません（{detail}）。UTF-8（BOMなし）に変換してください。",
        "The line is not UTF-8 ({detail}). Convert it to UTF-8 without a byte order mark.",
    ),
    Code.NUL: Text(
        "文字列にNUL（U+0000）があります。取り除いてください。",
        "A string holds NUL (U+0000), which no database text can keep. Remove it.",
    ),
    Code.SURROGATE: Text(
        "対になっていないサロゲート（\\uD800～\\uDFFF）があります。文字を正しく符号化してください。",
        "A lone surrogate (\\uD800 to \\uDFFF) is no character. Encode the character as a pair.",
    ),
    Code.JSON: Text(
        "JSONとして読めません（{detail}）。引用符、括弧、コンマを確かめてください。",
        "This is not JSON ({detail}). Check quotes, brackets and commas.",
    ),
    Code.TRUNCATED: Text(
        "JSONが途中で切れています。行の最後まで書かれているか確かめてください。",
        "The JSON breaks off. Check that the line was written to its end.",
    ),
    Code.TOO_DEEP: Text(
        "入れ子が深すぎます（{detail}段まで）。構造を平らにしてください。",
        "The JSON is nested deeper than {detail} levels. Flatten it.",
    ),
    Code.LINE_TOO_LONG: Text(
        "行が長すぎます（{detail}バイトまで）。1行に1つのイベントだけを書いてください。",
        "The line is longer than {detail} bytes. Write one event on each line.",
    ),
    Code.NOT_OBJECT: Text(
        "JSONオブジェクトではありません。{{ … }} で囲んでください。",
        "This is not a JSON object. Put it between {{ and }}.",
    ),
    Code.UNKNOWN_TYPE: Text(
        "typeが分かりません（{detail}）。契約にあるイベントの種類を書いてください。",
        "The type is unknown ({detail}). Use one of the event types of the contract.",
    ),
    Code.MISSING: Text("{field} がありません。必ず書いてください。", "{field} is missing. It is required."),
    Code.TYPE: Text(
        "{field} の型が違います。{detail}を書いてください。", "{field} has the wrong type. Write {detail}."
    ),
    Code.MONEY: Text(
        "{field} の金額は円の整数で書いてください（外貨は currency と10進の文字列）。",
        "{field}: write money as whole yen (or as a decimal string beside a currency).",
    ),
    Code.LENGTH: Text(
        "{field} の長さが範囲外です（{detail}）。", "{field} is too short or too long (allowed: {detail})."
    ),
    Code.RANGE: Text("{field} の値が範囲外です（{detail}）。", "{field} is out of range (allowed: {detail})."),
    Code.CHOICE: Text(
        "{field} の値 {detail} は使えません。契約にある語から選んでください。",
        "{field} must not be {detail}. Use a word of the contract.",
    ),
    Code.FORMAT: Text("{field} の書き方が違います（{detail}）。", "{field} is not written as {detail}."),
    Code.MOMENT: Text(
        "{field} は時差つきのRFC 3339の日時で書いてください（例 2025-03-17T09:00:00.000+09:00）。",
        "{field} is no RFC 3339 moment with offset. Write for example 2025-03-17T09:00:00.000+09:00.",
    ),
    Code.AT_RANGE: Text(
        "at は2000年から2099年まで（UTC）でなければなりません。時計を確かめてください。",
        "at must lie in the years 2000 to 2099 (UTC). Check the sender's clock.",
    ),
    Code.ADDRESS: Text(
        "{field} はIPv4でもIPv6でもありません。アドレスだけを書いてください。",
        "{field} is neither an IPv4 nor an IPv6 address. Write the bare address.",
    ),
    Code.ONE_PERSON: Text(
        "by と approved_by は、空でない別々の人でなければなりません。",
        "by and approved_by must name two different people.",
    ),
    Code.NO_ACCOUNT: Text(
        "凍結とその解除には account が必要です。",
        "A freeze or its release must name the account.",
    ),
    Code.NO_SYMBOL: Text(
        "銘柄の買付停止とその解除には body.symbol が必要です。",
        "A brake or its end must name body.symbol.",
    ),
    Code.CURRENCY: Text(
        "{field}: currency があるときは10進の文字列、ないときは数で書いてください。",
        "{field}: write a decimal string beside a currency, and a number without one.",
    ),
    Code.BROKEN_ARCHIVE: Text(
        "圧縮ファイルが壊れているか、途中で切れています（{detail}）。ファイルを送り直してください。",
        "The compressed file is damaged or breaks off ({detail}). Send the file again.",
    ),
    Code.ID_CONFLICT: Text(
        "同じ id で内容の違うイベントがすでにあります。id はイベントごとに変えてください。",
        "Another event with this id and other content was already accepted. Give each event its own id.",
    ),
    Code.FUTURE: Text(
        "at が、受け入れた最新のイベントより{detail}日を超えて先です。時計を確かめてください。",
        "at is more than {detail} days ahead of the newest accepted event. Check the sender's clock.",
    ),
    Code.TOO_LATE: Text(
        "at が、受け入れた最新のイベントより{detail}日を超えて前です。再実行（replay）で取り込んでください。",
        "at is more than {detail} days behind the newest accepted event. Bring it in by a replay.",
    ),
    Code.SOURCE_FIELD: Text(
        "元データの {field} を読めません（{detail}）。",
        "{field} of the source cannot be read ({detail}).",
    ),
    Code.SOURCE_RECORD: Text("元データの行を読めません（{detail}）。", "The source record cannot be read ({detail})."),
}
"""The sentence of each code, with places for the field and the detail."""


class BadEvent(ValueError):  # noqa: N818 - named after what it is: an event that is bad
    """A line or message that is no acceptable event.

    Attributes:
        code: the stable word for the kind of fault.
        field: path of the offending field, e.g. ``body.quantity``; empty when the line as a whole is meant.
        detail: what exactly, as it stands in the sentence.
        reason: the sentence, in both languages.

    """

    def __init__(self, code: Code, *, field: str = "", detail: Text | str = "") -> None:
        """Fill in the sentence of ``code``."""
        pattern = REASONS[code]
        words = detail if isinstance(detail, Text) else Text(detail, detail)
        self.code = code
        self.field = field
        self.detail = words
        self.reason = Text(
            pattern.ja.format(field=field, detail=words.ja), pattern.en.format(field=field, detail=words.en)
        )
        super().__init__(self.reason.en)

    def __reduce__(self) -> tuple[object, ...]:
        """Exceptions are copied by their message alone; this one by what it was made of."""
        return _again, (self.code, self.field, self.detail)


def _again(code: Code, field: str, detail: Text) -> BadEvent:
    return BadEvent(code, field=field, detail=detail)


class SpoiltLine(bytes):
    """A line that could not be read whole; its bytes are the part that was.

    Attributes:
        rejection: why.
        size: length of the whole line in bytes, as far as it could be read.
        sha256: digest of the whole line in hexadecimal.

    """

    rejection: BadEvent
    size: int
    sha256: str

    @classmethod
    def of(cls, head: bytes, *, rejection: BadEvent, size: int, sha256: str) -> "SpoiltLine":
        """Mark ``head`` as the readable part of a spoilt line."""
        line = cls(head)
        line.rejection, line.size, line.sha256 = rejection, size, sha256
        return line
