"""A rule, as its file has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

Detail: TypeAlias = int | str | list[str]
"""What a key of an obligation holds."""


class Mode(StrEnum):
    """What a rule does when it fires: bite, be noted, or nothing."""

    LIVE = "live"
    SHADOW = "shadow"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What must follow a verdict, e.g. ``challenge`` with ``acr`` and ``bind``."""

    do: str
    details: Mapping[str, Detail]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """At most this many holds or denies a minute, by market phase; then the rule degrades to step-up."""

    per_minute: int
    by_phase: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Facts for which the rule must, or must not, fire. Facts not named are absent."""

    fires: bool
    facts: Mapping[str, bool | float | int | str | None]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the rulebook; see the reference of the rule format.

    ``when`` is an SQL boolean expression over named facts. ``start`` and ``end`` are milliseconds
    (half-open; ``end`` may be absent). ``source`` is the file, ``lines`` maps a key to its line.
    """

    id: str
    version: int
    code: str
    events: tuple[str, ...]
    verdict: Verdict
    mode: Mode
    when: str
    values: tuple[str, ...]
    requirement: tuple[str, ...]
    start: int
    end: int | None
    channels: tuple[str, ...]
    obligations: tuple[Obligation, ...]
    budget: Budget | None
    author: str
    approver: str
    title: Text
    reason: Text
    false_positives: Text
    triage: Text
    examples: tuple[Example, ...]
    digest: str
    source: str
    lines: Mapping[str, int]

    @property
    def name(self) -> str:
        """``id@version``, the spelling in reasons."""
        return f"{self.id}@{self.version}"
