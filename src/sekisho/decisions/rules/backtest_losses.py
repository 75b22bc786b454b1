"""How much of each incident's loss a rule would have saved.

An incident's loss is spread over its spending (buy orders and withdrawals). What was spent at or after the first
hit is saved: the hit makes somebody look, and nothing later happens. An incident without spending is saved whole
by any hit. The verdicts in force are judged by the same measure: their first hold or deny.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sekisho.decisions.types.backtest import Incident
from sekisho.kernel.verdicts import Verdict


class BadEvent(NamedTuple):
    """A bad event: its type, account, moment, what it spent (yen), the verdict it got and the rules' mask."""

    type: str
    account: str
    at: int
    spent: float
    verdict: int
    incident: int | None
    mask: int


class Saved(NamedTuple):
    """Incidents in scope, incidents hit, yen saved, and yen saved beyond the verdicts in force."""

    incidents: int
    caught: int
    yen: int
    yen_new: int


Cases = Sequence[tuple[Incident, Sequence[BadEvent]]]


def by_incident(events: Iterable[BadEvent], incidents: Sequence[Incident]) -> Cases:
    """Bad events under the incident they belong to, in the order given; others belong to none.

    The number tells where both sides have one; otherwise the account and the moment do.
    """
    numbered: dict[int | None, int] = {
        incident.number: place for place, incident in enumerate(incidents) if incident.number is not None
    }
    spans: dict[str, list[tuple[int, int]]] = {}
    for place, incident in sorted(enumerate(incidents), key=lambda pair: pair[1].start):
        spans.setdefault(incident.account, []).append((incident.start, place))
    cases: list[tuple[Incident, list[BadEvent]]] = [(incident, []) for incident in incidents]
    for event in events:
        home = numbered.get(event.incident)
        if home is None:
            home = _covering(event, incidents, spans)
        if home is not None:
            cases[home][1].append(event)
    return cases


def _covering(event: BadEvent, incidents: Sequence[Incident], spans: Mapping[str, list[tuple[int, int]]]) -> int | None:
    starts = spans.get(event.account, [])
    before = bisect_right(starts, (event.at, len(incidents)))
    place = starts[before - 1][1] if before else None
    return place if place is not None and event.at <= incidents[place].end else None


def saved(cases: Cases, events: Collection[str], mask: int) -> Saved:
    """What the rules in ``mask`` save of incidents with a bad event of one of the types ``events``."""
    incidents = caught = 0
    yen = new = 0.0
    for incident, found in cases:
        if not any(event.type in events for event in found):
            continue
        incidents += 1
        share = _share(found, lambda event: bool(event.mask & mask))
        before = _share(found, lambda event: event.verdict >= Verdict.HOLD)
        caught += share is not None
        yen += incident.value_lost * (share or 0.0)
        new += incident.value_lost * max(0.0, (share or 0.0) - (before or 0.0))
    return Saved(incidents, caught, round(yen), round(new))


def _share(events: Sequence[BadEvent], hit: Callable[[BadEvent], bool]) -> float | None:
    """The share of spending from the first hit on; ``None`` without a hit."""
    first = next((place for place, event in enumerate(events) if hit(event)), None)
    if first is None:
        return None
    total = sum(event.spent for event in events)
    return sum(event.spent for event in events[first:]) / total if total else 1.0
