"""A lane: everything about the accounts of one share that needs no other share.

Each lane reads every line, since devices, networks and quotes belong to all; it folds and judges its own accounts.
"""

import pickle
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Protocol, cast
from zlib import crc32

from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.duplicates import Duplicates, OrderGuard, content_digest
from sekisho.activity.operations.observatory import First, fill
from sekisho.activity.types.deed import Deed
from sekisho.activity.types.events import Decided, Event
from sekisho.activity.types.facts import FactRow
from sekisho.activity.types.rejection import BadEvent
from sekisho.decisions.operations.judge import Judge
from sekisho.decisions.types.judgement import Fires, Judgement
from sekisho.gateway.types.lane import Begun, Chunk, Matter, Outcome, Rejected
from sekisho.kernel.moments import to_milliseconds
from sekisho.surveillance.operations.seeing import sight

LATE = "late"


class BatchScorer(Protocol):
    """A model that scores many rows at once."""

    def score_rows(self, rows: list[FactRow]) -> list[float]:
        """One score a row, the same bits as one by one."""


_Pending = tuple[int, Event, int, FactRow, tuple[str, ...]]
"""A decided event between the two halves: place in the chunk, event, moment, row and what was degraded."""


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
        self._first = First(owns=None if shares == 1 else owner_of(share, shares))
        self._tells = share == 0
        self._alone = shares == 1
        self._as_of = as_of
        self._keep = keep
        self._duplicates = Duplicates()
        self._guard = OrderGuard()
        self._pending: list[_Pending] = []
        self._quiet: list[Outcome] = []
        self._deeds: list[tuple[FactRow | None, Deed]] = []

    def begin(self, chunk: Chunk) -> Begun:
        """Read the lines and fold stage 1."""
        rejected: list[Rejected] = []
        deeds: list[tuple[int, Deed]] = []
        copies = late = left_out = 0
        check_order, check_id = self._guard.check, self._duplicates.check
        for place, (number, line) in enumerate(chunk):
            try:
                event = decode(line)
                at = to_milliseconds(event.at)
                if self._as_of is not None and at > self._as_of:
                    left_out += 1
                    continue
                came_late = check_order(at)
                known = check_id(event.id, content_digest(event), at, self._guard.newest)
            except BadEvent as error:
                rejected.append(Rejected(number, line, error))
                continue
            if known == "same":
                copies += 1
                continue
            late += came_late
            self._fold(place, event, at, deeds, late=came_late)
        if not self._tells:
            return Begun(deeds, [], 0, 0, 0)
        return Begun(deeds, rejected, copies, late, left_out)

    def _fold(self, place: int, event: Event, at: int, deeds: list[tuple[int, Deed]], *, late: bool) -> None:
        """Let stage 1 see one event; what it says of it waits for stage 2."""
        seen = self._first.see(event, at)
        row = seen.row
        if row is not None:
            degraded = seen.degraded
            if late and LATE not in degraded:
                degraded = (*degraded, LATE)
            self._pending.append((place, event, at, row, degraded))
        elif not self._tells:
            return
        elif (look := sight(event=event, at=at, facts=None, verdict=None)) is not None:
            self._quiet.append(Outcome(place, "", seen=look))
        for deed in seen.deeds:
            deeds.append((place, deed))
            self._deeds.append((row, deed))

    def finish(self, facts: list[FactRow]) -> list[Outcome]:
        """Complete the rows with stage 2's ``facts`` (one for each deed), score and judge them."""
        for (row, deed), told in zip(self._deeds, facts, strict=True):
            if row is not None:
                fill(row, deed, told)
        scores = self._scores([row for _, _, _, row, _ in self._pending])
        judge = self._judge_alone if self._alone and not self._keep else self._judge_beside
        outcomes = [judge(each, score) for each, score in zip(self._pending, scores, strict=True)]
        if self._quiet:
            outcomes = sorted(self._quiet + outcomes, key=attrgetter("place"))
        self._pending.clear()
        self._quiet.clear()
        self._deeds.clear()
        return outcomes

    def _scores(self, rows: list[FactRow]) -> Sequence[float | None]:
        if self._scorer is None or not rows:
            return (None,) * len(rows)
        return self._scorer.score_rows(rows)

    def _judge_alone(self, each: _Pending, score: float | None) -> Outcome:
        """Evaluate and conclude at once: every event of the run passes here, in its order."""
        place, event, at, row, degraded = each
        kind = str(row[0])
        fires = self._judge.evaluate(event_type=kind, facts=row, score=score)
        judgement = _conclude(self._judge, fires, cast("Decided", event), at, row, degraded)
        return Outcome(place, kind, judgement, None, sight(event=event, at=at, facts=row, verdict=judgement.verdict))

    def _judge_beside(self, each: _Pending, score: float | None) -> Outcome:
        """Evaluate, and conclude unless the order among all lanes matters; keep the facts for a history."""
        place, event, at, row, degraded = each
        kind = str(row[0])
        fires = self._judge.evaluate(event_type=kind, facts=row, score=score)
        matter = Matter(cast("Decided", event), at, row, degraded, fires)
        if not self._alone and self._judge.in_order(fires):
            return Outcome(place, kind, matter=matter)
        judgement = conclude(self._judge, matter)
        seen = sight(event=event, at=at, facts=row, verdict=judgement.verdict)
        return Outcome(place, kind, judgement, matter if self._keep else None, seen)

    def snapshot(self) -> bytes:
        """The lane's whole state, to go on from later."""
        return pickle.dumps((self._first.state, self._duplicates, self._guard), protocol=pickle.HIGHEST_PROTOCOL)

    def restore(self, data: bytes) -> None:
        """Go on from a snapshot that this program wrote."""
        self._first.state, self._duplicates, self._guard = pickle.loads(data)  # noqa: S301 - a file of our own making


def conclude(judge: Judge, matter: Matter) -> Judgement:
    """The judge's second phase for one event."""
    return _conclude(judge, matter.fires, matter.event, matter.at, matter.facts, matter.degraded)


def _conclude(  # by position, and no value made for it: every decided event passes here
    judge: Judge, fires: Fires, event: Decided, at: int, facts: FactRow, degraded: tuple[str, ...]
) -> Judgement:
    device = event.device
    return judge.conclude(
        fires,
        event_type=str(facts[0]),
        at=at,
        channel=event.channel,
        account=event.account,
        event=event.id,
        facts=facts,
        degraded=degraded,
        device=None if device is None else device.id,
        ip=event.ip,
        symbol=getattr(event.body, "symbol", None),  # orders and transfers have one
    )
