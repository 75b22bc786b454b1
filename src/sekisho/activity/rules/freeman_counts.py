"""Counts over chains of values from fine to coarse, e.g. address → operator → country.

Two forms with one meaning: ``PackedCounts`` for the logins of everybody (values become small numbers,
counters lie in packed arrays, about a dictionary slot and twelve bytes for each distinct address) and
``ListedCounts`` for the short history of one account, which simply looks through it.
"""

from array import array
from collections.abc import Hashable, Iterator, Sequence
from typing import Protocol

from sekisho.activity.types.attempts import Chain


class Counts(Protocol):
    """What the model asks of a log. Level 0 is the finest."""

    @property
    def total(self) -> int:
        """Number of logins in the log."""
        ...

    def count(self, level: int, value: Hashable) -> int:
        """Logins that show ``value`` at ``level``."""
        ...

    def distinct(self, level: int) -> int:
        """Number of different values at ``level``."""
        ...

    def joint(self, level: int, value: Hashable, finest: Hashable) -> int:
        """Logins that show ``finest`` at level 0 and ``value`` at ``level``."""
        ...

    def kinds(self, level: int, value: Hashable, other: int) -> int:
        """Number of different values at level ``other`` among the logins that show ``value`` at ``level``."""
        ...


class ListedCounts:
    """The log of one account: its distinct chains with their counts."""

    def __init__(self, entries: Sequence[tuple[Chain, int]]) -> None:
        self._entries = entries
        self.total = sum(times for _, times in entries)

    def count(self, level: int, value: Hashable) -> int:
        """Logins that show ``value`` at ``level``."""
        return sum(times for chain, times in self._entries if chain[level] == value)

    def distinct(self, level: int) -> int:
        """Number of different values at ``level``."""
        return len({chain[level] for chain, _ in self._entries})

    def joint(self, level: int, value: Hashable, finest: Hashable) -> int:
        """Logins that show ``finest`` at level 0 and ``value`` at ``level``."""
        return sum(times for chain, times in self._entries if chain[0] == finest and chain[level] == value)

    def kinds(self, level: int, value: Hashable, other: int) -> int:
        """Number of different values at level ``other`` among the logins that show ``value`` at ``level``."""
        return len({chain[other] for chain, _ in self._entries if chain[level] == value})


class PackedCounts:
    """The log of everybody. ``depth`` is the number of levels, at least two."""

    def __init__(self, depth: int) -> None:
        self.total = 0
        self._finest: dict[Hashable, int] = {}
        self._values: list[Hashable] = []
        self._counts = array("I")
        self._first = array("I")
        self._strays: dict[int, dict[int, int]] = {}
        self._kins: dict[Chain, int] = {}
        self._kin_values: list[Chain] = []
        self._coarse: list[dict[Hashable, int]] = [{} for _ in range(depth)]
        self._relatives: dict[tuple[int, Hashable, int], set[Hashable]] = {}

    def add(self, chain: Chain) -> tuple[int, int]:
        """Count one login.

        Returns:
            The numbers that stand for the finest value and for the rest of the chain; ``chain`` reads them back.

        """
        finest, kin = self._number(chain[0]), self._kin(chain[1:])
        if self._counts[finest] == 0:
            self._first[finest] = kin
        elif self._first[finest] != kin:
            strays = self._strays.setdefault(finest, {})
            strays[kin] = strays.get(kin, 0) + 1
        self._counts[finest] += 1
        self.total += 1
        for level, value in enumerate(chain[1:], start=1):
            self._coarse[level][value] = self._coarse[level].get(value, 0) + 1
        return finest, kin

    def chain(self, finest: int, kin: int) -> Chain:
        """The chain that ``add`` numbered so."""
        return self._values[finest], *self._kin_values[kin]

    def count(self, level: int, value: Hashable) -> int:
        """Logins that show ``value`` at ``level``."""
        if level:
            return self._coarse[level].get(value, 0)
        number = self._finest.get(value)
        return 0 if number is None else self._counts[number]

    def distinct(self, level: int) -> int:
        """Number of different values at ``level``."""
        return len(self._coarse[level]) if level else len(self._finest)

    def joint(self, level: int, value: Hashable, finest: Hashable) -> int:
        """Logins that show ``finest`` at level 0 and ``value`` at ``level``, one or coarser."""
        return sum(times for kin, times in self._families(finest) if kin[level - 1] == value)

    def kinds(self, level: int, value: Hashable, other: int) -> int:
        """Number of different values at level ``other``, one or coarser, among the logins with ``value``."""
        if level:
            return len(self._relatives.get((level, value, other), ()))
        return len({kin[other - 1] for kin, _ in self._families(value)})

    def _number(self, value: Hashable) -> int:
        number = self._finest.setdefault(value, len(self._values))
        if number == len(self._values):
            self._values.append(value)
            self._counts.append(0)
            self._first.append(0)
        return number

    def _kin(self, kin: Chain) -> int:
        number = self._kins.setdefault(kin, len(self._kin_values))
        if number == len(self._kin_values):
            self._kin_values.append(kin)
            for level, value in enumerate(kin, start=1):
                for other, relative in enumerate(kin, start=1):
                    self._relatives.setdefault((level, value, other), set()).add(relative)
        return number

    def _families(self, finest: Hashable) -> Iterator[tuple[Chain, int]]:
        """The coarser chains under which a finest value was seen: nearly always one."""
        number = self._finest.get(finest)
        if number is None:
            return
        strays = self._strays.get(number, {})
        yield self._kin_values[self._first[number]], self._counts[number] - sum(strays.values())
        for kin, times in strays.items():
            yield self._kin_values[kin], times


def smoothed(count: int, total: int, unseen: int) -> float:
    """The probability of a value seen ``count`` times in ``total``, with room for ``unseen`` values.

    Freeman et al. (NDSS 2016), section on smoothing: c/N · (1 − M/(N+M)) when seen, 1/(N+M) otherwise.
    All seen values and M unseen ones together have probability 1.
    """
    return count / total * (1 - unseen / (total + unseen)) if count else 1 / (total + unseen)


def unseen_values(counts: Counts, level: int, depth: int) -> int:
    """How many values of ``level`` are still to come: the distinct values of every coarser level, and one."""
    return sum(counts.distinct(coarser) for coarser in range(level + 1, depth)) + 1
