"""Judge events as they come: together what came together, durable before the answer, within a declared patience.

Everything but the journal's writing happens on one event loop, so there is one order: that of the judging, which is
also that of the journal. ``ask`` gives an answer or says why there is none.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import msgspec
from django.db import DatabaseError

from sekisho.activity.operations.decoding import decode
from sekisho.activity.types.events import Event
from sekisho.activity.types.rejection import BadEvent, Code
from sekisho.gateway.operations.answering import Answered, Answerer
from sekisho.gateway.operations.live.keeping import Keeper, Outcome
from sekisho.gateway.operations.live.recalling import recorded
from sekisho.gateway.operations.loading import subject_of, unit_of
from sekisho.gateway.rules.live import operation_of, urgency_of
from sekisho.gateway.types.live import SHARES, LiveMode, LiveTerms, NoDecisionError, Told, Trouble
from sekisho.journal.types.entry import NewEntry, Receipt
from sekisho.kernel.moments import to_milliseconds
from sekisho.kernel.verdicts import Verdict

ALERT_RAISED = "surveillance:alert:raised"
_encode = msgspec.json.Encoder().encode
_READERS = 4
_LOOK = 0.1
"""Seconds after which a stopping service looks whether the journal has gone away."""


class _Asked(NamedTuple):
    """An event that waits, and whom to tell."""

    line: bytes
    event: Event
    answer: "asyncio.Future[Told]"


class Service:
    """The decision service of one process. Make it inside the running loop."""

    def __init__(self, *, answerer: Answerer, keeper: Keeper, terms: LiveTerms) -> None:
        """Take over a warm ``answerer``; whoever makes the keeper closes it."""
        self._answerer, self._keeper, self._terms = answerer, keeper, terms
        self._loop = asyncio.get_running_loop()
        self._waiting: list[_Asked] = []
        self._held = 0
        self._under_way: dict[str, _Asked] = {}
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="recalling")
        self._closing = False

    @property
    def held(self) -> int:
        """Events that wait or are under way."""
        return self._held

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing is judged now; None while all is well."""
        if self._closing:
            return Trouble.CLOSING
        return Trouble.JOURNAL if self._keeper.away else None

    def read(self, line: bytes) -> Event:
        """The event of a line.

        Raises:
            BadEvent: the line is no event.

        """
        return decode(line)

    async def ask(self, line: bytes, event: Event, *, bulk: bool = False, patience: float | None = None) -> Told:
        """The answer to an event, once it is on disk.

        Args:
            line: the event as it came; it is kept so.
            event: the same, read.
            bulk: nobody waits for this one in particular.
            patience: seconds within which an answer is of use; None waits as long as it takes.

        Raises:
            BadEvent: the event is out of time, or its id is known with other content.
            NoDecisionError: there is none, or not in time. What was judged all the same stands in the journal.

        """
        known = self._under_way.get(event.id)
        if known is not None and known.event == event:
            return await self._in_time(known.answer, patience)
        self._admit(event, bulk=bulk)
        asked = _Asked(line, event, self._loop.create_future())
        self._held += 1
        if not self._waiting:
            self._loop.call_soon(self._judge)
        self._waiting.append(asked)
        self._under_way.setdefault(event.id, asked)
        return await self._in_time(asked.answer, patience)

    def fallback(self, event: Event) -> Verdict:
        """What the firm has declared for where there is no decision."""
        stance = self._terms.stances[operation_of(event)]
        enforced = stance.mode_in(event.channel) is LiveMode.ENFORCE
        return stance.fallback if enforced else Verdict.ALLOW

    async def close(self) -> None:
        """Take nothing more, and wait for what is under way."""
        self._closing = True
        while (waiting := [each.answer for each in self._under_way.values()]) and not self._keeper.away:
            await asyncio.wait(waiting, timeout=_LOOK)
        self._readers.shutdown(wait=False)

    def _admit(self, event: Event, *, bulk: bool) -> None:
        if (trouble := self.trouble) is not None:
            raise NoDecisionError(trouble)
        if self._held >= self._terms.room * SHARES[urgency_of(event, bulk=bulk)]:
            raise NoDecisionError(Trouble.BUSY)

    async def _in_time(self, answer: "asyncio.Future[Told]", patience: float | None) -> Told:
        waiting = asyncio.shield(answer)
        if patience is None:
            return await waiting
        try:
            return await asyncio.wait_for(waiting, patience)
        except TimeoutError:
            raise NoDecisionError(Trouble.DEADLINE) from None

    def _judge(self) -> None:
        """Judge what waits, a part at a time, so that the loop hears others between."""
        lot, self._waiting = self._waiting[: self._terms.most], self._waiting[self._terms.most :]
        if self._waiting:
            self._loop.call_soon(self._judge)
        if self._keeper.away:
            self._refuse(lot, NoDecisionError(Trouble.JOURNAL))
            return
        answered = self._answerer.answer_all([asked.event for asked in lot])
        kept = [(asked, found) for asked, found in zip(lot, answered, strict=True) if found.refused is None]
        for asked, found in zip(lot, answered, strict=True):
            if found.refused is not None:
                self._settle(asked, found.refused)
        if kept:
            units = [_unit(asked, found) for asked, found in kept]
            self._keeper.keep(units, partial(self._tell, kept))

    def _tell(self, kept: "Sequence[tuple[_Asked, Answered]]", outcomes: Sequence[Outcome] | None) -> None:
        """From the journal's thread to the loop."""
        self._loop.call_soon_threadsafe(self._kept, kept, outcomes)

    def _kept(self, kept: Sequence[tuple[_Asked, Answered]], outcomes: Sequence[Outcome] | None) -> None:
        """The journal has them, or cannot have them now."""
        if outcomes is None:
            self._refuse([asked for asked, _ in kept], NoDecisionError(Trouble.JOURNAL))
            return
        for (asked, found), outcome in zip(kept, outcomes, strict=True):
            if not isinstance(outcome, Receipt) or found.copy or not outcome.written:
                self._recall(asked)
            else:
                told = found.judgement
                record, verdict = (told.record, told.verdict) if told else (None, Verdict.ALLOW)
                self._settle(asked, self._told(asked.event, record, verdict, outcome.first))

    def _recall(self, asked: _Asked) -> None:
        """It was answered before: the record says what, and whether it is the same event."""

        def look() -> None:
            self._loop.call_soon_threadsafe(self._settle, asked, self._recorded(asked.event))

        self._readers.submit(look)

    def _recorded(self, event: Event) -> Told | Exception:
        """What the record says; whoever asks must hear something even where the record cannot be read."""
        try:
            found = recorded(event)
        except DatabaseError:
            return NoDecisionError(Trouble.JOURNAL)
        return BadEvent(Code.ID_CONFLICT, field="id") if found is None else self._told(event, *found, repeated=True)

    def _told(
        self, event: Event, record: bytes | None, verdict: Verdict, position: int, *, repeated: bool = False
    ) -> Told:
        mode = self._terms.stances[operation_of(event)].mode_in(event.channel)
        bites = verdict if mode is LiveMode.ENFORCE else Verdict.ALLOW
        shown = None if mode is LiveMode.OBSERVE else record
        return Told(verdict=bites, mode=mode, record=shown, position=position, repeated=repeated)

    def _refuse(self, lot: Sequence[_Asked], error: NoDecisionError) -> None:
        for asked in lot:
            self._settle(asked, error)

    def _settle(self, asked: _Asked, told: "Told | Exception") -> None:
        self._held -= 1
        if self._under_way.get(asked.event.id) is asked:
            del self._under_way[asked.event.id]
        if isinstance(told, Exception):
            asked.answer.set_exception(told)
            asked.answer.exception()  # looked at, also where nobody waits
        else:
            asked.answer.set_result(told)


def _unit(asked: _Asked, found: Answered) -> list[NewEntry]:
    """What stands in the journal: the event, the decision, and what surveillance saw."""
    unit = unit_of(asked.event, asked.line, found.judgement.record if found.judgement else None)
    at = to_milliseconds(asked.event.at)
    subject = subject_of(asked.event)
    unit += [NewEntry(ALERT_RAISED, subject, at, _encode(alert), f"alert:{alert.id}") for alert in found.alerts]
    return unit
