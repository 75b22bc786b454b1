"""One event a name: the same id twice is one event; and the order in which event time may move.

Both are plain folds over accepted events in the order they come, in event time: the same input gives the same
answers wherever it is replayed. ``docs/explanation/late-and-duplicate-events.md`` tells the reasons.
"""

from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt
from xxhash import xxh3_64_intdigest

from sekisho.activity.types.events import Event
from sekisho.activity.types.rejection import BadEvent, Code
from sekisho.kernel.moments import DAY, JST, MINUTE

_SIXTY_BITS = (1 << 60) - 1
"""Python keeps a whole number below 2**60 in 32 bytes, a 64-bit one in 48."""
_JAPAN = timedelta(hours=9)
_encode = msgspec.json.Encoder().encode
_Hashes = npt.NDArray[np.uint64]


def content_digest(event: Event) -> int:
    """60 bits over what an event says: equal however the sender spaced, ordered or spelled the JSON.

    The event is written out anew and hashed (xxh3), so key order, escapes, spaces, defaults given or left out, and the
    offset in which ``at`` is written make no difference. Fields unknown to the contract are not judged, here either.
    """
    if event.at.utcoffset() != _JAPAN:
        event = msgspec.structs.replace(event, at=event.at.astimezone(JST))
    return xxh3_64_intdigest(_encode(event)) & _SIXTY_BITS


@dataclass(frozen=True, slots=True)
class _Packed:
    """A generation put away: sorted hashes of ids and their digests, 16 bytes an event."""

    until: int
    ids: _Hashes
    digests: _Hashes

    @classmethod
    def of(cls, generation: dict[int, int], until: int) -> "_Packed":
        count = len(generation)
        ids = np.fromiter(generation.keys(), dtype=np.uint64, count=count)
        digests = np.fromiter(generation.values(), dtype=np.uint64, count=count)
        order = np.argsort(ids)
        return cls(until, ids[order], digests[order])

    def get(self, key: int) -> int | None:
        place = int(np.searchsorted(self.ids, np.uint64(key)))
        return int(self.digests[place]) if place < len(self.ids) and self.ids[place] == key else None


class Duplicates:
    """Which ids were seen, with what content, within a window of event time.

    Ids of the last ``window`` lie in three generations of dictionaries, each for half the window; what falls out is
    packed into sorted arrays and kept up to ``reach``, to be asked only about late events: a copy of an old event is
    itself old. Ids are known by 60 bits of hash: among ten million, the chance that any two meet is 1 in 23,000.
    """

    def __init__(self, *, window: int = 3 * DAY, reach: int = 7 * DAY) -> None:
        """Begin with nothing seen.

        Args:
            window: milliseconds within which a repeated id is noticed whatever its content.
            reach: milliseconds within which an exact copy is noticed; that of ``OrderGuard.behind`` or more.

        """
        self._span = window // 2
        self._reach = max(reach, window)
        self._turn: int | None = None
        self._current: dict[int, int] = {}
        self._last: dict[int, int] = {}
        self._oldest: dict[int, int] = {}
        self._packed: deque[_Packed] = deque()

    def check(self, identifier: str, digest: int, at: int, newest: int | None = None) -> Literal["new", "same"]:
        """Ask about an event, and remember it.

        Args:
            identifier: the event's id.
            digest: its ``content_digest``.
            at: its moment in milliseconds.
            newest: the believed event time, ``OrderGuard.newest``; without it, the event's own moment.

        Returns:
            ``new`` the first time, ``same`` for a copy.

        Raises:
            BadEvent: the id is known with other content (``id_conflict``).

        """
        now = at if newest is None else newest
        if self._turn is None or now >= self._turn:
            self._advance(now)
        key = xxh3_64_intdigest(identifier.encode()) & _SIXTY_BITS
        content = digest or 1  # 0 would read as absent below
        known = self._current.get(key) or self._last.get(key) or self._oldest.get(key)
        if known is None and self._packed:
            known = self._look_back(key, at)
        if known is None:
            self._current[key] = content
            return "new"
        if known != content:
            raise BadEvent(Code.ID_CONFLICT, field="id")
        return "same"

    def _look_back(self, key: int, at: int) -> int | None:
        """Ask the packed generations that ended after ``at``: an event is recorded at or after its own moment."""
        for packed in self._packed:
            if at < packed.until and (known := packed.get(key)) is not None:
                return known
        return None

    def _advance(self, now: int) -> None:
        """Turn the generations until ``now`` falls into the current one."""
        if self._turn is None:
            self._turn = now - now % self._span + self._span
        while now >= self._turn:
            if self._oldest:
                self._packed.append(_Packed.of(self._oldest, self._turn - 2 * self._span))
            self._oldest, self._last, self._current = self._last, self._current, {}
            self._turn += self._span
        while self._packed and self._packed[0].until <= now - self._reach:
            self._packed.popleft()

    def __len__(self) -> int:
        """How many ids are held."""
        held = len(self._current) + len(self._last) + len(self._oldest)
        return held + sum(len(packed.ids) for packed in self._packed)


class OrderGuard:
    """Lets event time move forward, and refuses events far outside it.

    A single clock gone wrong must not carry everybody's time away: a leap of more than ``leap`` is believed only
    once ``witnesses`` events in a row stand beyond it.
    """

    def __init__(
        self,
        *,
        ahead: int = 31 * DAY,
        behind: int = 7 * DAY,
        slack: int = MINUTE,
        leap: int = DAY,
        witnesses: int = 10,
    ) -> None:
        """Begin before the first event, which sets the time.

        Args:
            ahead: milliseconds by which an event may lead the newest one.
            behind: milliseconds by which it may trail it.
            slack: milliseconds of disorder that are usual, and not called late.
            leap: milliseconds the time may move at once on the word of one event.
            witnesses: events in a row that prove a leap.

        """
        self._ahead, self._behind, self._slack, self._leap, self._needed = ahead, behind, slack, leap, witnesses
        self._witnesses = 0
        self.newest: int | None = None
        """The newest believed moment in milliseconds; None before the first event."""

    def check(self, at: int) -> bool:
        """Let an event pass, and move the time.

        Args:
            at: the event's moment in milliseconds.

        Returns:
            Whether the event is late.

        Raises:
            BadEvent: it is too far ahead (``future``) or behind (``too_late``).

        """
        newest = self.newest
        if newest is None or newest <= at <= newest + self._leap:
            self.newest = at
            self._witnesses = 0
            return False
        if at < newest:
            return self._behind_by(newest - at)
        return self._leap_to(at, at - newest)

    def _behind_by(self, lag: int) -> bool:
        if lag > self._behind:
            raise BadEvent(Code.TOO_LATE, field="at", detail=_days(self._behind))
        self._witnesses = 0
        return lag > self._slack

    def _leap_to(self, at: int, lead: int) -> bool:
        if lead > self._ahead:
            raise BadEvent(Code.FUTURE, field="at", detail=_days(self._ahead))
        self._witnesses += 1
        if self._witnesses >= self._needed:
            self.newest = at
            self._witnesses = 0
        return False


def _days(milliseconds: int) -> str:
    return f"{milliseconds / DAY:g}"
