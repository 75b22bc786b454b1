"""Put facts into sentences, each in its unit and in the reader's language."""

import string
from collections.abc import Callable, Mapping

from sekisho.activity.types.fact import Fact, Kind
from sekisho.activity.types.facts import Value
from sekisho.decisions.rules.schema import KNOWN
from sekisho.kernel.texts import Text

MINUTES_AN_HOUR, MINUTES_A_DAY = 60, 24 * 60
_OKU, _BILLION = 100_000_000, 1_000_000_000
_ABSENT = Text("不明", "unknown")
_YES, _NO = Text("はい", "yes"), Text("いいえ", "no")
_WORDS: Mapping[str, Text] = {
    "buy": Text("買い", "buy"),
    "sell": Text("売り", "sell"),
    "in": Text("入金", "in"),
    "out": Text("出金", "out"),
    "market": Text("成行", "market"),
    "limit": Text("指値", "limit"),
    "stop": Text("逆指値", "stop"),
    "cash": Text("現物", "cash"),
    "margin_open": Text("信用新規", "margin open"),
    "margin_close": Text("信用返済", "margin close"),
    "nisa": Text("NISA", "NISA"),
    "closed": Text("立会時間外", "closed"),
    "preopen": Text("寄り付き前", "pre-open"),
    "morning": Text("前場", "morning session"),
    "lunch": Text("昼休み", "lunch break"),
    "afternoon": Text("後場", "afternoon session"),
}
_Format = Callable[[float], Text]


def spell(name: str, value: Value) -> Text:
    """The value of the fact ``name`` as people read it, e.g. 0.95 as ``95%`` for a share."""
    if value is None:
        return _ABSENT
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, str):
        return _WORDS.get(value, Text(value, value))
    return _UNITS.get(_unit(KNOWN[name]), _plain)(value)


def fill(template: Text, values: Mapping[str, Value]) -> Text:
    """The template with its slots ``{fact}`` filled from ``values``."""
    spelt = {name: spell(name, value) for name, value in values.items()}
    japanese = template.ja.format_map({name: text.ja for name, text in spelt.items()})
    return Text(japanese, template.en.format_map({name: text.en for name, text in spelt.items()}))


def slots(template: str) -> frozenset[str]:
    """The names between braces.

    Raises:
        ValueError: the braces do not pair up, or hold more than a name.

    """
    found = set()
    for _, name, form, conversion in string.Formatter().parse(template):
        if name is not None:
            if not name.isidentifier() or form or conversion:
                message = f"{{{name}}} is not the name of a fact"
                raise ValueError(message)
            found.add(name)
    return frozenset(found)


def _unit(fact: Fact) -> str:
    return fact.unit if fact.kind == Kind.NUMBER else ""


def _number(value: float) -> str:
    """Three significant digits below a hundred, whole and grouped above."""
    if value == int(value) or abs(value) >= 100:  # noqa: PLR2004 - where decimals stop helping
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _plain(value: float) -> Text:
    text = _number(value)
    return Text(text, text)


def _percent(value: float) -> Text:
    text = f"{_number(round(value * 100, 1))}%"
    return Text(text, text)


def _yen(value: float) -> Text:
    japanese = f"{_number(value / _OKU)}億円" if abs(value) >= _OKU else f"{value:,.0f}円"
    return Text(japanese, f"¥{_number(value / _BILLION)} billion" if abs(value) >= _BILLION else f"¥{value:,.0f}")


def _times(value: float) -> Text:
    return Text(f"{_number(value)}倍", f"{_number(value)} times")


def _counted(value: float, japanese: str, english: str) -> Text:
    text = _number(value)
    return Text(f"{text}{japanese}", f"{text} {english}" if text == "1" else f"{text} {english}s")


def _minutes(value: float) -> Text:
    if value >= 2 * MINUTES_A_DAY:
        return _counted(value // MINUTES_A_DAY, "日", "day")
    if value >= 2 * MINUTES_AN_HOUR:
        return _counted(value // MINUTES_AN_HOUR, "時間", "hour")
    return _counted(value if value < 1 else int(value), "分", "minute")


def _hours(value: float) -> Text:
    return _counted(value, "時間", "hour") if value >= 1 else _minutes(value * MINUTES_AN_HOUR)


def _days(value: float) -> Text:
    whole = value >= 2 or value == int(value)  # noqa: PLR2004 - below two days, hours say more
    return _counted(value, "日", "day") if whole else _minutes(value * MINUTES_A_DAY)


_UNITS: Mapping[str, _Format] = {
    "yen": _yen,
    "share": _percent,
    "share 0-1": _percent,
    "ratio": _times,
    "minutes": _minutes,
    "hours": _hours,
    "days": _days,
    "hour 0-23 JST": lambda value: Text(f"{value:.0f}時", f"{value:.0f}:00"),
}
