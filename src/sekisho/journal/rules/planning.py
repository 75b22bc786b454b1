"""What is to be written for the entries handed in: positions, digests, the batch, and each one's answer."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sekisho.journal.rules.chain import batch_digest, entry_digest, tree_root
from sekisho.journal.types.entry import Entry, Head, NewEntry, Receipt
from sekisho.journal.types.faults import KeyConflictError

Unit = Sequence[NewEntry]
"""Entries that are written all or not at all, next to each other."""
Outcome = Receipt | KeyConflictError


class Known(NamedTuple):
    """Where the entry with a key stands, and its digest."""

    position: int
    batch: int
    digest: bytes


class Batch(NamedTuple):
    """One batch: its number, first and last position, the tree's root, the digest before it, its own, its moment."""

    number: int
    first: int
    last: int
    root: bytes
    previous: bytes
    digest: bytes
    committed: int


class Plan(NamedTuple):
    """The batch to write (None when everything was known), its entries, and the answer to each unit, in order."""

    batch: Batch | None
    entries: list[Entry]
    outcomes: list[Outcome]


def keys_of(units: Sequence[Unit]) -> list[str]:
    """Every key in the units."""
    return [entry.key for unit in units for entry in unit if entry.key is not None]


def plan(units: Sequence[Unit], *, head: Head, known: Mapping[str, Known], at: int) -> Plan:
    """Decide what to write.

    A unit goes by its first entry's key: where that is known with the same content, the whole unit was written
    before and is not written again, whatever stands behind the first entry. Any other known key is a conflict,
    and nothing of its unit is written.

    Args:
        units: each with at least one entry.
        head: the journal's end.
        known: what the journal holds under the units' keys.
        at: the moment of the commit, in milliseconds.

    """
    number, writing = head.batch + 1, _Writing(head, dict(known))
    outcomes = [writing.take(unit) for unit in units]
    entries = writing.entries
    if not entries:
        return Plan(None, entries, outcomes)
    first, last, root = head.last + 1, entries[-1].position, tree_root([entry.digest for entry in entries])
    digest = batch_digest(number=number, first=first, last=last, committed=at, root=root, previous=head.digest)
    return Plan(Batch(number, first, last, root, head.digest, digest, at), entries, outcomes)


class _Writing:
    """The entries planned so far, and the keys known by then."""

    def __init__(self, head: Head, known: dict[str, Known]) -> None:
        self._number = head.batch + 1
        self._next = head.last + 1
        self._known = known
        self.entries: list[Entry] = []

    def take(self, unit: Unit) -> Outcome:
        known = self._known.get(unit[0].key or "")
        if known is not None:
            return _repeated(unit[0], known)
        if len(unit) > 1 and (conflict := self._conflict(unit)):
            return conflict
        first = self._next
        for entry in unit:
            self._add(entry)
        return Receipt(self._number, first, len(unit))

    def _conflict(self, unit: Unit) -> KeyConflictError | None:
        """A key behind the first one that is known, or that the unit itself holds twice."""
        own = {unit[0].key}
        for key in keys_of([unit[1:]]):
            if key in self._known or key in own:
                place = self._known[key].position if key in self._known else self._next
                return KeyConflictError(key, place)
            own.add(key)
        return None

    def _add(self, entry: NewEntry) -> None:
        digest = _digest(entry, self._next)
        if entry.key is not None:
            self._known[entry.key] = Known(self._next, self._number, digest)
        kept = Entry(self._next, self._number, entry.kind, entry.about, entry.at, entry.payload, entry.key, digest)
        self.entries.append(kept)
        self._next += 1


def _repeated(entry: NewEntry, known: Known) -> Outcome:
    if _digest(entry, known.position) == known.digest:
        return Receipt(known.batch, known.position, 0)
    return KeyConflictError(entry.key or "", known.position)


def _digest(entry: NewEntry, position: int) -> bytes:
    return entry_digest(
        position=position, kind=entry.kind, about=entry.about, at=entry.at, key=entry.key, payload=entry.payload
    )
