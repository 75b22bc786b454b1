"""What the decision service is asked for and answers: modes, classes of urgency, fallbacks, and what is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType

from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict


class LiveMode(StrEnum):
    """How far the firm trusts the service, for an operation and a channel (E-19).

    ``observe``: everything is allowed, and what would have been answered is not told. ``shadow``: everything is
    allowed, and what would have been answered is told beside it. ``enforce``: the answer counts.
    """

    OBSERVE = "observe"
    SHADOW = "shadow"
    ENFORCE = "enforce"


class Urgency(IntEnum):
    """Who is turned away first when there is too much to do; the last are never left waiting for the others."""

    BULK = 0
    LOGIN = 1
    CHANGE = 2
    BUY = 3
    MONEY_OUT = 4
    WAY_OUT = 5


SHARES: Mapping[Urgency, float] = MappingProxyType(
    {
        Urgency.BULK: 0.5,
        Urgency.LOGIN: 0.7,
        Urgency.CHANGE: 0.8,
        Urgency.BUY: 0.85,
        Urgency.MONEY_OUT: 0.95,
        Urgency.WAY_OUT: 1.0,
    }
)
"""The share of the waiting room that each may fill. Sells of own holdings and log-outs are turned away last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """The firm's settings for one operation.

    Attributes:
        mode: how far the answer counts, by channel; ``*`` for all others.
        fallback: what the firm does when no answer comes in time.

    """

    mode: Mapping[str, LiveMode]
    fallback: Verdict

    def mode_in(self, channel: str) -> LiveMode:
        """The mode in a channel."""
        return self.mode.get(channel, self.mode["*"])


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTerms:
    """Everything the firm has declared, and the service's own bounds.

    Attributes:
        stances: by operation; see ``rules.live.operation_of``.
        room: events that may wait or be under way.
        most: events judged together.
        bulk: lines of one NDJSON request.
        per_second: decisions a program may ask for in a second; a burst of twice as many is let through.

    """

    stances: Mapping[str, Stance]
    room: int = 4_096
    most: int = 256
    bulk: int = 10_000
    per_second: int = 20_000


class Trouble(StrEnum):
    """Why there is no decision; the declared fallback goes with it."""

    DEADLINE = "deadline"
    BUSY = "busy"
    JOURNAL = "journal"
    CLOSING = "closing"
    RATE = "rate"


TROUBLES: Mapping[Trouble, Text] = MappingProxyType(
    {
        Trouble.DEADLINE: Text(
            "期限までに判定が終わりませんでした。fallback のとおりに扱ってください。判定は後で記録に残ります。",
            "The decision was not ready in time. Act by the fallback. The decision will stand in the record.",
        ),
        Trouble.BUSY: Text(
            "混み合っているため判定できませんでした。fallback のとおりに扱ってください。",
            "There is too much to do. Act by the fallback.",
        ),
        Trouble.JOURNAL: Text(
            "記録に書けないため、答えを返せません。fallback のとおりに扱い、後で同じ id で送り直してください。",
            "The record cannot be written, so there is no answer. Act by the fallback; send the same id again later.",
        ),
        Trouble.CLOSING: Text(
            "終了の途中です。fallback のとおりに扱い、別のノードへ送り直してください。",
            "This node is stopping. Act by the fallback, and send it to another one.",
        ),
        Trouble.RATE: Text(
            "このプログラムに許された速さを超えています。fallback のとおりに扱い、間を置いてください。",
            "This program asks faster than it may. Act by the fallback, and slow down.",
        ),
    }
)
"""What the firm's engineer reads."""


class NoDecisionError(Exception):
    """There is no decision to give. Attribute: ``trouble``."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The answer to one event.

    Attributes:
        verdict: what the firm is to do, the mode considered.
        mode: how far the decision counts.
        record: the decision's bytes; None where the event is not decided, or the mode is ``observe``.
        position: of the event in the journal.
        repeated: the event had been answered before.

    """

    verdict: Verdict
    mode: LiveMode
    record: bytes | None
    position: int
    repeated: bool = field(default=False)
