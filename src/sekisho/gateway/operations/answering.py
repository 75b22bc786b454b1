"""Answer events as they come, one at a time or a few together: what a replay gives for the file.

Live service, ``sekisho load`` and replay use the same stages and the same judge. Events that come together are folded
in their order and scored together, which costs less and gives the same bytes.
"""

import pickle
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from sekisho.activity.operations.duplicates import Duplicates, OrderGuard, content_digest
from sekisho.activity.operations.observatory import Observatory
from sekisho.activity.types.events import Decided, Event
from sekisho.activity.types.facts import FactRow
from sekisho.activity.types.rejection import BadEvent
from sekisho.decisions.types.judgement import Judgement
from sekisho.gateway.operations.crew import Bench
from sekisho.gateway.operations.lanes import LATE, BatchScorer, conclude
from sekisho.gateway.types.lane import Matter
from sekisho.kernel.moments import to_milliseconds
from sekisho.surveillance.operations.detectors import default
from sekisho.surveillance.operations.seeing import sight
from sekisho.surveillance.operations.watching import Watch
from sekisho.surveillance.types.alert import Alert


class Answered(NamedTuple):
    """What became of one event.

    Attributes:
        judgement: the decision; None where the event is not of a kind that is decided, is a copy, or was refused.
        alerts: what surveillance saw because of it.
        copy: the event came before; nothing was folded.
        refused: why it was refused; nothing was folded.

    """

    judgement: Judgement | None = None
    alerts: tuple[Alert, ...] = ()
    copy: bool = False
    refused: BadEvent | None = None


_COPY = Answered(copy=True)


class _Seen(NamedTuple):
    """An event between folding and judging."""

    event: Event
    at: int
    row: FactRow | None
    degraded: tuple[str, ...]


class Answerer:
    """Folds events in the order they come and judges those that are decided."""

    def __init__(self, bench: Bench) -> None:
        """Begin with nothing seen; ``bench`` holds rulebook and model."""
        self._judge = bench.judge
        self._scorer: BatchScorer | None = bench.scorer
        self._observatory = Observatory()
        self._duplicates = Duplicates()
        self._guard = OrderGuard()
        self._watch = Watch(detectors=default())

    def answer(self, event: Event) -> bytes | None:
        """The decision's bytes; None for events that are not decided, and for copies of earlier ones.

        Raises:
            BadEvent: the event is out of time, or its id is known with other content.

        """
        answered = self.answer_all([event])[0]
        if answered.refused is not None:
            raise answered.refused
        return answered.judgement.record if answered.judgement else None

    def answer_all(self, events: Sequence[Event]) -> list[Answered]:
        """What becomes of each event, in their order."""
        seen = [self._see(event) for event in events]
        rows = [each.row for each in seen if isinstance(each, _Seen) and each.row is not None]
        scores: Iterator[float | None] = iter(self._scorer.score_rows(rows) if self._scorer and rows else ())
        return [self._judged(each, scores) if isinstance(each, _Seen) else each for each in seen]

    def _see(self, event: Event) -> _Seen | Answered:
        at = to_milliseconds(event.at)
        try:
            late = self._guard.check(at)
            known = self._duplicates.check(event.id, content_digest(event), at, self._guard.newest)
        except BadEvent as error:
            return Answered(refused=error)
        if known == "same":
            return _COPY
        found = self._observatory.observe(event)
        if found is None:
            return _Seen(event, at, None, ())
        degraded = (*found.degraded, LATE) if late and LATE not in found.degraded else found.degraded
        return _Seen(event, at, found.facts, degraded)

    def _judged(self, seen: _Seen, scores: Iterator[float | None]) -> Answered:
        event, at, row, degraded = seen
        judgement = None
        if row is not None:
            fires = self._judge.evaluate(event_type=str(row[0]), facts=row, score=next(scores, None))
            judgement = conclude(self._judge, Matter(cast("Decided", event), at, row, degraded, fires))
        verdict = judgement.verdict if judgement else None
        look = sight(event=event, at=at, facts=row, verdict=verdict)
        return Answered(judgement, tuple(self._watch.see(look)) if look else ())

    def snapshot(self) -> bytes:
        """The whole state, to go on from after a restart with the same program."""
        first, second = self._observatory.first.state, self._observatory.second
        state = (first, second, self._duplicates, self._guard, self._watch.snapshot(), self._judge.counts())
        return pickle.dumps(state, protocol=pickle.HIGHEST_PROTOCOL)

    def restore(self, data: bytes) -> None:
        """Go on from a snapshot that this program wrote."""
        first, second, self._duplicates, self._guard, watch, counts = pickle.loads(data)  # noqa: S301 - our own file
        self._observatory.first.state, self._observatory.second = first, second
        self._watch.restore(watch)
        self._judge.recall(counts)
