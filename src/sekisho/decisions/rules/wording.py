"""Put facts into sentences, each in its unit and in the reader's language."""

import re
import string
from collections.abc import Callable, Iterable, Mapping
from math import floor

from sekisho.activity.types.fact import Fact, Kind
from sekisho.activity.types.facts import Value
from sekisho.decisions.rules.schema import KNOWN
from sekisho.decisions.rules.words import meaning
from sekisho.kernel.texts import Text

_HOUR, _DAY, _YEAR = 60, 24 * 60, 365 * 24 * 60
_OKU, _BILLION = 100_000_000, 1_000_000_000
_LEAST = 0.001
"""Below this, a number says no more than that it is small."""
_BRACKETS = re.compile(r"（[^）]*）| \([^)]*\)")
_ROUNDING = 1e-9
"""Keeps a whole number that lost its last bit to multiplication from falling to the one below."""
_ABSENT = Text("不明", "unknown")
_YES, _NO = Text("はい", "yes"), Text("いいえ", "no")
_Format = Callable[[float], Text]


def spell(name: str, value: Value) -> Text:
    """The value of the fact ``name`` as people read it, e.g. 0.95 as ``95%`` for a share."""
    if value is None:
        return _ABSENT
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, str):
        return meaning(name, value)
    return _UNITS.get(_unit(KNOWN[name]), _plain)(value)


def fill(template: Text, values: Mapping[str, Value]) -> Text:
    """The template with its slots ``{fact}`` filled from ``values``."""
    spelt = {name: spell(name, value) for name, value in values.items()}
    japanese = template.ja.format_map({name: text.ja for name, text in spelt.items()})
    return Text(japanese, template.en.format_map({name: text.en for name, text in spelt.items()}))


def moved(names: Iterable[str], values: Mapping[str, Value]) -> Text:
    """The sentence that names the facts which moved a score most, each with its value."""
    shown = [(_short(KNOWN[name].text), spell(name, values[name])) for name in names]
    japanese = "、".join(f"{fact.ja}＝{value.ja}" for fact, value in shown)
    english = ", ".join(f"{fact.en} = {value.en}" for fact, value in shown)
    return Text(f"点数に大きく寄与した事実: {japanese}。", f"Facts that moved the score most: {english}.")


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


def _short(text: Text) -> Text:
    """Without what the catalogue explains in brackets."""
    return Text(_BRACKETS.sub("", text.ja), _BRACKETS.sub("", text.en))


def _number(value: float) -> str:
    """Three significant digits below a hundred, whole and grouped above."""
    if value == int(value) or abs(value) >= 100:  # noqa: PLR2004 - where decimals stop helping
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _amount(value: float, japanese: str = "", english: str = "") -> Text:
    """A number with its unit; one too small to tell is not shown as none at all."""
    if 0 < abs(value) < _LEAST:
        return Text(f"{_LEAST}{japanese}未満", f"under {_LEAST}{english}")
    text = _number(value)
    return Text(f"{text}{japanese}", f"{text}{english}")


def _plain(value: float) -> Text:
    return _amount(value)


def _count(value: float) -> Text:
    """Whole, though it may be an estimate or fading."""
    text = f"{value:,.0f}"
    return Text(text, text)


def _percent(value: float) -> Text:
    percent = value * 100
    return _amount(round(percent, 1) if abs(percent) >= 1 else percent, "%", "%")


def _yen(value: float) -> Text:
    japanese = f"{_number(value / _OKU)}億円" if abs(value) >= _OKU else f"{value:,.0f}円"
    return Text(japanese, f"¥{_number(value / _BILLION)} billion" if abs(value) >= _BILLION else f"¥{value:,.0f}")


def _times(value: float) -> Text:
    return _amount(value, "倍", " times")


def _minutes(value: float) -> Text:
    """A span in the largest unit of which two have passed; what remains of it is dropped."""
    if value < 1:
        return _counted(value * 60, "秒", "second")
    if value < 2 * _HOUR:
        return _counted(value, "分", "minute")
    if value < 2 * _DAY:
        return _counted(value / _HOUR, "時間", "hour")
    return _counted(value / _DAY, "日", "day") if value < 2 * _YEAR else _counted(value / _YEAR, "年", "year")


def _counted(value: float, japanese: str, english: str) -> Text:
    text = f"{floor(value + _ROUNDING):,}"
    return Text(f"{text}{japanese}", f"{text} {english}" if text == "1" else f"{text} {english}s")


_UNITS: Mapping[str, _Format] = {
    "yen": _yen,
    "share": _percent,
    "share 0-1": _percent,
    "ratio": _times,
    "minutes": _minutes,
    "hours": lambda value: _minutes(value * _HOUR),
    "days": lambda value: _minutes(value * _DAY),
    "count": _count,
    "hour 0-23 JST": lambda value: Text(f"{value:.0f}時", f"{value:.0f}:00"),
}
