"""The score by itself: how well it ranks, what its thresholds cost at real base rates, and how true its value is.

Bad events are as rare in life as one in tens of thousands, and far more common in any sample that is worth counting.
So no precision is told at the sample's own mix: honest events are weighted up to the stated base rate.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.bootstrap import (
    Counts,
    Weights,
    extremes,
    interval,
    none_of,
    ratio,
    weighted_counts,
    weighted_sums,
)
from sekisho.simulation.rules.curves import (
    BASE_RATES,
    RELIABILITY_EDGES,
    area_under_roc,
    at_or_above,
    bins_of,
    calibration_gap,
    chosen_bins,
    edges_of,
    precision,
)
from sekisho.simulation.rules.stories import EVERYTHING
from sekisho.simulation.types.figures import Curve, Interval, Point, Reliability, ReliabilityBin, VerdictPrecision
from sekisho.simulation.types.sample import HONEST, LOGIN, LOGIN_FAILED, ORDER, SET_ASIDE, Columns

Members = npt.NDArray[np.bool_]
_POINTS = 20


def groups(columns: Columns) -> Iterator[tuple[str, Members]]:
    """Successful logins, orders, and everything that counts: no failed logins, no beneficiaries."""
    counted = (columns.owners != SET_ASIDE) & (columns.kinds != LOGIN_FAILED)
    yield "login", counted & (columns.kinds == LOGIN)
    yield "order", counted & (columns.kinds == ORDER)
    yield EVERYTHING, counted


def curve(name: str, columns: Columns, members: Members, weights: Weights) -> Curve:
    """Recall against precision in about twenty steps, and the area under the ROC curve."""
    scores, bad = columns.scores[members], columns.owners[members] != HONEST
    edges = edges_of(scores[bad], scores[~bad])
    split = _split(bins_of(scores, edges), bad, columns.clusters[members], weights, len(edges))
    recall, honest_share = at_or_above(split[1]), at_or_above(split[0])
    honest = int((~bad).sum())
    points = tuple(
        Point(
            threshold=float(edges[place]),
            recall=interval(recall[place]),
            honest_share=_touched(honest_share[place], honest),
            precision=_precisions(recall[place], honest_share[place], honest),
        )
        for place in chosen_bins(recall[:, 0], _POINTS)
    )
    return Curve(
        group=name, bad=int(bad.sum()), honest=honest, area=interval(area_under_roc(split[1], split[0])),
        base_rates=BASE_RATES, points=points,
    )  # fmt: skip


def verdict_precision(name: str, columns: Columns, members: Members, weights: Weights) -> tuple[VerdictPrecision, ...]:
    """What a verdict of at least step-up, and of at least hold, is worth at each base rate."""
    bad = columns.owners[members] != HONEST
    honest = int((~bad).sum())
    split = _split(columns.verdicts[members], bad, columns.clusters[members], weights, len(Verdict))
    recall, honest_share = at_or_above(split[1]), at_or_above(split[0])
    return tuple(
        VerdictPrecision(
            group=name,
            verdict=verdict.word,
            recall=interval(recall[verdict]),
            honest_share=_touched(honest_share[verdict], honest),
            base_rates=BASE_RATES,
            precision=_precisions(recall[verdict], honest_share[verdict], honest),
        )
        for verdict in (Verdict.STEP_UP, Verdict.HOLD)
    )


def _touched(share: Counts, honest: int) -> Interval:
    return extremes(interval(share), float(share[0] * honest), honest)


def _precisions(recall: Counts, honest_share: Counts, honest: int) -> tuple[Interval, ...]:
    """Precision at each base rate. When no honest event was picked, only its lower bound can be told."""
    if honest and honest_share[0] == 0 and recall[0] > 0:
        least = none_of(honest)
        lowest = interval(recall).low or 0.0
        return tuple(Interval(None, lowest / (lowest + rate * least), 1.0) for rate in BASE_RATES)
    return tuple(interval(precision(recall, honest_share, rate)) for rate in BASE_RATES)


def _split(
    bins: npt.NDArray[np.integer], bad: Members, clusters: npt.NDArray[np.uint32], weights: Weights, size: int
) -> tuple[Counts, Counts]:
    """Histograms of the honest and of the bad events."""
    counts = weighted_counts(bins.astype(np.int64) * 2 + bad, clusters, weights, 2 * size)
    return counts[0::2], counts[1::2]


def reliability(columns: Columns, members: Members, weights: Weights) -> Reliability:
    """Score against truth. The mean score of a bin is taken as fixed when replicates are drawn."""
    scores, bad = columns.scores[members].astype(np.float64), columns.owners[members] != HONEST
    clusters = columns.clusters[members]
    edges = np.array(RELIABILITY_EDGES[:-1], dtype=np.float32)
    bins = bins_of(columns.scores[members], edges)
    honest, hits = _split(bins, bad, clusters, weights, len(edges))
    decisions = honest + hits
    sums = np.bincount(bins, weights=scores, minlength=len(edges))
    means = np.divide(sums, decisions[:, 0], out=np.zeros(len(edges)), where=decisions[:, 0] > 0)
    errors = np.bincount(clusters, weights=(scores - bad) ** 2, minlength=len(weights)).astype(np.float64)
    everyone = np.arange(len(weights))
    sizes = np.bincount(clusters, minlength=len(weights)).astype(np.float64)
    return Reliability(
        brier=ratio(weighted_sums(errors, everyone, weights), weighted_sums(sizes, everyone, weights)),
        gap=interval(calibration_gap(means[:, np.newaxis] * decisions, hits, decisions)),
        bins=tuple(
            ReliabilityBin(
                low=RELIABILITY_EDGES[place], high=RELIABILITY_EDGES[place + 1], decisions=int(decisions[place, 0]),
                bad=int(hits[place, 0]), mean_score=float(means[place]), share=ratio(hits[place], decisions[place]),
            )
            for place in np.flatnonzero(decisions[:, 0]).tolist()
        ),
    )  # fmt: skip
