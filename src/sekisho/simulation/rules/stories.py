"""Each incident as one story: its bad events in order of time, and which of them were stopped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sekisho.simulation.rules.bootstrap import Counts, Weights, extremes, interval, weighted_sums
from sekisho.simulation.rules.stopping import Stopped, judge
from sekisho.simulation.types.figures import Interval
from sekisho.simulation.types.sample import Deed, Hijack, Sample

EVERYTHING = "all"
"""The name of the row that sums all variants up."""


@dataclass(frozen=True, slots=True)
class Story:
    """One incident with at least one decided bad event."""

    hijack: Hijack
    deeds: tuple[Deed, ...]
    stops: tuple[Stopped, ...]

    @property
    def cluster(self) -> int:
        """The number of the account."""
        return self.deeds[0].cluster


def tell(hijack: Hijack, deeds: Sequence[Deed]) -> Story:
    """Judge one incident's events."""
    return Story(hijack, tuple(deeds), tuple(judge(deeds, hijack.can_answer)))


def stories_of(sample: Sample) -> tuple[Story, ...]:
    """Every hijack that has decided bad events; attempts, in which nobody got in, are not stories."""
    deeds: dict[int, list[Deed]] = {}
    for deed in sample.deeds:
        deeds.setdefault(deed.incident, []).append(deed)
    return tuple(
        tell(sample.incidents[place], deeds[place])
        for place in sorted(deeds)
        if sample.incidents[place].kind == "hijack"
    )


def by_variant(stories: Sequence[Story]) -> Iterator[tuple[str, list[Story]]]:
    """The stories of each variant in the order of their names, and of all together at the end."""
    for variant in sorted({story.hijack.variant for story in stories}):
        yield variant, [story for story in stories if story.hijack.variant == variant]
    yield EVERYTHING, list(stories)


@dataclass(slots=True)
class Units:
    """Things that were noticed or not (events, sessions, incidents), each of some weight, each of one account."""

    clusters: list[int]
    hits: list[bool]
    amounts: list[float]

    @classmethod
    def none(cls) -> "Units":
        """An empty heap."""
        return cls([], [], [])

    def add(self, cluster: int, *, hit: bool, amount: float = 1.0) -> None:
        """Add one unit."""
        self.clusters.append(cluster)
        self.hits.append(hit)
        self.amounts.append(amount)

    def share(self, weights: Weights) -> Interval:
        """Weight of the hits over the weight of all. Where none or all were hit, the bound counts accounts."""
        clusters = np.array(self.clusters, dtype=np.int64)
        amounts = np.array(self.amounts, dtype=np.float64)
        hits: npt.NDArray[np.float64] = amounts * np.array(self.hits, dtype=bool)
        above, below = weighted_sums(hits, clusters, weights), weighted_sums(amounts, clusters, weights)
        with np.errstate(divide="ignore", invalid="ignore"):
            share: Counts = above / below
        accounts = len(set(self.clusters))
        return extremes(interval(share), accounts * round(float(share[0]), 12) if accounts else 0, accounts)
