"""Carry out the reactions: every consumer on a thread of its own, in order, from where it stopped; and the chores.

The journal is looked at every tenth of a second without writing anything, so a freeze or a notice follows within a
second. A consumer that fails is tried again, ever more seldom, and says so in the log and in the journal's
``consumers()``; the others go on.

Each entry that a consumer reacts to is a transaction of its own: what reactions lock, above all the turn to write into
the journal, must not be held from one entry to the next while customers wait for it. Where consumers or customers still
get into each other's way and the database gives one of them up, that one simply does it again.
"""

import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from threading import Event, Thread

from django.db import DatabaseError, connections

from sekisho.journal.operations.consuming import Handler, consume
from sekisho.journal.queries.reading import consumers, head
from sekisho.journal.types.entry import Entry
from sekisho.journal.types.faults import PoisonEntryError
from sekisho.kernel.moments import SECOND
from sekisho.project.reactions.chores import CHORES, Chore
from sekisho.project.reactions.conflicts import again
from sekisho.project.reactions.table import TABLE, Deed, Reaction
from sekisho.web.operations.clock import now

_LOG = logging.getLogger("sekisho.reactions")
REST = 0.1
"""Seconds between two looks at the journal."""
_LONGEST_REST = 30.0
_AT_ONCE = 50
"""Entries of which a consumer passes by those that are not for it in one transaction."""
_PATIENCE = 10.0


def by_consumer(table: Sequence[Reaction]) -> dict[str, dict[str, list[Deed]]]:
    """The table by consumer and kind; a kind may have several deeds of one consumer, in the table's order."""
    found: dict[str, dict[str, list[Deed]]] = {}
    for reaction in table:
        found.setdefault(reaction.consumer, {}).setdefault(reaction.kind, []).append(reaction.deed)
    return found


def handler_of(deeds: Mapping[str, Sequence[Deed]], clock: Callable[[], int] = now) -> Handler:
    """What a consumer does with any entry: its deeds for the kind, nothing for kinds that it does not know."""

    def handle(entry: Entry) -> None:
        for deed in deeds.get(entry.kind, ()):
            deed(entry, clock())

    return handle


class Runner:
    """Reacts until it is told to stop."""

    def __init__(
        self, table: Sequence[Reaction] = TABLE, *, chores: Sequence[Chore] = CHORES, rest: float = REST
    ) -> None:
        """Take the table and the chores; nothing runs yet."""
        self._chores = chores
        deeds = by_consumer(table)
        self._kinds = {name: frozenset(kinds) for name, kinds in deeds.items()}
        self._handlers = {name: handler_of(kinds) for name, kinds in deeds.items()}
        self._rest = rest
        self._stop = Event()

    def run(self) -> None:
        """React until SIGINT or SIGTERM, then finish what is under way."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._stop.set())
        self.start()
        self._stop.wait()
        self.stop()

    def start(self) -> None:
        """Begin, on a thread for each consumer and each chore."""
        self._threads = [
            *(Thread(target=self._follow, args=(name,), name=name) for name in self._handlers),
            *(Thread(target=self._repeat, args=(chore,), name=chore.name) for chore in self._chores),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is under way."""
        self._stop.set()
        for thread in self._threads:
            thread.join(_PATIENCE)

    def _repeat(self, chore: Chore) -> None:
        """Do a chore round after round. One that fails is done again after its rest, ever more seldom."""
        usual = chore.every / SECOND
        rest = usual
        try:
            while not self._stop.wait(rest):
                try:
                    again(lambda: chore.deed(now()), wait=self._stop.wait)
                    rest = usual
                except Exception:  # noqa: BLE001 - whatever it was, the next round may go well
                    _LOG.exception("%s failed", chore.name)
                    connections.close_all()
                    rest = min(rest * 2, max(usual, _LONGEST_REST))
        finally:
            connections.close_all()

    def _follow(self, name: str) -> None:
        rest = self._rest
        try:
            while not self._stop.wait(rest):
                rest = self._rest if self._step(name) else min(rest * 2, _LONGEST_REST)
        finally:
            connections.close_all()

    def _step(self, name: str) -> bool:
        """Deal with what waits for a consumer; False when that failed."""
        try:
            while not self._stop.is_set() and _waits(name):
                again(lambda: self._consume(name), wait=self._stop.wait)
        except PoisonEntryError as error:
            _LOG.exception("%s stands before entry %d: %s", name, error.position, error.reason.en)
            return False
        except DatabaseError:
            _LOG.exception("%s: the database failed", name)
            connections.close_all()
            return False
        return True

    def _consume(self, name: str) -> None:
        consume(name=name, handler=self._handlers[name], limit=_AT_ONCE, heard=self._kinds[name])


def _waits(name: str) -> bool:
    """Whether anything waits for the consumer, without writing."""
    known = {state.name: state.position for state in consumers()}
    return head().last > known.get(name, 0)
