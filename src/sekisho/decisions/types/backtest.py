"""What a backtest is told about the truth, and what it reports."""

from collections.abc import Mapping
from dataclasses import dataclass

LATEST = 1 << 62
"""A moment after every event (milliseconds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One account in foreign hands from ``start`` to ``end`` (milliseconds, both included).

    ``number`` ties bad events to it where the labels say so; ``value_lost`` is in yen.
    """

    account: str
    start: int
    end: int
    variant: str
    value_lost: int
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A line of the labels that could not be read: its number, why, and the line itself."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The truth as far as it was known at some moment.

    ``bad`` maps the id of each bad event to the number of its incident, where that is told. ``cleared`` are events
    that somebody confirmed as the account holder's own; events in neither are taken for honest, unless they were
    held. ``later`` counts labels that became known after that moment and were therefore not used.
    """

    bad: Mapping[str, int | None]
    incidents: tuple[Incident, ...]
    cleared: frozenset[str] = frozenset()
    later: int = 0
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """Figures that need labels.

    An event that the verdict in force had already held or denied has no outcome of its own: unless it is labelled
    it is ``RuleFigures.censored`` and counts neither for nor against the rule.

    ``bad``: bad events in the rule's scope, ``caught``: those it hits, ``caught_new``: those it hits that the
    verdict in force had let through. ``honest``: hits that were neither bad nor censored, ``customers``: their
    distinct accounts. ``incidents``: hijacks with a bad event in scope, ``incidents_caught``: those hit at least
    once. ``yen_saved``: each incident's loss, in the share of its spending that came at or after the first hit;
    ``yen_saved_new`` the part of it that the verdicts in force had not saved.
    """

    bad: int
    caught: int
    caught_new: int
    honest: int
    customers: int
    incidents: int
    incidents_caught: int
    yen_saved: int
    yen_saved_new: int

    @property
    def recall(self) -> float | None:
        """Share of bad events that are hit; absent when there were none."""
        return self.caught / self.bad if self.bad else None

    @property
    def precision(self) -> float | None:
        """Share of hits with a known outcome that are bad; absent when there were none."""
        known = self.caught + self.honest
        return self.caught / known if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """One rule, or all of them together (``rule`` is ``*``), over the history.

    ``scope``: events it could have fired on; ``hits``: events it fires on; ``accounts``: their distinct accounts;
    ``yen``: their value; ``new``: hits where the verdict in force was milder than this rule's; ``alone``: hits that
    no other tested rule has; ``censored``: hits already held or denied and not labelled; ``days``: hits by day
    (days since the epoch in Japan's calendar), days without hits left out.
    """

    rule: str
    verdict: str
    scope: int
    hits: int
    accounts: int
    yen: int
    new: int
    alone: int
    censored: int
    days: tuple[tuple[int, int], ...]
    outcomes: Outcomes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestReport:
    """What the rules would have done. ``start`` and ``end`` bound the events looked at (milliseconds, half-open).

    ``rows`` counts events by type; ``labels_later`` the labels that were not yet known; ``rulebooks`` the
    rulebooks that were in force.
    """

    start: int
    end: int
    days: int
    rows: Mapping[str, int]
    rulebooks: tuple[str, ...]
    rules: tuple[RuleFigures, ...]
    whole: RuleFigures
    labels_later: int
