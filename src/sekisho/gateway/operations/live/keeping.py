"""Write what was judged into the journal in the order in which it was judged, whatever happens to the database.

State runs ahead of the journal by what is under way. So a commit that fails is not forgotten: its units stay in line,
are handed in again until the journal takes them, and nothing newer overtakes them. Until then nothing more is judged.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Event, RLock, Thread

from sekisho.journal.operations.committing import GroupCommitter
from sekisho.journal.types.entry import NewEntry, Receipt
from sekisho.journal.types.faults import JournalError, KeyConflictError

Unit = Sequence[NewEntry]
Outcome = Receipt | KeyConflictError
Kept = Callable[[Sequence[Outcome] | None], None]
"""Told what became of the units: their outcomes, or None as soon as a commit fails. Called on the journal's thread."""
RETRY = 0.25
"""Seconds between attempts."""


class _Lot:
    """Units that were judged together."""

    def __init__(self, units: Sequence[Unit], tell: Kept) -> None:
        self.units, self.tell, self.told = units, tell, False

    def answer(self, outcomes: Sequence[Outcome] | None) -> None:
        """Tell once; an answer that comes after "not now" only ends the waiting."""
        if not self.told:
            self.told = True
            self.tell(outcomes)


class Keeper:
    """Keeps the order; close it when done."""

    def __init__(self, *, clock: Callable[[], int], retry: float = RETRY, room: int = 1_000_000) -> None:
        """Start a journal writer.

        Args:
            clock: the moment of writing, in milliseconds.
            retry: seconds between attempts while the journal is away.
            room: entries that may wait; the service bounds them itself, so this is never reached.

        """
        self._clock, self._retry, self._room = clock, retry, room
        self._lock = RLock()
        self._line: deque[_Lot] = deque()
        self._committer = self._fresh()
        self._mending: Thread | None = None
        self._closing = Event()

    @property
    def away(self) -> bool:
        """Whether the journal cannot be written now."""
        return self._mending is not None

    def keep(self, units: Sequence[Unit], tell: Kept) -> None:
        """Hand in what was judged together; ``tell`` hears of it once."""
        lot = _Lot(units, tell)
        with self._lock:
            self._line.append(lot)
            taken = not self.away and self._hand_in(lot)
        if not taken:
            lot.answer(None)

    def close(self) -> None:
        """Wait for what is under way. What the journal does not take now was not answered either."""
        self._closing.set()
        self._committer.close()
        if self._mending is not None:
            self._mending.join()

    def _fresh(self) -> GroupCommitter:
        return GroupCommitter(clock=self._clock, linger=0.0, most=4_096, room=self._room, halts=True)

    def _hand_in(self, lot: _Lot) -> bool:
        try:
            future = self._committer.submit_many(lot.units)
        except JournalError:
            self._fail()
            return False
        future.add_done_callback(lambda done: self._done(lot, done))
        return True

    def _done(self, lot: _Lot, done: "Future[Sequence[Outcome]]") -> None:
        with self._lock:
            if done.exception() is not None:
                self._fail()
            else:
                self._line.popleft()
        lot.answer(None if done.exception() is not None else done.result())

    def _fail(self) -> None:
        """Begin to mend, unless somebody does already."""
        if self._mending is None and not self._closing.is_set():
            self._mending = Thread(target=self._mend, name="mending", daemon=True)
            self._mending.start()

    def _mend(self) -> None:
        """Hand the whole line in again, first to last, until it is taken."""
        while not self._closing.wait(self._retry):
            self._committer.close()
            self._committer = self._fresh()
            if self._taken():
                return

    def _taken(self) -> bool:
        while True:
            with self._lock:
                if not self._line:
                    self._mending = None
                    return True
                lot = self._line[0]
            try:
                outcomes = self._committer.submit_many(lot.units).result()
            except JournalError:
                lot.answer(None)
                return False
            with self._lock:
                self._line.popleft()
            lot.answer(outcomes)
