"""What was noticed, how much of the value was stopped, and how soon, by way of attack."""

from collections.abc import Iterable, Sequence

import numpy as np

from sekisho.kernel.moments import MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.bootstrap import NOTHING, Weights, interval
from sekisho.simulation.rules.stopping import sessions
from sekisho.simulation.rules.stories import Story, Units, by_variant
from sekisho.simulation.types.figures import Delay, Detection, Interval, Worth
from sekisho.simulation.types.sample import LOGIN_FAILED

_READINGS = range(3)
_MEDIAN, _NINTH_DECILE = 0.5, 0.9


def detection(stories: Sequence[Story], weights: Weights) -> tuple[Detection, ...]:
    """Recall by variant. Logins that did not succeed are left out: nothing was lost by letting them fail."""
    return tuple(_detection(variant, chosen, weights) for variant, chosen in by_variant(stories))


def _detection(variant: str, stories: Iterable[Story], weights: Weights) -> Detection:
    events, held, visits, incidents = Units.none(), Units.none(), Units.none(), Units.none()
    for story in stories:
        deeds = [deed for deed in story.deeds if deed.kind != LOGIN_FAILED]
        for deed in deeds:
            events.add(story.cluster, hit=deed.verdict > Verdict.ALLOW)
            held.add(story.cluster, hit=deed.verdict >= Verdict.HOLD)
        for visit in sessions(deeds):
            visits.add(story.cluster, hit=any(deed.verdict > Verdict.ALLOW for deed in visit))
        incidents.add(story.cluster, hit=any(deed.verdict > Verdict.ALLOW for deed in deeds))
    return Detection(
        variant=variant,
        events=len(events.hits),
        sessions=len(visits.hits),
        incidents=len(incidents.hits),
        events_noticed=events.share(weights),
        events_held=held.share(weights),
        sessions_noticed=visits.share(weights),
        incidents_noticed=incidents.share(weights),
    )


def worth(stories: Sequence[Story], weights: Weights) -> tuple[Worth, ...]:
    """Value at risk, value lost, and the share of both that was stopped, by variant.

    The value at risk is that of the bad buy orders and withdrawals; an incident's loss (from its label) is spread
    over them in proportion to their value.
    """
    return tuple(_worth(variant, chosen, weights) for variant, chosen in by_variant(stories))


def _worth(variant: str, stories: Sequence[Story], weights: Weights) -> Worth:
    risk, loss = [Units.none() for _ in _READINGS], [Units.none() for _ in _READINGS]
    releasable = unvalued = 0
    for story in stories:
        total = sum(deed.value or 0 for deed in story.deeds)
        unvalued += not total
        for deed, stop in zip(story.deeds, story.stops, strict=True):
            if not deed.value:
                continue
            releasable += deed.value * (deed.verdict is Verdict.HOLD and "phr" in story.hijack.can_answer)
            for reading in _READINGS:
                risk[reading].add(story.cluster, hit=stop[reading], amount=deed.value)
                lost = story.hijack.value_lost * deed.value / total
                loss[reading].add(story.cluster, hit=stop[reading], amount=lost)
    strict, own, chain = (units.share(weights) for units in risk)
    lost_strict, lost_own, lost_chain = (units.share(weights) for units in loss)
    return Worth(
        variant=variant, incidents=len(stories), at_risk=round(sum(risk[0].amounts)), lost=round(sum(loss[0].amounts)),
        strict=strict, own=own, chain=chain, lost_strict=lost_strict, lost_own=lost_own, lost_chain=lost_chain,
        releasable=releasable, unvalued=unvalued,
    )  # fmt: skip


def delays(stories: Sequence[Story], weights: Weights) -> tuple[Delay, ...]:
    """How long intruders were free to act, by variant. Quantiles are over the incidents that were stopped at all."""
    return tuple(_delay(variant, chosen, weights) for variant, chosen in by_variant(stories))


def minutes_free(story: Story) -> float | None:
    """Minutes from the first bad event to the first one that was stopped by itself; ``None`` when none was."""
    stopped = (deed.at for deed, stop in zip(story.deeds, story.stops, strict=True) if stop.own)
    first = min(stopped, default=None)
    return None if first is None else (first - story.deeds[0].at) / MINUTE


def _delay(variant: str, stories: Sequence[Story], weights: Weights) -> Delay:
    units = Units.none()
    times: list[tuple[float, int]] = []
    for story in stories:
        minutes = minutes_free(story)
        units.add(story.cluster, hit=minutes is not None)
        if minutes is not None:
            times.append((minutes, story.cluster))
    times.sort()
    return Delay(
        variant=variant,
        incidents=len(stories),
        stopped=units.share(weights),
        at_once=sum(minutes == 0 for minutes, _ in times) / len(stories) if stories else None,
        median=_quantile(times, _MEDIAN, weights),
        ninth_decile=_quantile(times, _NINTH_DECILE, weights),
    )


def _quantile(times: Sequence[tuple[float, int]], share: float, weights: Weights) -> Interval:
    """Weighted quantile of sorted times; replicates in which none of the incidents was drawn are left out."""
    if not times:
        return NOTHING
    minutes = np.array([minutes for minutes, _ in times])
    drawn = weights[[cluster for _, cluster in times]].astype(np.float64)
    heaps = np.cumsum(np.column_stack((np.ones(len(times)), drawn)), axis=0)
    places = np.argmax(heaps >= share * heaps[-1], axis=0)
    return interval(np.where(heaps[-1] > 0, minutes[places], np.nan))
