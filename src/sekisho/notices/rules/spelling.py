"""How a value is spelt where it fills a place in a message."""

from collections.abc import Callable, Mapping

from sekisho.kernel.moments import from_milliseconds
from sekisho.kernel.texts import Text
from sekisho.notices.rules.patterns import is_hidden, matches
from sekisho.notices.types.facts import FACTS, Fact, Form
from sekisho.notices.types.notices import FactValue

UNKNOWN = Text("不明", "unknown")
"""Stands where nothing is known."""
WITHHELD = Text("（表示できません）", "(not shown)")
"""Stands where somebody wrote what must not stand in a message."""
_SHOWN = 4
"""Characters of an account that are shown; a short one shows half of itself."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WIDE = "漢"


def spell(name: str, value: FactValue | None, *, language: str) -> str:
    """The value as it stands in a message, never wider than its place.

    Raises:
        KeyError: there is no such place.

    """
    fact = FACTS[name]
    plain = value.read(language) if isinstance(value, Text) else value
    fits = isinstance(plain, int) if fact.form in _NUMBERS else isinstance(plain, str)
    told = _SPELLINGS[fact.form](plain, language, fact.widest) if fits else ""
    return (told or UNKNOWN.read(language))[: fact.widest]


def widest(name: str, *, language: str) -> str:
    """Something as wide as the place can become."""
    fact = FACTS[name]
    wide = fact.form is Form.WORDS or (fact.form is Form.NAME and language == "ja") or _is_wide(fact, language)
    return (_WIDE if wide else "x") * fact.widest


def withheld(name: str, *, language: str) -> str:
    """What stands in the place when others' words are kept out altogether."""
    return WITHHELD.read(language)[: FACTS[name].widest]


def cleaned(words: str, language: str, most: int) -> str:
    """Others' words on one line, cut to size; withheld where they hold anything that a message must not."""
    line = " ".join("".join(" " if is_hidden(letter) or letter.isspace() else letter for letter in words).split())
    line = line.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")  # short messages count so
    return WITHHELD.read(language) if next(matches(line), None) else line


def masked(account: str) -> str:
    """The end of an account's name: enough to tell one's own accounts apart, too little to use."""
    return account[-min(_SHOWN, len(account) // 2) :] if len(account) > 1 else ""


def _account(account: str, language: str, most: int) -> str:
    """Names of accounts are plain letters; others would make a short message several times as long."""
    plain = "".join(letter for letter in masked(account) if letter.isascii() and letter.isalnum())
    return cleaned(plain, language, most)


def _is_wide(fact: Fact, language: str) -> bool:
    return language == "ja" and fact.form in {Form.MOMENT, Form.DAY, Form.YEN}


def _moment(at: int, language: str, _: int) -> str:
    when = from_milliseconds(at)
    if language == "ja":
        return f"{when.month}月{when.day}日 {when.hour}時{when.minute:02}分"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.hour:02}:{when.minute:02} JST"


def _day(at: int, language: str, _: int) -> str:
    when = from_milliseconds(at)
    if language == "ja":
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def _yen(amount: int, language: str, _: int) -> str:
    return f"{amount:,}円" if language == "ja" else f"{amount:,} yen"


_NUMBERS = frozenset({Form.MOMENT, Form.DAY, Form.YEN, Form.COUNT})
_SPELLINGS: Mapping[Form, Callable[..., str]] = {
    Form.ACCOUNT: _account,
    Form.MOMENT: _moment,
    Form.DAY: _day,
    Form.YEN: _yen,
    Form.COUNT: lambda count, _, __: f"{count:,}",
    Form.WORDS: cleaned,
    Form.NAME: cleaned,
}
