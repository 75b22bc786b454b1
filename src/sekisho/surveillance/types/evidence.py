"""Every piece of evidence an alert may carry: its unit and its name for people."""

from dataclasses import dataclass

from sekisho.kernel.texts import Text
from sekisho.surveillance.types.alert import Scalar


@dataclass(frozen=True, slots=True)
class Signal:
    """``unit`` is one of count, yen, share, ratio, minutes, days, number, yes/no, word, words."""

    unit: str
    text: Text


def _signal(unit: str, ja: str, en: str) -> Signal:
    return Signal(unit, Text(ja, en))


SIGNALS: dict[str, Signal] = {
    "buyers": _signal("count", "買い手の口座数", "accounts buying"),
    "unusual_buyers": _signal("count", "不審な買い手の口座数", "accounts buying in unusual sessions"),
}


def spell(name: str, value: Scalar | tuple[str, ...], language: str) -> str:
    """The value of the signal ``name`` as a person reads it in ``language``.

    Raises:
        KeyError: there is no signal of that name.

    """
    unit = SIGNALS[name].unit
    japanese = language == "ja"
    if isinstance(value, tuple):
        return ("、" if japanese else ", ").join(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _YES_NO[value].read(language)
    return _SPELLINGS[unit](value)[japanese]


def _plain(value: float) -> str:
    """Whole numbers and large ones without decimals, others with three significant digits."""
    return f"{value:,.0f}" if abs(value) >= _LARGE or value == int(value) else f"{value:,.3g}"


_LARGE = 100
_YES_NO = (Text("いいえ", "no"), Text("はい", "yes"))
_SPELLINGS = {
    "count": lambda value: (_plain(value), _plain(value)),
    "number": lambda value: (_plain(value), _plain(value)),
    "yen": lambda value: (f"¥{value:,.0f}", f"{value:,.0f}円"),
    "share": lambda value: (f"{_plain(100 * value)} %", f"{_plain(100 * value)}%"),
    "ratio": lambda value: (f"{_plain(value)} times", f"{_plain(value)}倍"),
    "minutes": lambda value: (f"{_plain(value)} min", f"{_plain(value)}分"),
    "days": lambda value: (f"{_plain(value)} days", f"{_plain(value)}日"),
}
