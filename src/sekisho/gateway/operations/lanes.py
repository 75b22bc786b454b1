"""A lane: everything about the accounts of one share that needs no other share.

Each lane reads every line, since devices, networks and quotes belong to all; it folds and judges its own accounts.
"""

import pickle
from collections.abc import Callable, Sequence
from typing import Protocol, cast
from zlib import crc32

from msgspec import Struct

from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.duplicates import Duplicates, OrderGuard, content_digest
from sekisho.activity.operations.observatory import First, fill
from sekisho.activity.types.deed import Deed
from sekisho.activity.types.events import Decided, Event, Order, Transfer
from sekisho.activity.types.facts import FactRow
from sekisho.activity.types.rejection import BadEvent
from sekisho.decisions.operations.judge import Judge
from sekisho.decisions.types.judgement import Judgement
from sekisho.gateway.types.lane import Begun, Chunk, Matter, Outcome, Rejected
from sekisho.kernel.moments import to_milliseconds
from sekisho.surveillance.operations.seeing import sight

LATE = "late"


class BatchScorer(Protocol):
    """A model that scores many rows at once."""

    def score_rows(self, rows: list[FactRow]) -> list[float]:
        """One score a row, the same bits as one by one."""


class _Pending(Struct, gc=False):
    """An event between the two halves."""

    place: int
    event: Event
    at: int
    row: FactRow | None
    degraded: tuple[str, ...]
    deeds: tuple[Deed, ...]


def owner_of(share: int, shares: int) -> Callable[[str], bool]:
    """Which accounts a share owns; the same on every machine."""
    if shares == 1:
        return lambda account: True  # noqa: ARG005 - the shape of an owner's question
    return lambda account: crc32(account.encode()) % shares == share


class Lane:
    """One share of the accounts. ``begin`` a chunk, let stage 2 weigh its deeds, then ``finish`` it."""

    def __init__(
        self, *, judge: Judge, scorer: BatchScorer | None, share: int = 0, shares: int = 1,
        as_of: int | None = None, keep: bool = False,
    ) -> None:  # fmt: skip
        """Begin with nothing seen. ``keep``: outcomes carry their facts, for a history."""
        self._judge = judge
        self._scorer = scorer
        self._first = First(owns=owner_of(share, shares))
        self._tells = share == 0
        self._alone = shares == 1
        self._as_of = as_of
        self._keep = keep
        self._duplicates = Duplicates()
        self._guard = OrderGuard()
        self._pending: list[_Pending] = []

    def begin(self, chunk: Chunk) -> Begun:
        """Read the lines and fold stage 1."""
        rejected: list[Rejected] = []
        copies = late = left_out = 0
        pending, see = self._pending, self._first.see
        for place, (number, line) in enumerate(chunk):
            try:
                event = decode(line)
                at = to_milliseconds(event.at)
                if self._as_of is not None and at > self._as_of:
                    left_out += 1
                    continue
                came_late, known = self._accept(event, at)
            except BadEvent as error:
                rejected.append(Rejected(number, line, error))
                continue
            if known:
                copies += 1
                continue
            seen = see(event, at)
            late += came_late
            degraded = (*seen.degraded, LATE) if came_late and LATE not in seen.degraded else seen.degraded
            if seen.row is not None or self._tells:
                pending.append(_Pending(place, event, at, seen.row, degraded, seen.deeds))
        deeds_of_all = [(each.place, deed) for each in pending for deed in each.deeds]
        if not self._tells:
            return Begun(deeds_of_all, [], 0, 0, 0)
        return Begun(deeds_of_all, rejected, copies, late, left_out)

    def _accept(self, event: Event, at: int) -> tuple[bool, bool]:
        """Whether the event came late, and whether it is a copy; raises BadEvent when it is neither acceptable."""
        late = self._guard.check(at)
        digest = content_digest(event)
        return late, self._duplicates.check(event.id, digest, at, self._guard.newest) == "same"

    def finish(self, facts: list[FactRow]) -> list[Outcome]:
        """Complete the rows with stage 2's ``facts`` (one for each deed), score and judge them."""
        weighed = iter(facts)
        rows = []
        for each in self._pending:
            for deed in each.deeds:
                told = next(weighed)
                if each.row is not None:
                    fill(each.row, deed, told)
            if each.row is not None:
                rows.append(each.row)
        scores = iter(self._scores(rows))
        outcomes = [
            self._quiet(each) if each.row is None else self._judged(each, next(scores)) for each in self._pending
        ]
        self._pending.clear()
        return [outcome for outcome in outcomes if outcome is not None]

    def _scores(self, rows: list[FactRow]) -> Sequence[float | None]:
        if self._scorer is None or not rows:
            return (None,) * len(rows)
        return self._scorer.score_rows(rows)

    @staticmethod
    def _quiet(each: _Pending) -> Outcome | None:
        seen = sight(event=each.event, at=each.at, facts=None, verdict=None)
        return None if seen is None else Outcome(each.place, "", seen=seen)

    def _judged(self, each: _Pending, score: float | None) -> Outcome:
        row = cast("FactRow", each.row)
        kind = str(row[0])
        fires = self._judge.evaluate(event_type=kind, facts=row, score=score)
        matter = Matter(cast("Decided", each.event), each.at, row, each.degraded, fires)
        if not self._alone and self._judge.in_order(fires):
            return Outcome(each.place, kind, matter=matter)
        judgement = conclude(self._judge, matter)
        seen = sight(event=each.event, at=each.at, facts=row, verdict=judgement.verdict)
        return Outcome(each.place, kind, judgement, matter if self._keep else None, seen)

    def snapshot(self) -> bytes:
        """The lane's whole state, to go on from later."""
        return pickle.dumps((self._first.state, self._duplicates, self._guard), protocol=pickle.HIGHEST_PROTOCOL)

    def restore(self, data: bytes) -> None:
        """Go on from a snapshot that this program wrote."""
        self._first.state, self._duplicates, self._guard = pickle.loads(data)  # noqa: S301 - a file of our own making


def conclude(judge: Judge, matter: Matter) -> Judgement:
    """The judge's second phase for one event."""
    event = matter.event
    return judge.conclude(
        matter.fires,
        event_type=str(matter.facts[0]),
        at=matter.at,
        channel=event.channel,
        account=event.account,
        event=event.id,
        facts=matter.facts,
        degraded=matter.degraded,
        device=event.device.id if event.device else None,
        ip=event.ip,
        symbol=event.body.symbol if isinstance(event, Order | Transfer) else None,
    )
