"""The model: score rows of facts, and say which facts made a score high."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from pathlib import Path

import numpy as np

from sekisho.activity.types.facts import INDEX, FactRow, Value
from sekisho.decisions.rules.trees import Floats, contributions, raw, score, score_rows
from sekisho.decisions.rules.trees_file import Group, ModelFileError, decode_model, pack, places
from sekisho.kernel.digests import sha256_hex

__all__ = ["SHIPPED", "ModelFileError", "NoModelError", "Scorer", "load_scorer"]

SHIPPED = Path(__file__).parents[1] / "data" / "model.json"
_EVENT_TYPE = INDEX["event_type"]
_Take = Callable[[FactRow], tuple[Value, ...]]


class NoModelError(FileNotFoundError):
    """There is no model's file."""


def _taker(wanted: Sequence[int]) -> _Take:
    """Like ``itemgetter``, but always a tuple."""
    if len(wanted) > 1:
        return itemgetter(*wanted)
    return lambda row: tuple(row[place] for place in wanted)


class _Booster:
    """One group of event types: how its rows become floats, and its forest."""

    def __init__(self, group: Group) -> None:
        self.features = (*group.numbers, *group.words)
        self._numbers = _taker(places(group.numbers))
        self._count = len(group.numbers)
        # A word that is not in the list gives None, and so does None: both are missing to the trees.
        codes: list[dict[Value, float]] = [
            {word: float(code) for code, word in enumerate(words)} for words in group.words.values()
        ]
        self._words = [(place, code.get) for place, code in zip(places(tuple(group.words)), codes, strict=True)]
        self._forest = pack(group)
        self._unweighed = self._forest[:5]

    def floats(self, facts: FactRow) -> Floats:
        """One row as features; numpy reads None as NaN."""
        words = [code(facts[place]) for place, code in self._words]
        return np.fromiter(chain(self._numbers(facts), words), np.float64, len(self.features))

    def matrix(self, rows: Sequence[FactRow]) -> Floats:
        """Many rows as features, with the same values as ``floats`` gives; filled column of words by column."""
        matrix = np.empty((len(rows), len(self.features)))
        flat = np.fromiter(chain.from_iterable(map(self._numbers, rows)), np.float64, len(rows) * self._count)
        matrix[:, : self._count] = flat.reshape(len(rows), self._count)
        for column, (place, code) in enumerate(self._words, start=self._count):
            matrix[:, column] = np.fromiter(map(code, map(itemgetter(place), rows)), np.float64, len(rows))
        return matrix

    def score(self, facts: FactRow) -> float:
        return score(self.floats(facts), *self._forest)

    def score_rows(self, rows: Sequence[FactRow]) -> list[float]:
        return score_rows(self.matrix(rows), *self._forest).tolist()  # type: ignore[no-any-return] # the same

    def raw(self, facts: FactRow) -> float:
        return raw(self.floats(facts), *self._unweighed)

    def contributions(self, facts: FactRow) -> dict[str, float]:
        moved = contributions(self.floats(facts), *self._unweighed[:4])
        return dict(zip(self.features, moved.tolist(), strict=True))


class Scorer:
    """Scores rows of facts; knows nothing but its file, so it may be shared among threads and processes.

    ``score`` and ``score_rows`` give the same bits. A score is in [0, 1], calibrated, and a whole number of
    millionths.
    """

    def __init__(self, data: bytes) -> None:
        """Read the bytes of a model's file.

        Raises:
            ModelFileError: they are no model that can be used here.

        """
        model = decode_model(data)
        self.version = sha256_hex(data)[:12]
        """The first twelve digits of the file's SHA-256."""
        boosters = {name: _Booster(group) for name, group in model.groups.items()}
        self._boosters: Mapping[Value, _Booster] = {
            event: boosters[name] for name, group in model.groups.items() for event in group.events
        }

    @property
    def name(self) -> str:
        """How a decision names the model, ``trees@`` and the version."""
        return f"trees@{self.version}"

    def score(self, facts: FactRow) -> float:
        """The probability that the event is not the account holder's.

        Raises:
            KeyError: the row's event type is never decided.

        """
        return self._boosters[facts[_EVENT_TYPE]].score(facts)

    def score_rows(self, rows: Sequence[FactRow]) -> list[float]:
        """The probability for each row, in their order; quicker than one by one.

        Raises:
            KeyError: a row's event type is never decided.

        """
        chosen: dict[_Booster, list[int]] = {}
        boosters = self._boosters
        for place, facts in enumerate(rows):
            chosen.setdefault(boosters[facts[_EVENT_TYPE]], []).append(place)
        if len(chosen) == 1:
            return next(iter(chosen)).score_rows(rows)
        scores = [0.0] * len(rows)
        for booster, own in chosen.items():
            for place, value in zip(own, booster.score_rows([rows[place] for place in own]), strict=True):
                scores[place] = value
        return scores

    def raw(self, facts: FactRow) -> float:
        """The forest's sum before calibration, as LightGBM's raw score."""
        return self._boosters[facts[_EVENT_TYPE]].raw(facts)

    def contributions(self, facts: FactRow, *, top: int = 3) -> list[tuple[str, float]]:
        """The facts that raised the score most, with how much each raised the raw score (log odds).

        Meant for the reasons of a high score, not for every event. Facts that lowered it are left out.
        """
        moved = self._boosters[facts[_EVENT_TYPE]].contributions(facts)
        raised = ((name, weight) for name, weight in moved.items() if weight > 0)
        return sorted(raised, key=lambda pair: (-pair[1], pair[0]))[:top]


def load_scorer(path: Path | None = None) -> Scorer:
    """Load a model's file, or the one that comes with the product.

    Raises:
        NoModelError: there is no such file.
        ModelFileError: the file is no model that can be used here.
        OSError: the file cannot be read.

    """
    found = path or SHIPPED
    try:
        data = found.read_bytes()
    except FileNotFoundError:
        message = f"no model at {found}; make one with `sekisho train`, name one with --model, or judge with --no-model"
        raise NoModelError(message) from None
    return Scorer(data)
