"""Walk along the chain and say what is wrong first.

Rows come as they are stored; whoever could change the database could put anything there, so each value is looked at
before it is used.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sekisho.journal.rules.chain import batch_digest, entry_digest, tree_root
from sekisho.journal.types.entry import Head
from sekisho.journal.types.verification import Damage, Fault

_INT64 = 1 << 63


class StoredBatch(NamedTuple):
    """A row of the table of batches, unchecked."""

    number: Any
    first: Any
    last: Any
    count: Any
    root: Any
    previous: Any
    digest: Any
    committed: Any


class StoredEntry(NamedTuple):
    """A row of the table of entries, unchecked."""

    position: Any
    batch: Any
    kind: Any
    about: Any
    at: Any
    payload: Any
    key: Any
    digest: Any


def check_batch(row: StoredBatch, before: Head) -> Damage | None:
    """Whether a batch is what its digest says, and follows the one before it."""
    number = before.batch + 1
    if not _whole(row.number) or row.number != number:
        return Damage(Fault.BATCH_MISSING, number)
    if not _batch_is_itself(row):
        return Damage(Fault.BATCH_CHANGED, number)
    if row.previous != before.digest:
        return Damage(Fault.BATCH_DETACHED, number)
    if row.first != before.last + 1 or row.count < 1 or row.last != row.first + row.count - 1:
        return Damage(Fault.BATCH_RANGE, number)
    return None


def check_entries(row: StoredBatch, stored: Iterator[StoredEntry]) -> Damage | None:
    """Whether exactly the batch's entries come next, and are what they were.

    Args:
        row: a batch that was checked.
        stored: the entries in order, from the batch's first; just those of the batch are taken.

    """
    leaves: list[bytes] = []
    for position in range(row.first, row.last + 1):
        entry = next(stored, None)
        if entry is None or (_whole(entry.position) and entry.position > position):
            return Damage(Fault.ENTRY_MISSING, row.number, position)
        if entry.position != position:
            return Damage(Fault.ENTRY_SURPLUS, row.number, position)
        if entry.batch != row.number or not _entry_is_itself(entry):
            return Damage(Fault.ENTRY_CHANGED, row.number, position)
        leaves.append(entry.digest)
    return None if tree_root(leaves) == row.root else Damage(Fault.ENTRIES_REPLACED, row.number)


def _batch_is_itself(row: StoredBatch) -> bool:
    numbers = row.first, row.last, row.count, row.committed
    digests = row.root, row.previous, row.digest
    if not all(map(_whole, numbers)) or not all(isinstance(digest, bytes) for digest in digests):
        return False
    if not 0 < row.first <= row.last:
        return False
    expected = batch_digest(
        number=row.number,
        first=row.first,
        last=row.last,
        committed=row.committed,
        root=row.root,
        previous=row.previous,
    )
    return bool(row.digest == expected)


def _entry_is_itself(entry: StoredEntry) -> bool:
    if not _whole(entry.at) or not isinstance(entry.payload, bytes):
        return False
    if not isinstance(entry.kind, str) or not isinstance(entry.about, str):
        return False
    if entry.key is not None and not isinstance(entry.key, str):
        return False
    expected = entry_digest(
        position=entry.position,
        kind=entry.kind,
        about=entry.about,
        at=entry.at,
        key=entry.key,
        payload=entry.payload,
    )
    return bool(entry.digest == expected)


def _whole(value: object) -> bool:
    """A whole number of 64 bits, as the columns are meant to hold."""
    return type(value) is int and -_INT64 <= value < _INT64
