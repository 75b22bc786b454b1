"""Which way a delivery can go, and when it is tried again: two tables."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.kernel.moments import HOUR, MINUTE, SECOND
from sekisho.notices.types.deliveries import Move, State

_S = State
MOVES: Mapping[Move, tuple[frozenset[State], State]] = MappingProxyType(
    {
        Move.TAKE: (frozenset({_S.QUEUED}), _S.SENDING),
        Move.ACCEPT: (frozenset({_S.SENDING}), _S.SENT),
        Move.DEFER: (frozenset({_S.SENDING}), _S.QUEUED),
        Move.LAPSE: (frozenset({_S.SENDING}), _S.QUEUED),
        Move.REFUSE: (frozenset({_S.SENDING}), _S.FAILED),
        Move.EXPIRE: (frozenset({_S.QUEUED, _S.SENDING}), _S.EXPIRED),
        # word from the other side can overtake our own note that it accepted, or outlive a lapse
        Move.CONFIRM: (frozenset({_S.QUEUED, _S.SENDING, _S.SENT}), _S.DELIVERED),
        Move.BOUNCE: (frozenset({_S.QUEUED, _S.SENDING, _S.SENT, _S.DELIVERED}), _S.BOUNCED),
    }
)
"""Each move: the states it starts from, and the one state it leads to."""
LEASE = 2 * MINUTE
"""An attempt that says nothing for so long has died; it is made again, with the same name."""
MOST_ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = 15 * SECOND, 2 * HOUR
SLOW = 4
"""After so many attempts, about four minutes, another contact is told as well: news of a theft must not wait."""
MOST_MISSES = 3
"""So many messages in a row that do not arrive make a contact stale."""


def after(state: State, move: Move) -> State | None:
    """Where the move leads; None where it is not open."""
    starts, end = MOVES[move]
    return end if state in starts else None


def pause(attempts: int) -> int:
    """How long to wait after so many attempts, in ms: doubling up to a bound."""
    return min(LONGEST_PAUSE, FIRST_PAUSE << min(max(attempts, 1) - 1, 16))


def next_attempt(*, attempts: int, at: int, expires: int) -> int | None:
    """When to try again, in ms; None where it is over."""
    due = at + pause(attempts)
    return due if attempts < MOST_ATTEMPTS and due < expires else None
