"""Take a file of events into the journal, and say of each event when it is safe.

An event and, where somebody judges, the decision about it stand next to each other in one batch. An acknowledgement is
written only after the commit, in the order of the lines. The journal knows every event by its id, so a run that broke
off is simply repeated: what is there is acknowledged again and not written again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Queue
from threading import Lock, Thread
from typing import BinaryIO, NamedTuple

import msgspec
from django.db import connection

from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.reading import RejectsWriter
from sekisho.activity.types.events import Event
from sekisho.activity.types.rejection import BadEvent, Code
from sekisho.journal.operations.committing import GroupCommitter
from sekisho.journal.queries.reading import find
from sekisho.journal.types.entry import NewEntry, Receipt
from sekisho.journal.types.faults import KeyConflictError
from sekisho.kernel.moments import to_milliseconds

EVENT_RECEIVED = "activity:event:received"
DECISION_MADE = "decisions:decision:made"
BLOCK = 128
"""Lines handed in at once. From standard input it should be 1, so that no line waits for the next."""
_UNDER_WAY = 64
"""Blocks on their way before the reader waits."""
Answer = Callable[[Event], bytes | None]
_Outcomes = Sequence[Receipt | KeyConflictError]
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class LoadTally:
    """What became of the lines; ``rejected`` by code."""

    lines: int = 0
    written: int = 0
    repeated: int = 0
    rejected: Counter[str] = field(default_factory=Counter)


class _Taken(NamedTuple):
    number: int
    line: bytes
    event: Event
    unit: list[NewEntry]


def event_key(identifier: str) -> str:
    """The key under which an event stands in the journal."""
    return f"event:{identifier}"


def decision_key(identifier: str) -> str:
    """The key under which the decision about an event stands in the journal."""
    return f"decision:{identifier}"


def unit_of(event: Event, line: bytes, decision: bytes | None = None) -> list[NewEntry]:
    """An event as it is journaled: the bytes as received, and behind them the bytes of the decision, if any."""
    at, subject = to_milliseconds(event.at), subject_of(event)
    unit = [NewEntry(EVENT_RECEIVED, subject, at, bytes(line), event_key(event.id))]
    if decision is not None:
        unit.append(NewEntry(DECISION_MADE, subject, at, decision, decision_key(event.id)))
    return unit


def subject_of(event: Event) -> str:
    """Whom an event is about: the account's pseudonym, else ``symbol:`` and the instrument, else nobody."""
    account: str | None = getattr(event, "account", None)
    symbol: str | None = getattr(event.body, "symbol", None)
    return account or (f"symbol:{symbol}" if symbol else "")


class Loader:
    """Takes lines into the journal. One use each; ``load`` does it all."""

    def __init__(
        self,
        *,
        committer: GroupCommitter,
        rejects: RejectsWriter,
        acks: BinaryIO | None = None,
        answer: Answer | None = None,
        block: int = BLOCK,
    ) -> None:
        """Prepare a run.

        Args:
            committer: writes into the journal; one that halts keeps the order of the lines through any failure.
            rejects: gets the lines that are no events, and those whose id is known with other content.
            acks: gets one JSON object for each event that is in the journal: ``event`` (its id), ``batch``,
                ``position``, ``new`` (whether this run wrote it).
            answer: judges an event and gives the decision's bytes, or None where no decision is due.
            block: lines handed in at once.

        """
        self._committer, self._rejects, self._acks = committer, rejects, acks
        self._answer, self._block = answer, block
        self._rejecting = Lock()
        self._under_way: Queue[tuple[list[_Taken], Future[_Outcomes]] | None] = Queue(_UNDER_WAY)
        self._failure: BaseException | None = None
        self.tally = LoadTally()

    def load(self, lines: Iterable[tuple[int, bytes]]) -> LoadTally:
        """Take numbered lines in, until they end.

        Raises:
            JournalUnavailableError: a commit failed. What was acknowledged is in the journal; run again to go on.
            OSError: an output cannot be written.

        """
        settling = Thread(target=self._settle, name="acknowledging", daemon=True)
        settling.start()
        try:
            self._take(lines)
        finally:
            self._under_way.put(None)
            settling.join()
        self._raise_failure()
        return self.tally

    def _take(self, lines: Iterable[tuple[int, bytes]]) -> None:
        block: list[_Taken] = []
        for number, line in lines:
            self.tally.lines += 1
            try:
                event = decode(line)
                decision = self._answer(event) if self._answer else None
            except BadEvent as rejection:
                self._reject(number, line, rejection)
                continue
            block.append(_Taken(number, line, event, unit_of(event, line, decision)))
            if len(block) >= self._block:
                self._hand_in(block)
                block = []
        if block:
            self._hand_in(block)

    def _hand_in(self, block: list[_Taken]) -> None:
        self._raise_failure()
        self._under_way.put((block, self._committer.submit_many([taken.unit for taken in block])))

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _settle(self) -> None:
        """Acknowledge block after block. After a failure nothing more is acknowledged, only taken off the queue."""
        try:
            while waiting := self._under_way.get():
                if self._failure is None:
                    self._settle_block(*waiting)
        finally:
            connection.close()

    def _settle_block(self, block: list[_Taken], committed: "Future[_Outcomes]") -> None:
        try:
            outcomes = committed.result()
            self._acknowledge(
                [
                    (taken, receipt)
                    for taken, outcome in zip(block, outcomes, strict=True)
                    if (receipt := self._receipt(taken, outcome))
                ]
            )
        except Exception as error:  # noqa: BLE001 - raised again by the reading thread
            self._failure = error

    def _receipt(self, taken: _Taken, outcome: Receipt | KeyConflictError) -> Receipt | None:
        """The event's receipt; None after rejecting one whose id is known with other content.

        The same event in another spelling (spaces, order of keys, offset of the moment) is the same event.
        """
        if isinstance(outcome, Receipt):
            return outcome
        known = find(event_key(taken.event.id))
        if known is not None and decode(known.payload) == taken.event:
            return Receipt(known.batch, known.position, 0)
        self._reject(taken.number, taken.line, BadEvent(Code.ID_CONFLICT, field="id"))
        return None

    def _acknowledge(self, safe: list[tuple[_Taken, Receipt]]) -> None:
        written = sum(1 for _, receipt in safe if receipt.written)
        self.tally.written += written
        self.tally.repeated += len(safe) - written
        if self._acks is None:
            return
        for taken, receipt in safe:
            told = {
                "event": taken.event.id,
                "batch": receipt.batch,
                "position": receipt.first,
                "new": receipt.written > 0,
            }
            self._acks.write(_encode(told) + b"\n")
        self._acks.flush()

    def _reject(self, number: int, line: bytes, rejection: BadEvent) -> None:
        with self._rejecting:
            self._rejects.write(number, line, rejection)
            self.tally.rejected[rejection.code.value] += 1
