"""How well a score ranks and what it means: ROC area, recall against precision, calibration.

Scores are first put into bins whose edges are quantiles of both classes, so that every figure is a sum over a short
histogram and can be recomputed for each replicate of a bootstrap. Arrays are (bins, 1 + replicates).
"""

import numpy as np
import numpy.typing as npt

from sekisho.simulation.rules.bootstrap import Counts

Scores = npt.NDArray[np.float32]
_QUANTILES = 512
BASE_RATES = (10_000, 35_000, 1_000_000)
"""Honest events for one bad one: a storm (April 2025), the year 2025, and after passkeys."""
RELIABILITY_EDGES = (0, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1)


def edges_of(bad: Scores, honest: Scores) -> Scores:
    """Ascending bin edges: quantiles of both classes, the honest ones finer towards the top where precision is won."""
    even = np.linspace(0, 1, _QUANTILES)
    top = 1 - np.logspace(0, -6, _QUANTILES)
    parts = [np.quantile(bad, even, method="lower")] if len(bad) else []
    if len(honest):
        parts.append(np.quantile(honest, top, method="lower"))
    return np.unique(np.concatenate(parts)) if parts else np.zeros(1, dtype=np.float32)


def bins_of(scores: Scores, edges: Scores) -> npt.NDArray[np.int64]:
    """The bin of each score: the last edge at or below it (bin 0 takes everything below the first edge too)."""
    return np.maximum(np.searchsorted(edges, scores, side="right") - 1, 0)


def area_under_roc(bad: Counts, honest: Counts) -> Counts:
    """Probability that a bad event outranks an honest one; events of one bin count half. NaN without either."""
    below = np.cumsum(honest, axis=0) - honest
    wins = (bad * (below + honest / 2)).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        area: Counts = wins / (bad.sum(axis=0) * honest.sum(axis=0))
    return area


def at_or_above(histogram: Counts) -> Counts:
    """For each bin the share of events in it or in a higher one. NaN without events."""
    sums = np.cumsum(histogram[::-1], axis=0)[::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Counts = sums / sums[0]
    return share


def precision(recall: Counts, honest_share: Counts, honest_for_one_bad: int) -> Counts:
    """Share of bad events among those picked, if there were so many honest events for one bad one."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Counts = recall / (recall + honest_for_one_bad * honest_share)
    return value


def chosen_bins(recall: npt.NDArray[np.float64], points: int) -> list[int]:
    """Bins that show the curve in about ``points`` steps of recall, from the strictest threshold to the mildest."""
    chosen: list[int] = []
    for step in range(1, points + 1):
        reached = np.flatnonzero(recall >= step / points - 1e-12)
        if len(reached) and int(reached[-1]) not in chosen:
            chosen.append(int(reached[-1]))
    return chosen


def calibration_gap(scores: Counts, bad: Counts, decisions: Counts) -> Counts:
    """Expected calibration error: mean distance of score and truth over the bins, weighted by their decisions."""
    with np.errstate(divide="ignore", invalid="ignore"):
        gap: Counts = np.abs(scores - bad).sum(axis=0) / decisions.sum(axis=0)
    return gap
