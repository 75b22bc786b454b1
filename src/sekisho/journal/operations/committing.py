"""Group commit: what many threads hand in within a moment is committed as one batch.

A commit costs a wait for the disk, whatever is in it. While one is under way the next entries gather, so the batches
grow by themselves when there is much to do; ``linger`` adds a short wait for company when there is little.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import islice
from threading import Condition, Lock, Thread
from types import TracebackType
from typing import Any, NamedTuple, Self

from django.db import connection

from sekisho.journal.operations.appending import append_units
from sekisho.journal.rules.planning import Outcome, Unit
from sekisho.journal.types.entry import NewEntry, Receipt
from sekisho.journal.types.faults import (
    JournalBusyError,
    JournalClosedError,
    JournalUnavailableError,
    KeyConflictError,
)


class _Waiting(NamedTuple):
    units: Sequence[Unit]
    size: int
    tell: Callable[[Sequence[Outcome]], None]
    answer: "Future[Any]"


class GroupCommitter:
    """Commits for every thread of the process; close it, or use it as a context manager.

    Example::

        with GroupCommitter(clock=clock) as committer:
            receipt = committer.submit([entry]).result()  # returns once the entry is on disk
    """

    def __init__(
        self,
        *,
        clock: Callable[[], int],
        linger: float = 0.001,
        most: int = 1_000,
        room: int = 10_000,
        halts: bool = False,
    ) -> None:
        """Start the one thread that writes.

        Args:
            clock: gives the moment of writing, in milliseconds.
            linger: seconds to wait for company before a commit.
            most: entries at which a batch is not filled further.
            room: entries that may wait or be under way; beyond it, submitting waits.
            halts: after a failed commit take nothing more, so that what one writer hands in never changes its order.

        """
        self._clock, self._linger, self._most, self._room, self._halts = clock, linger, most, room, halts
        lock = Lock()
        self._arrived, self._left = Condition(lock), Condition(lock)
        self._waiting: deque[_Waiting] = deque()
        self._gathered = 0  # entries that wait
        self._held = 0  # entries that wait or are under way
        self._closing = False
        self._failure: JournalUnavailableError | None = None
        self._thread = Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def submit(self, entries: Sequence[NewEntry], *, timeout: float | None = None) -> "Future[Receipt]":
        """Hand in entries that are written next to each other, all or none.

        Args:
            entries: at least one; see ``append`` for what their keys do.
            timeout: seconds to wait where the waiting room is full; None waits as long as it takes.

        Returns:
            Resolves once the entries are on disk. It fails with ``KeyConflictError``, or with
            ``JournalUnavailableError``, after which they may be handed in again: what has a key is not doubled.

        Raises:
            JournalBusyError: the waiting room stayed full for ``timeout`` seconds.
            JournalUnavailableError: an earlier commit failed, and this committer halts.
            JournalClosedError: it was closed.
            ValueError: there are no entries.

        """
        answer: Future[Receipt] = Future()

        def tell(outcomes: Sequence[Outcome]) -> None:
            outcome = outcomes[0]
            if isinstance(outcome, KeyConflictError):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)

        self._hand_in([entries], answer, tell, timeout)
        return answer

    def submit_many(
        self, units: Sequence[Unit], *, timeout: float | None = None
    ) -> "Future[Sequence[Receipt | KeyConflictError]]":
        """Hand in several units with one answer, which costs less than an answer each.

        Args:
            units: at least one; they are independent of each other, and committed in their order.
            timeout: as for ``submit``.

        Returns:
            Resolves once all are on disk, with a receipt or a conflict for each; fails as ``submit`` does.

        Raises:
            JournalBusyError: as for ``submit``, as are ``JournalUnavailableError`` and ``JournalClosedError``.
            ValueError: a unit is empty, or there is none.

        """
        answer: Future[Sequence[Outcome]] = Future()
        self._hand_in(units, answer, answer.set_result, timeout)
        return answer

    def _hand_in(
        self,
        units: Sequence[Unit],
        answer: "Future[Any]",
        tell: Callable[[Sequence[Outcome]], None],
        timeout: float | None,
    ) -> None:
        if not units or not all(units):
            message = "nothing to write"
            raise ValueError(message)
        size = sum(map(len, units))
        with self._left:
            if not self._left.wait_for(lambda: self._has_room(size), timeout):
                raise JournalBusyError(self._room)
            if self._failure is not None:
                raise self._failure
            if self._closing:
                raise JournalClosedError
            self._waiting.append(_Waiting(units, size, tell, answer))
            self._gathered += size
            self._held += size
            if len(self._waiting) == 1 or self._gathered >= self._most:
                self._arrived.notify()

    def close(self) -> None:
        """Commit what waits, then stop."""
        with self._left:
            self._closing = True
            self._arrived.notify()
            self._left.notify_all()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _has_room(self, size: int) -> bool:
        """Whether to wait no longer; entries larger than the whole room go alone."""
        return self._held + size <= self._room or not self._held or self._closing or self._failure is not None

    def _run(self) -> None:
        try:
            while group := self._collect():
                self._commit(group)
        finally:
            connection.close()

    def _collect(self) -> list[_Waiting]:
        """Wait for entries and take a batch of them; empty once closed and drained."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._waiting or self._closing)
            self._arrived.wait_for(lambda: self._gathered >= self._most or self._closing, self._linger)
            group: list[_Waiting] = []
            size = 0
            while self._waiting and (not group or size + self._waiting[0].size <= self._most):
                group.append(self._waiting.popleft())
                size += group[-1].size
            self._gathered -= size
            return group

    def _commit(self, group: list[_Waiting]) -> None:
        wanted = [each for each in group if each.answer.set_running_or_notify_cancel()]
        try:
            outcomes = append_units(units=[unit for each in wanted for unit in each.units], at=self._clock())
        except Exception as error:  # noqa: BLE001 - whatever it was, every submitter must hear of it
            self._fail(wanted, error)
        else:
            answers = iter(outcomes)
            for each in wanted:
                each.tell(list(islice(answers, len(each.units))))
        with self._left:
            self._held -= sum(each.size for each in group)
            self._left.notify_all()

    def _fail(self, group: list[_Waiting], cause: Exception) -> None:
        """Tell everybody in the batch, and those behind them where order counts; the next batch connects anew."""
        connection.close()
        failure = JournalUnavailableError(cause)
        failure.__cause__ = cause
        if self._halts:
            with self._left:
                self._failure = failure
                behind = list(self._waiting)
                self._held -= self._gathered
                self._waiting.clear()
                self._gathered = 0
            group = [*group, *(each for each in behind if each.answer.set_running_or_notify_cancel())]
        for each in group:
            each.answer.set_exception(failure)
