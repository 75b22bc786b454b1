"""What the parser's complaint means to the sender: code, field and sentence.

Runs only for refused lines, so it may take its time.
"""

import re
from collections.abc import Callable
from itertools import pairwise

import msgspec

from sekisho.activity.types.rejection import BadEvent, Code
from sekisho.kernel.texts import Text

_ENVELOPE_PATH = re.compile(r" - at `\$\.?(?P<path>.*)`$")
_BYTE = re.compile(r"\(byte (\d+)\)")
_TICKED = re.compile(r"`([^`]*)`")
_LIMIT = re.compile(r"([<>]=? ?\S+)")
_UNIT = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_HALF_WIDTH_KANA = re.compile("[｡-ﾟ]")
_MONEY = frozenset({"amount", "notional", "value", "cash", "buying_power", "market_cap", "adv"})
_KINDS = {
    "int": Text("整数", "an integer"),
    "float": Text("数", "a number"),
    "str": Text("文字列", "a string"),
    "bool": Text("真偽値", "true or false"),
    "object": Text("オブジェクト", "an object"),
    "array": Text("配列", "an array"),
    "datetime": Text("日時の文字列", "a moment as a string"),
    "null": Text("null", "null"),
}
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "UTF-8 BOM"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def explain(line: bytes, error: UnicodeDecodeError | msgspec.DecodeError) -> BadEvent:
    """Say why ``line`` was refused.

    Args:
        line: the line as it came.
        error: what the UTF-8 check or the parser said about it.

    """
    if not line.strip():
        return BadEvent(Code.EMPTY)
    if encoding := likely_encoding(line):
        return BadEvent(Code.ENCODING, detail=encoding)
    if isinstance(error, msgspec.ValidationError):
        return _explain_field(str(error))
    if _has_lone_surrogate(line):
        return BadEvent(Code.SURROGATE)
    if "truncated" in str(error):
        return BadEvent(Code.TRUNCATED)
    return BadEvent(Code.JSON, detail=_place(str(error)))


def likely_encoding(line: bytes) -> Text | None:
    """The encoding of a line that is not plain UTF-8; None when it is.

    A guess in this order: byte order mark, many NUL bytes, escape sequences, then whether it reads as EUC-JP or CP932.
    EUC-JP text read as CP932 is full of half-width kana, which is how the two are told apart.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if line.startswith(mark):
            return Text(name, name)
    if line.count(0) * 3 >= len(line):
        return Text("おそらくUTF-16", "probably UTF-16")
    if b"\x1b$" in line:
        return Text("おそらくISO-2022-JP", "probably ISO-2022-JP")
    return None if _reads_as(line, "utf-8") is not None else _likely_japanese(line)


def _likely_japanese(line: bytes) -> Text:
    cp932 = _reads_as(line, "cp932")
    if _reads_as(line, "euc_jp") is not None and (cp932 is None or _HALF_WIDTH_KANA.search(cp932)):
        return Text("おそらくEUC-JP", "probably EUC-JP")
    if cp932 is not None:
        return Text("おそらくCP932（Shift_JIS）", "probably CP932 (Shift_JIS)")
    return Text("符号化方式は不明", "of unknown encoding")


def _reads_as(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _has_lone_surrogate(line: bytes) -> bool:
    """Whether a surrogate is escaped outside a pair of high and low (RFC 8259, section 7)."""
    units = [(m.start(), int(m[1], 16)) for m in _UNIT.finditer(line) if m[1]]
    paired = {
        place
        for (high_at, high), (low_at, low) in pairwise(units)
        if low_at == high_at + 6 and 0xD800 <= high < 0xDC00 <= low < 0xE000  # noqa: PLR2004 - UTF-16, RFC 2781
        for place in (high_at, low_at)
    }
    return any(0xD800 <= unit < 0xE000 and at not in paired for at, unit in units)  # noqa: PLR2004 - the same


def _place(message: str) -> Text:
    """Where the JSON breaks, as far as the parser says."""
    found = _BYTE.search(message)
    return Text(f"{found[1]}バイト目付近", f"near byte {found[1]}") if found else Text("位置は不明", "place unknown")


def _explain_field(message: str) -> BadEvent:
    """Turn one sentence of the parser into code and field."""
    at = _ENVELOPE_PATH.search(message)
    path = at["path"].replace("[...]", "[]") if at else ""
    said = message[: at.start()] if at else message
    if path == "type" or "required field `type`" in said:
        return _explain_type(said)
    if not path and said.startswith("Expected `object`"):
        return BadEvent(Code.NOT_OBJECT)
    for beginning, build in _SENTENCES:
        if beginning in said:
            return build(path, said)
    return _wrong_type(path, said)


def _explain_type(said: str) -> BadEvent:
    if "required" in said:
        return BadEvent(Code.MISSING, field="type")
    if "'" not in said:
        return _wrong_type("type", said)
    return BadEvent(Code.UNKNOWN_TYPE, field="type", detail=_quoted(said))


def _missing(path: str, said: str) -> BadEvent:
    name = _ticked(said)
    return BadEvent(Code.MISSING, field=f"{path}.{name}" if path else name)


def _wrong_type(path: str, said: str) -> BadEvent:
    """``Expected `int | null`, got `float```: say what is expected."""
    if path.rsplit(".", 1)[-1] in _MONEY:
        return BadEvent(Code.MONEY, field=path)
    kinds = _ticked(said).split(" | ")
    detail = Text("か".join(_KINDS[kind].ja for kind in kinds), " or ".join(_KINDS[kind].en for kind in kinds))
    return BadEvent(Code.TYPE, field=path, detail=detail)


def _ticked(said: str) -> str:
    found = _TICKED.search(said)
    return found[1] if found else said


def _quoted(said: str) -> str:
    """The offending word, cut to what a person wants to read."""
    return repr(said.split("'", 1)[1].rsplit("'", 1)[0][:64])


def _limit(said: str) -> str:
    found = _LIMIT.search(said)
    return found[1] if found else "64 bit"


_SENTENCES: tuple[tuple[str, Callable[[str, str], BadEvent]], ...] = (
    ("missing required field", _missing),
    ("Invalid enum value", lambda path, said: BadEvent(Code.CHOICE, field=path, detail=_quoted(said))),
    ("RFC3339", lambda path, _: BadEvent(Code.MOMENT, field=path)),
    ("timezone component", lambda path, _: BadEvent(Code.MOMENT, field=path)),
    ("matching regex", lambda path, _: BadEvent(Code.FORMAT, field=path, detail="12.34")),
    ("of length", lambda path, said: BadEvent(Code.LENGTH, field=path, detail=_limit(said))),
    ("out of range", lambda path, said: BadEvent(Code.RANGE, field=path, detail=_limit(said))),
    ("` <", lambda path, said: BadEvent(Code.RANGE, field=path, detail=_limit(said))),
    ("` >", lambda path, said: BadEvent(Code.RANGE, field=path, detail=_limit(said))),
)
"""The parser's sentences (msgspec), by what they contain; anything else is a wrong type."""
