"""Come back warm: the last snapshot, then every event behind it, folded again as it was folded live."""

import os
import pickle
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sekisho.activity.operations.decoding import decode
from sekisho.activity.types.events import Event
from sekisho.gateway.operations.answering import Answerer
from sekisho.gateway.operations.loading import EVENT_RECEIVED
from sekisho.journal.queries.reading import head, read

_PAGE = 2_000
_LOT = 512
Progress = Callable[[int, int], None]


class Warm(NamedTuple):
    """How a start went: from which position the snapshot was, and how many events were folded after it."""

    snapshot: int
    folded: int


def warm(*, answerer: Answerer, snapshot: Path, version: str, progress: Progress) -> Warm:
    """Bring an empty answerer to where the journal stands.

    A snapshot of another version of the program or the rulebook is left aside: state is always a fold over the
    journal, and a snapshot only saves time.

    Args:
        answerer: with nothing seen.
        snapshot: the file; it need not be there.
        version: of program and rulebook.
        progress: told (positions read, positions in all) now and then.

    """
    position = _restored(answerer, snapshot, version)
    folded, last = 0, head().last
    events = _events(position, lambda at: progress(at, last))
    while lot := list(islice(events, _LOT)):
        answerer.answer_all(lot)
        folded += len(lot)
    return Warm(position, folded)


def save(*, answerer: Answerer, snapshot: Path, version: str, position: int) -> None:
    """Write a snapshot that outlives a crash at any moment: aside, on disk, then renamed.

    Args:
        answerer: nothing may be asked of it meanwhile.
        snapshot: the file.
        version: of program and rulebook.
        position: of the last event it has seen.

    Raises:
        OSError: it cannot be written; the one before stays.

    """
    snapshot.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = snapshot.with_suffix(".writing")
    with aside.open("wb") as file:
        pickle.dump((version, position, answerer.snapshot()), file, protocol=pickle.HIGHEST_PROTOCOL)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(snapshot)


def _restored(answerer: Answerer, snapshot: Path, version: str) -> int:
    try:
        known, position, state = pickle.loads(snapshot.read_bytes())  # noqa: S301 - our own file, for its owner only
    except FileNotFoundError:
        return 0
    if known != version or position > head().last:
        return 0
    answerer.restore(state)
    return int(position)


def _events(after: int, told: Callable[[int], None]) -> Iterator[Event]:
    while entries := read(after=after, limit=_PAGE):
        for entry in entries:
            if entry.kind == EVENT_RECEIVED:
                yield decode(entry.payload)
        after = entries[-1].position
        told(after)
