"""Answer events one at a time, as they come: what a replay gives for the file, given event by event."""

from typing import cast

from sekisho.activity.operations.duplicates import Duplicates, OrderGuard, content_digest
from sekisho.activity.operations.observatory import Observatory
from sekisho.activity.types.events import Decided, Event
from sekisho.gateway.operations.crew import Bench
from sekisho.gateway.operations.lanes import LATE, conclude
from sekisho.gateway.types.lane import Matter
from sekisho.kernel.moments import to_milliseconds


class Answerer:
    """Folds events in the order they come and judges those that are decided."""

    def __init__(self, bench: Bench) -> None:
        """Begin with nothing seen; ``bench`` holds rulebook and model."""
        self._judge = bench.judge
        self._observatory = Observatory()
        self._duplicates = Duplicates()
        self._guard = OrderGuard()

    def answer(self, event: Event) -> bytes | None:
        """The decision's bytes; None for events that are not decided, and for copies of earlier ones.

        Raises:
            BadEvent: the event is out of time, or its id is known with other content.

        """
        at = to_milliseconds(event.at)
        late = self._guard.check(at)
        if self._duplicates.check(event.id, content_digest(event), at, self._guard.newest) == "same":
            return None
        seen = self._observatory.observe(event)
        if seen is None:
            return None
        degraded = (*seen.degraded, LATE) if late and LATE not in seen.degraded else seen.degraded
        fires = self._judge.evaluate(event_type=str(seen.facts[0]), facts=seen.facts)
        return conclude(self._judge, Matter(cast("Decided", event), at, seen.facts, degraded, fires)).record
