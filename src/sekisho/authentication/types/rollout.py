"""Waves of a campaign: whom to ask, from when, how often to remind, and from when to enforce (E-05)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from sekisho.kernel.texts import Text

WHOLE = 10_000
"""Shares are counted in hundredths of a percent."""


class WaveState(StrEnum):
    """How far a wave has come."""

    PLANNED = "planned"
    BEGUN = "begun"
    ENFORCED = "enforced"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One wave of a campaign.

    Attributes:
        id: its name.
        campaign: what it is a part of; a customer belongs to one wave of a campaign.
        title: for people.
        where: which customers, as a predicate over their facts (``rules.policy.segments``); empty means all.
        low: from this share of them on, in hundredths of a percent.
        high: up to this share, not included.
        begins: when they are asked first, in milliseconds.
        enforce_at: from when it may be enforced, in milliseconds.
        reminders: how long after ``begins`` they are reminded, in milliseconds, rising.

    Raises:
        ValueError: the shares, dates or reminders are not in order.

    """

    id: str
    campaign: str
    title: Text
    where: Mapping[str, object] = field(default_factory=dict)
    low: int = 0
    high: int = WHOLE
    begins: int
    enforce_at: int
    reminders: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high <= WHOLE:
            message = "a wave takes a share from 0 to 10000 hundredths of a percent"
            raise ValueError(message)
        inside = all(0 < each < self.enforce_at - self.begins for each in self.reminders)
        if not inside or list(self.reminders) != sorted(set(self.reminders)) or self.enforce_at <= self.begins:
            message = "a wave begins, reminds in rising order, and is enforced after that"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveStanding:
    """A wave as it stands.

    Attributes:
        wave: its plan.
        state: how far it has come.
        members: how many customers it has asked.
        asked_by: who asked that it be enforced; empty while nobody did.
        exempt_until: the date that he named for those who lack something, in milliseconds.
        enforced: since when, in milliseconds.

    """

    wave: "Wave"
    state: "WaveState"
    members: int
    asked_by: str = ""
    exempt_until: int | None = None
    enforced: int | None = None


class Lack(StrEnum):
    """What somebody lacks before anything can be enforced on him."""

    CONTACT = "contact"
    METHOD = "method"


LACKS: Mapping[Lack, Text] = MappingProxyType(
    {
        Lack.CONTACT: Text(
            "届く連絡先がありません。郵送または店頭で連絡先を更新していただいてください。",
            "No contact reaches the customer. Have it renewed by post or at a branch.",
        ),
        Lack.METHOD: Text(
            "使える認証手段がありません。セキュリティキーの郵送、または窓口での登録をご案内ください。",
            "There is no method that works. Offer a security key by post, or enrolment at a branch.",
        ),
    }
)
"""What the staff should do about each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What is known of somebody before enforcement.

    Attributes:
        principal: who.
        reachable: a contact of his is proven and fresh, and messages reach it.
        method: he holds a phishing-resistant factor, or has a device that can make one.
        alternative: another way is agreed with him: an opt-out that stands, a key on its way, an appointment.

    """

    principal: str
    reachable: bool
    method: bool
    alternative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Somebody on whom nothing can be enforced yet, and why."""

    principal: str
    lacks: tuple[Lack, ...]

    @property
    def advice(self) -> tuple[Text, ...]:
        """What the staff should do."""
        return tuple(LACKS[lack] for lack in self.lacks)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """What the gate found.

    Attributes:
        ready: how many customers enforcement can begin for.
        missing: the others.

    """

    ready: int
    missing: tuple[Missing, ...]

    @property
    def open(self) -> bool:
        """Nobody is missing."""
        return not self.missing


class GateClosedError(Exception):
    """Enforcement was not begun. Attribute: ``report`` says who is missing and what to do."""

    def __init__(self, report: GateReport) -> None:
        self.report = report
        self.text = Text(
            f"{len(report.missing):,}人のお客さまに、届く連絡先か使える方法がないため、必須化を始めませんでした。"
            "一覧の対応を済ませるか、期限つきで猶予してください。",
            f"Enforcement was not begun: {len(report.missing):,} customers lack a contact or a method. "
            "Deal with the list, or exempt them until a date.",
        )
        super().__init__(self.text.en)


class WaveError(Exception):
    """A wave cannot do this now; ``text`` says why, and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)
