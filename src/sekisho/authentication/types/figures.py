"""Figures over time: coverage, release rate, and what happened to which factor (E-06)."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from typing import Any

from sekisho.kernel.texts import Text

UNKNOWN_BAND = ""
"""The age band of customers of whom none is known."""


class Outcome(StrEnum):
    """What happened to a factor."""

    USED = "used"
    FAILED = "failed"
    LOCKED = "locked"
    ENROLLED = "enrolled"
    REMOVED = "removed"
    RECOVERY_OPENED = "recovery_opened"
    RECOVERED = "recovered"
    RECOVERY_REFUSED = "recovery_refused"


OUTCOMES = {
    Outcome.USED: Text("使用", "Used"),
    Outcome.FAILED: Text("失敗", "Failed"),
    Outcome.LOCKED: Text("停止", "Stopped"),
    Outcome.ENROLLED: Text("登録", "Enrolled"),
    Outcome.REMOVED: Text("削除", "Removed"),
    Outcome.RECOVERY_OPENED: Text("再登録の開始", "Recovery begun"),
    Outcome.RECOVERED: Text("再登録の完了", "Recovered"),
    Outcome.RECOVERY_REFUSED: Text("再登録のお断り", "Recovery refused"),
}
"""Each, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many customers were where, at the end of a day in Japan.

    Attributes:
        day: days since 1970-01-01 in Japan.
        age_band: as in the principal's facts; empty where it is not known.
        customers: how many there were.
        enrolled: with one phishing-resistant factor or more.
        enrolled_two: with two or more.
        opted_out: with an opt-out that stood.
        exempt: left alone until a date.
        blocked: stopped until enrolled.

    """

    day: int
    age_band: str
    customers: int
    enrolled: int
    enrolled_two: int
    opted_out: int
    exempt: int
    blocked: int

    @property
    def coverage(self) -> float:
        """The share that is enrolled."""
        return _share(self.enrolled, self.customers)

    @property
    def release_rate(self) -> float:
        """The share that declined (解除率)."""
        return _share(self.opted_out, self.customers)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedCount:
    """How often something happened on a day in Japan.

    Attributes:
        day: days since 1970-01-01 in Japan, of when it happened, not of when it was counted.
        method: the factor, or the path of a recovery.
        outcome: what happened.
        channel: as in ``Visit``; empty where it is not known.
        age_band: as in the principal's facts; empty where it is not known.
        interim: the method is allowed only until a date.
        count: how often.

    """

    day: int
    method: str
    outcome: str
    channel: str
    age_band: str
    interim: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """How often a method failed.

    Attributes:
        method: the factor.
        used: how often it was accepted.
        failed: how often not.

    """

    method: str
    used: int
    failed: int

    @property
    def rate(self) -> float:
        """The share that failed."""
        return _share(self.failed, self.used + self.failed)


def table(rows: Iterable[Any]) -> tuple[tuple[object, ...], ...]:
    """Rows of one of the kinds above for a CSV file, the names of the columns first; empty where there are no rows."""
    known = tuple(rows)
    if not known:
        return ()
    return (tuple(each.name for each in fields(known[0])), *(astuple(row) for row in known))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
