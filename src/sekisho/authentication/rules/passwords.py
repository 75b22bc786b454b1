"""Whether a password may be chosen. Length counts; which kinds of characters are in it does not (no composition rules).

The whole password is compared, as NIST SP 800-63B-4 (3.1.1.2) asks: it is refused where it is a word that everybody
uses, or nothing but such words, the customer's own names, and up to three characters more. A long sentence that
happens to hold a common word stands.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from sekisho.authentication.types.passwords import LEAST_ALONE, LEAST_WITH_MFA, MOST, Weakness

_LOOKALIKE = str.maketrans("01345789@$!|", "oieastbgasil")
_SHORTEST_WORD = 3
_FILLER = 3
_MIXED = 4
_SPLIT = re.compile(r"[\W_]+")


def spelled(password: str) -> str:
    """One spelling for one password, whatever keyboard typed it (NFKC, as NIST SP 800-63B-4, 3.1.1.2 advises)."""
    return unicodedata.normalize("NFKC", password)


def least(*, alone: bool) -> int:
    """The fewest characters."""
    return LEAST_ALONE if alone else LEAST_WITH_MFA


def weaknesses(password: str, *, alone: bool, words: Sequence[str]) -> tuple[Weakness, ...]:
    """What is wrong with a password, as far as it can be seen without asking anybody.

    Args:
        password: as typed.
        alone: nothing else will be asked for.
        words: what others could guess of this customer: login, names, the firm's name.

    """
    plain = spelled(password)
    if len(plain) > MOST:
        return (Weakness.LONG,)
    found = [Weakness.SHORT] if len(plain) < least(alone=alone) else []
    weak = _guessable(plain.casefold(), _derived(words))
    return (*found, *([weak] if weak else []))


def _guessable(plain: str, own: frozenset[str]) -> Weakness | None:
    if _monotone(plain):
        return Weakness.MONOTONE
    if _made_of(plain, common()):
        return Weakness.COMMON
    return Weakness.EXPECTED if _made_of(plain, common() | own) else None


def _monotone(plain: str) -> bool:
    """Fewer than four different characters, a row such as abcdefgh, or one piece again and again."""
    steps = {ord(right) - ord(left) for left, right in pairwise(plain)}
    period = (plain + plain).find(plain, 1)
    return len(set(plain)) < _MIXED or steps in ({1}, {-1}) or period <= len(plain) // 2


def _made_of(plain: str, words: frozenset[str]) -> bool:
    """Whether the words cover it but for a few characters, as typed or with look-alikes read as letters.

    ``fewest[i]`` is the least number of characters that no word covers, up to place ``i``.
    """
    longest, letters = max(map(len, words)), plain.translate(_LOOKALIKE)
    fewest = [0]
    for end in range(1, len(plain) + 1):
        starts = range(max(0, end - longest), end - _SHORTEST_WORD + 1)
        covered = (fewest[start] for start in starts if plain[start:end] in words or letters[start:end] in words)
        fewest.append(min((fewest[end - 1] + 1, *covered)))
    return fewest[-1] <= _FILLER


def _derived(words: Iterable[str]) -> frozenset[str]:
    whole = [spelled(word).casefold() for word in words]
    parts = [part for word in whole for part in _SPLIT.split(word)]
    return frozenset(word for word in (*whole, *parts) if len(word) >= _SHORTEST_WORD)


@cache
def common() -> frozenset[str]:
    """The words of the shipped list."""
    text = files("sekisho.authentication").joinpath("data/common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
