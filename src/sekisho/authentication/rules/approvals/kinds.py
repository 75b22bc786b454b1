"""The kinds of value that a signed content is made of: what each accepts, and how people read it.

Every value is a text, or a list of texts. What is shown has to say all of what is signed and nothing else, so names may
hold nothing that cannot be seen: no line ends, no direction marks, no invisible signs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from unicodedata import category, normalize

from sekisho.kernel.texts import Text

Value = str | tuple[str, ...]
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,6})?", re.ASCII)
_WHOLE = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@+/-]{0,79}", re.ASCII)
_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{7,80}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MOST = 20
_GROUP, _HEX_GROUP = 4, 8
_NO_UNIT = Text("", "")


class BadValueError(ValueError):
    """A value is not of its kind; ``text`` says what it should be."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


class Kind(Protocol):
    """A kind of value."""

    def read(self, value: object) -> Value:
        """The value, normalised.

        Raises:
            BadValueError: it is not of this kind.

        """

    def show(self, value: Value, language: str) -> str:
        """How people read a value that was read."""


def _text_of(value: object) -> str:
    if not isinstance(value, str):
        raise BadValueError(Text("文字列で指定してください", "give a text"))
    return normalize("NFC", value)


@dataclass(frozen=True, slots=True)
class Name:
    """What somebody or something is called, shown as it was given."""

    longest: int = 60

    def read(self, value: object) -> Value:
        """A text of one to ``longest`` visible characters."""
        text = _text_of(value)
        if not 0 < len(text) <= self.longest or text != text.strip():
            raise BadValueError(
                Text(
                    f"前後に空白のない1～{self.longest}文字で指定してください",
                    f"give 1 to {self.longest} characters with no space at either end",
                )
            )
        if any(category(sign) in _UNSEEN for sign in text):
            raise BadValueError(Text("見えない文字が含まれています", "there is a character that cannot be seen"))
        return text

    def show(self, value: Value, language: str) -> str:  # noqa: ARG002 - names are the same in every language
        """As given."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text of a fixed form, shown as it is."""

    form: re.Pattern[str]
    hint: Text

    def read(self, value: object) -> Value:
        """A text that has the form from end to end."""
        text = _text_of(value)
        if not self.form.fullmatch(text):
            raise BadValueError(self.hint)
        return text

    def show(self, value: Value, language: str) -> str:  # noqa: ARG002 - the same in every language
        """As given."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Digits:
    """A number that is a name, e.g. of an account; shown in groups of four from the right."""

    least: int
    most: int

    def read(self, value: object) -> Value:
        """ASCII digits only."""
        text = _text_of(value)
        if not (text.isascii() and text.isdecimal() and self.least <= len(text) <= self.most):
            span = str(self.most) if self.least == self.most else f"{self.least}-{self.most}"
            raise BadValueError(Text(f"半角数字{span}桁で指定してください", f"give {span} digits"))
        return text

    def show(self, value: Value, language: str) -> str:  # noqa: ARG002 - the same in every language
        """Grouped with spaces."""
        text = str(value)
        head = len(text) % _GROUP
        groups = [text[:head], *(text[at : at + _GROUP] for at in range(head, len(text), _GROUP))]
        return " ".join(filter(None, groups))


@dataclass(frozen=True, slots=True)
class Number:
    """An amount, price or quantity: a decimal without sign or separators, more than nothing unless ``zero``."""

    whole: bool = False
    zero: bool = False
    unit: Text = _NO_UNIT

    def read(self, value: object) -> Value:
        """A decimal text in its one spelling."""
        text = _text_of(value)
        form = _WHOLE if self.whole else _AMOUNT
        if not (form.fullmatch(text) and (self.zero or text.strip("0."))):
            what = Text("1以上の整数", "a whole number from 1") if self.whole else Text("正の数", "a positive number")
            raise BadValueError(
                Text(
                    f"{what.ja}を、桁区切りのない文字列で指定してください",
                    f"give {what.en} as a text with no separators",
                )
            )
        return text

    def show(self, value: Value, language: str) -> str:
        """With thousands grouped, and the unit."""
        return grouped(str(value)) + self.unit.read(language)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, ``2026-12-01``."""

    def read(self, value: object) -> Value:
        """A day that there is."""
        text = _text_of(value)
        try:
            if date.fromisoformat(text).isoformat() == text:
                return text
        except ValueError:
            pass
        raise BadValueError(Text("2026-12-01の形の日付で指定してください", "give a date such as 2026-12-01"))

    def show(self, value: Value, language: str) -> str:
        """In words that cannot be taken for month and day the other way round."""
        day = date.fromisoformat(str(value))
        return (
            f"{day.year}年{day.month}月{day.day}日"
            if language == "ja"
            else f"{day.day} {_MONTHS[day.month]} {day.year}"
        )


_MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words, each with what people read."""

    labels: Mapping[str, Text]

    def read(self, value: object) -> Value:
        """One of the words."""
        text = _text_of(value)
        if text not in self.labels:
            words = ", ".join(self.labels)
            raise BadValueError(Text(f"次のいずれかで指定してください: {words}", f"give one of: {words}"))
        return text

    def show(self, value: Value, language: str) -> str:
        """Its label."""
        return self.labels[str(value)].read(language)


@dataclass(frozen=True, slots=True)
class Several:
    """A set of values of another kind; kept in order, so that one set has one spelling."""

    kind: Choice | Pattern

    def read(self, value: object) -> Value:
        """A list of one to twenty different values."""
        if not isinstance(value, list | tuple) or not 0 < len(value) <= _MOST:
            raise BadValueError(Text(f"1～{_MOST}個の一覧で指定してください", f"give a list of 1 to {_MOST} values"))
        values = [str(self.kind.read(item)) for item in value]
        if len(set(values)) != len(values):
            raise BadValueError(Text("同じ値が重なっています", "the same value comes twice"))
        return tuple(sorted(values))

    def show(self, value: Value, language: str) -> str:
        """One after the other."""
        return ("、" if language == "ja" else ", ").join(self.kind.show(item, language) for item in value)


@dataclass(frozen=True, slots=True)
class Digest:
    """A SHA-256 in hexadecimal, shown in groups of eight."""

    def read(self, value: object) -> Value:
        """64 lower-case hexadecimal digits."""
        text = _text_of(value)
        if not _HEX.fullmatch(text):
            raise BadValueError(Text("小文字16進数64桁で指定してください", "give 64 lower-case hexadecimal digits"))
        return text

    def show(self, value: Value, language: str) -> str:  # noqa: ARG002 - the same in every language
        """Grouped with spaces."""
        text = str(value)
        return " ".join(text[at : at + _HEX_GROUP] for at in range(0, len(text), _HEX_GROUP))


WORD = Pattern(_WORD, Text("半角英数字と_.:@+/-の80文字以内で指定してください", "give up to 80 of A-Za-z0-9_.:@+/-"))
"""A reference, code or name for machines."""
THUMBPRINT = Pattern(
    _THUMBPRINT, Text("鍵の照合番号を、そのまま貼り付けてください", "paste the key's check number as it is")
)
"""The check number of a public key (RFC 7638), in base64url: it may begin with any of its signs."""
CURRENCY = Pattern(_CURRENCY, Text("JPYのような通貨コードで指定してください", "give a currency code such as JPY"))
"""ISO 4217."""


def grouped(number: str) -> str:
    """A decimal with its thousands grouped; what follows the point stays as it is."""
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}"
