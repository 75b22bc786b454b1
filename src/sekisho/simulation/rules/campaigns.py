"""How far a campaign had come when it was first noticed (requirement A-03: before half of its volume)."""

from collections.abc import Iterable, Mapping, Sequence

from sekisho.kernel.moments import MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.stories import Story
from sekisho.simulation.types.figures import CampaignCourse
from sekisho.simulation.types.sample import AlertSeen, Deed, Hijack

HALF = 0.5
RING = 3
"""Accounts from which on the requirement speaks of a cluster."""


def raids(stories: Iterable[Story]) -> dict[str, list[Story]]:
    """Stories of one campaign that share a symbol, directly or through others, by a name; only rings of accounts.

    A campaign of the labels may strike several times at different names; each time is a raid with its own course.
    """
    heaps: list[tuple[str, set[str], list[Story]]] = []
    for story in stories:
        campaign, symbols, members = story.hijack.campaign, set(story.hijack.symbols), [story]
        if not campaign or not symbols:
            continue
        apart = []
        for heap in heaps:
            if heap[0] == campaign and heap[1] & symbols:
                symbols |= heap[1]
                members = heap[2] + members
            else:
                apart.append(heap)
        heaps = [*apart, (campaign, symbols, members)]
    return {
        f"{campaign} {' '.join(sorted(symbols))}": members
        for campaign, symbols, members in heaps
        if len({story.cluster for story in members}) >= RING
    }


def course(
    campaign: str,
    hijacks: Sequence[Hijack],
    deeds: Sequence[Deed],
    alerts: Iterable[AlertSeen],
    beneficiaries: frozenset[str],
) -> CampaignCourse:
    """The course of one campaign.

    Its volume is the value of its buy orders, whether or not they were stopped. The first alert is the first one that
    names an account or a symbol of the campaign between its first bad event and its end; the first
    hold is the first hold or deny on any of its bad events. The clock starts at the first bad event.

    Args:
        campaign: its name.
        hijacks: its incidents; never empty.
        deeds: their bad events, in order of time; never empty.
        alerts: all alerts.
        beneficiaries: the accounts that gained by it; an alert about one of them counts too.

    """
    start, end = deeds[0].at, max(hijack.end for hijack in hijacks)
    accounts = frozenset(hijack.account for hijack in hijacks)
    symbols = frozenset(symbol for hijack in hijacks for symbol in hijack.symbols)
    alert = first_alert(alerts, start, max(end, deeds[-1].at), accounts | beneficiaries, symbols)
    hold = min((deed.at for deed in deeds if deed.verdict >= Verdict.HOLD), default=None)
    either = min((at for at in (alert, hold) if at is not None), default=None)
    buys = [(deed.at, deed.value or 0) for deed in deeds if deed.buys]
    before = done_before(buys, either)
    return CampaignCourse(
        campaign=campaign,
        accounts=len(accounts),
        value=sum(value for _, value in buys),
        before_alert=done_before(buys, alert),
        before_hold=done_before(buys, hold),
        before_either=before,
        minutes_to_alert=_minutes(start, alert),
        minutes_to_hold=_minutes(start, hold),
        in_time=before is not None and before < HALF,
    )


def first_alert(
    alerts: Iterable[AlertSeen], start: int, end: int, accounts: frozenset[str], symbols: frozenset[str]
) -> int | None:
    """The moment of the first alert about one of the accounts or symbols within the span."""
    moments = (
        alert.at
        for alert in alerts
        if start <= alert.at <= end and (alert.accounts & accounts or alert.symbol in symbols)
    )
    return min(moments, default=None)


def done_before(buys: Sequence[tuple[int, int]], moment: int | None) -> float | None:
    """Share of the value that was ordered before the moment; ``None`` when it never came or nothing was bought."""
    total = sum(value for _, value in buys)
    if moment is None or not total:
        return None
    return sum(value for at, value in buys if at < moment) / total


def justified(alert: AlertSeen, known: Mapping[str, Sequence[Hijack]], symbols: frozenset[str]) -> bool:
    """Whether the alert names an account in foreign hands by then, or a symbol of some incident."""
    named = (hijack for account in alert.accounts for hijack in known.get(account, ()))
    return alert.symbol in symbols or any(hijack.start <= alert.at for hijack in named)


def _minutes(start: int, moment: int | None) -> float | None:
    return None if moment is None else (moment - start) / MINUTE
