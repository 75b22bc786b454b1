"""The answer code: easy to read out and to type, hard to guess.

Fourteen digits from 1 to 9, in groups. There is no 0, so no group looks like the beginning of a telephone number and
no telephone offers to call it. Thirteen carry 41 bits; the last one is a check, so that a slip of the finger is told
from a wrong code without asking the database.
"""

from unicodedata import normalize

_DIGITS = 13
_BASE = 9
_GROUPS = ((0, 4), (4, 8), (8, 12), (12, 14))


def code_of(digest: str) -> str:
    """The code that a keyed digest (hexadecimal, 256 bits) gives, ungrouped."""
    number = int(digest, 16)
    digits = []
    for _ in range(_DIGITS):
        number, rest = divmod(number, _BASE)
        digits.append(rest)
    return "".join(str(digit + 1) for digit in (*digits, _check(digits)))


def grouped(code: str) -> str:
    """The code as it is written and read out: ``1234 5678 9123 45``."""
    return " ".join(code[start:end] for start, end in _GROUPS)


def typed(text: str) -> str | None:
    """The code somebody typed, in whatever width and grouping; None where it cannot be one."""
    digits = "".join(letter for letter in normalize("NFKC", text) if letter.isalnum())
    if len(digits) != _DIGITS + 1 or not digits.isascii() or not digits.isdecimal() or "0" in digits:
        return None
    values = [int(digit) - 1 for digit in digits]
    return digits if values[-1] == _check(values[:-1]) else None


def _check(digits: list[int]) -> int:
    """A weighted sum modulo nine.

    The weights and the steps between them have inverses: a wrong digit always shows, and so do two swapped neighbours.
    """
    return sum(digit * (1, 2, 4, 5, 7, 8)[place % 6] for place, digit in enumerate(digits)) % _BASE
