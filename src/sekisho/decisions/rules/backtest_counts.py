"""Count hits from patterns: which rules fired together, how often, under which verdict."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sekisho.decisions.rules.backtest_sql import bit, words
from sekisho.kernel.verdicts import Verdict

Flags = NDArray[np.bool_]


class Counted(NamedTuple):
    """Events and their value by what they mean for a rule; see ``types.backtest``."""

    hits: int
    yen: int
    new: int
    alone: int
    censored: int
    caught: int
    caught_new: int
    honest: int


class Patterns:
    """The rows of ``backtest_sql.patterns`` as columns."""

    def __init__(self, columns: Mapping[str, NDArray[Any]], verdicts: Sequence[Verdict]) -> None:
        """Take the columns, and the verdict of each rule in the order of their places."""
        self._masks = [np.asarray(columns[f"w{word}"], np.int64) for word in words(len(verdicts))]
        self._verdicts = verdicts
        self._given = np.asarray(columns["verdict"], np.int64)
        self._bad = np.asarray(columns["bad"], np.bool_)
        self._cleared = np.asarray(columns["cleared"], np.bool_)
        self._events = np.asarray(columns["events"], np.int64)
        self._yen = np.asarray(columns["yen"], np.float64)

    def of_rule(self, place: int) -> Counted:
        """The counts of the rule at ``place``."""
        home, mask = bit(place)
        alone = np.logical_and.reduce(
            [words_of == (mask if word == home else 0) for word, words_of in enumerate(self._masks)]
        )
        return self._counted(self._hit(place), np.asarray(self._verdicts[place], np.int64), alone)

    def of_all(self) -> Counted:
        """The counts of all rules together; the strictest that fires speaks."""
        strictest = np.zeros(len(self._events), np.int64)
        for place, verdict in enumerate(self._verdicts):
            strictest = np.where(self._hit(place), np.maximum(strictest, verdict), strictest)
        every = np.ones(len(self._events), np.bool_)
        return self._counted(every, strictest, every)

    def _hit(self, place: int) -> Flags:
        word, mask = bit(place)
        return np.asarray(self._masks[word] & mask != 0)

    def _counted(self, hit: Flags, verdict: NDArray[np.int64], alone: Flags) -> Counted:
        stopped = self._given >= Verdict.HOLD
        censored = stopped & ~self._bad & ~self._cleared
        return Counted(
            hits=self._sum(hit),
            yen=round(float(self._yen[hit].sum())),
            new=self._sum(hit & (self._given < verdict)),
            alone=self._sum(hit & alone),
            censored=self._sum(hit & censored),
            caught=self._sum(hit & self._bad),
            caught_new=self._sum(hit & self._bad & ~stopped),
            honest=self._sum(hit & ~self._bad & ~censored),
        )

    def _sum(self, chosen: Flags) -> int:
        return int(self._events[chosen].sum())
