"""Check the journal from one end to the other, and note its end outside the database.

The chain shows any change that was not carried through to the last batch. Somebody who can rewrite the whole database
can rewrite the whole chain, or cut off its end: against that stands an anchor, a batch's number and digest kept where
he cannot write.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from sekisho.journal.queries.stored import Totals, batches, entries, totals
from sekisho.journal.rules.checking import StoredBatch, StoredEntry, check_batch, check_entries
from sekisho.journal.types.entry import EMPTY, Head
from sekisho.journal.types.faults import JournalError
from sekisho.journal.types.verification import Anchor, Damage, Fault, Verification
from sekisho.kernel.digests import canonical
from sekisho.kernel.texts import Text

_KIND = "sekisho-journal-anchor"
Watch = Callable[[int, int], None]


class UnknownBatchError(JournalError):
    """There is no such batch to begin with."""

    def __init__(self, number: int, last: int) -> None:
        super().__init__(
            Text(
                f"バッチ {number} はありません。1から{last}までを指定してください。",
                f"There is no batch {number}. Choose one from 1 to {last}.",
            )
        )


class BadAnchorError(JournalError):
    """The file is no anchor."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Text(
                f"{path} はアンカーではありません。"
                "`sekisho verify-journal --write-anchor` で作ったファイルを指定してください。",
                f"{path} is no anchor. Give a file that `sekisho verify-journal --write-anchor` wrote.",
            )
        )


class _AnchorFile(msgspec.Struct, frozen=True):
    kind: str
    batch: int
    digest: str


def verify(*, start: int = 1, anchor: Anchor | None = None, watch: Watch | None = None) -> Verification:
    """Walk over the batches, and stop at the first thing that is wrong.

    Batches that are written meanwhile are left for the next time.

    Args:
        start: number of the batch to begin with; what it builds on is believed. With an anchor the walk begins
            behind the anchored batch at the latest.
        anchor: what was noted down earlier.
        watch: hears how many entries are done, of how many.

    Raises:
        UnknownBatchError: there is no batch ``start``.
        django.db.DatabaseError: the database could not be read.

    """
    end = totals()
    if start > 1 and not start <= end.number:
        raise UnknownBatchError(start, end.number)
    if anchor is not None:
        start = max(1, min(start, anchor.batch + 1))
    return _Walk(end, anchor, watch or _look_away).from_batch(start)


def read_anchor(path: Path) -> Anchor:
    """Read an anchor.

    Raises:
        BadAnchorError: the file holds something else.
        OSError: it cannot be read.

    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_AnchorFile)
        digest = bytes.fromhex(found.digest)
    except ValueError:
        raise BadAnchorError(path) from None
    if found.kind != _KIND or found.batch < 0 or len(digest) != len(EMPTY.digest):
        raise BadAnchorError(path)
    return Anchor(found.batch, digest)


def write_anchor(path: Path, anchor: Anchor) -> None:
    """Write an anchor, whole or not at all.

    Raises:
        OSError: it cannot be written.

    """
    content = {"kind": _KIND, "batch": anchor.batch, "digest": anchor.digest.hex()}
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(canonical(content) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


class _Walk:
    def __init__(self, end: Totals, anchor: Anchor | None, watch: Watch) -> None:
        self._end, self._anchor, self._watch = end, anchor, watch
        self._batches = self._entries = 0

    def from_batch(self, start: int) -> Verification:
        """Check every batch from ``start`` to the end that was found at the beginning, then the totals."""
        rows = batches(start=max(1, start - 1))
        before, damage = EMPTY, None
        if start > 1:
            before, damage = _base(next(rows, None), start - 1)
        damage = damage or self._pinned(before)
        first = before.last + 1
        stored = entries(start=first)
        while damage is None and before.batch < self._end.number:
            before, damage = self._step(next(rows, None), before, stored)
            self._watch(before.last - first + 1, self._end.last - first + 1)
        damage = damage or self._beyond(before)
        return Verification(self._batches, self._entries, Anchor(before.batch, before.digest), damage)

    def _step(self, row: StoredBatch | None, before: Head, stored: Iterator[StoredEntry]) -> tuple[Head, Damage | None]:
        """One batch: where it leaves the walk, and what is wrong with it."""
        if row is None:
            return before, Damage(Fault.BATCH_MISSING, before.batch + 1)
        damage = check_batch(row, before) or check_entries(row, stored)
        if damage is not None:
            return before, damage
        self._batches += 1
        self._entries += row.count
        after = Head(row.number, row.last, row.digest)
        return after, self._pinned(after)

    def _pinned(self, here: Head) -> Damage | None:
        if self._anchor is None or self._anchor.batch != here.batch or self._anchor.digest == here.digest:
            return None
        return Damage(Fault.REWRITTEN, here.batch)

    def _beyond(self, end: Head) -> Damage | None:
        """What a walk cannot meet: a cut-off end, and rows outside the numbering. Counted anew, in one moment."""
        if self._anchor is not None and self._anchor.batch > end.batch:
            return Damage(Fault.TRUNCATED, self._anchor.batch)
        now = totals()
        if now.batches != now.number or now.entries != now.last:
            return Damage(Fault.MISCOUNTED, end.batch)
        return None


def _base(row: StoredBatch | None, number: int) -> tuple[Head, Damage | None]:
    """The batch before the first one, which is believed if it is there."""
    if row is None or row.number != number or type(row.last) is not int or type(row.digest) is not bytes:
        return EMPTY, Damage(Fault.BATCH_MISSING, number)
    return Head(row.number, row.last, row.digest), None


def _look_away(_done: int, _of: int) -> None:
    """For those who do not watch."""
