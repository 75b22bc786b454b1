"""One message on its way to one contact: its states, what moves it, and what the ways out answer."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from sekisho.kernel.texts import Text
from sekisho.notices.types.channels import Channel


class State(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    FAILED = "failed"
    EXPIRED = "expired"


WAITING = frozenset({State.QUEUED, State.SENDING})
"""Something is still to be done by us."""
LOST = frozenset({State.BOUNCED, State.FAILED, State.EXPIRED})
"""It did not arrive."""


class Move(StrEnum):
    """What can happen to a delivery."""

    TAKE = "take"
    ACCEPT = "accept"
    DEFER = "defer"
    LAPSE = "lapse"
    REFUSE = "refuse"
    EXPIRE = "expire"
    CONFIRM = "confirm"
    BOUNCE = "bounce"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one contact. Moments in ms.

    Attributes:
        id: its name.
        notice: what is told.
        contact: whom it goes to.
        channel: the way.
        state: where it stands.
        attempts: how often it was tried.
        due: the next attempt, or when the attempt under way is given up; None once nothing is left to do.
        since: when it came into its state.
        expires: it is not tried any more from then on.
        reference: the name that the other side gave it.
        trouble: what the other side said last, in a word.

    """

    id: str
    notice: str
    contact: str
    channel: Channel
    state: State
    attempts: int
    due: int | None
    since: int
    expires: int
    reference: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What a way out is handed.

    Attributes:
        delivery: the delivery's name; the same at every attempt, so that the other side notices repeats.
        token: the name with a tag that only we can make; comes back in bounces.
        address: the contact's address as that channel spells it.
        title: one line.
        text: what is told, with the answer code where there is one.
        language: ``ja`` or ``en``.
        at: now, in ms.

    """

    delivery: str
    token: str
    address: str
    title: str
    text: str
    language: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The other side took it over."""

    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """Not now; try again."""

    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Never. ``hard``: because nobody is reached at that address."""

    trouble: str
    hard: bool = False


Outcome = Accepted | Deferred | Refused


class Outlet(Protocol):
    """A way out of the house."""

    def send(self, message: Outgoing) -> Outcome:
        """Hand the message over. Whatever the other side does is an outcome, never an exception."""


@runtime_checkable
class Lasting(Protocol):
    """A way out that is quicker when it is kept open for several messages."""

    def session(self) -> AbstractContextManager[Outlet]:
        """Open it for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What another house says later about a delivery.

    Attributes:
        token: the delivery's token, where it is told by that.
        arrived: it was delivered; else it was not.
        hard: nobody is reached at that address.
        trouble: the reason in a word, e.g. an enhanced status code (RFC 3463).

    """

    token: str
    arrived: bool
    hard: bool = False
    trouble: str = ""


STATES: dict[State, Text] = {
    State.QUEUED: Text("送信待ち", "waiting"),
    State.SENDING: Text("送信中", "being sent"),
    State.SENT: Text("送信済み", "sent"),
    State.DELIVERED: Text("届きました", "delivered"),
    State.BOUNCED: Text("戻ってきました", "returned"),
    State.FAILED: Text("送れませんでした", "could not be sent"),
    State.EXPIRED: Text("期限切れ", "out of time"),
}
"""What people call each state."""
