"""Bootstrap over clusters: whole accounts are drawn with replacement, because events of one account go together.

Every figure of the evaluation is a ratio of weighted counts, so one matrix of weights (how often each account was
drawn in each replicate) serves all of them, and figures that are compared share their draws.
"""

import numpy as np
import numpy.typing as npt

from sekisho.simulation.types.figures import Interval

Weights = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.float64]
_ROWS = 16_384
_TAIL = 2.5
NOTHING = Interval(None, None, None)


def cluster_weights(generator: np.random.Generator, clusters: int, replicates: int) -> Weights:
    """How often each cluster was drawn: one row a cluster, one column a replicate, columns sum to ``clusters``."""
    weights = np.empty((clusters, replicates), dtype=np.uint8)
    for replicate in range(replicates):
        drawn = generator.integers(0, clusters, clusters)
        weights[:, replicate] = np.bincount(drawn, minlength=clusters)
    return weights


def weighted_counts(
    codes: npt.NDArray[np.integer], clusters: npt.NDArray[np.integer], weights: Weights, size: int
) -> Counts:
    """Count each code 0 … size − 1 as it occurred (column 0) and in every replicate (the columns after it).

    The members are first summed up by code and cluster, then gathered in blocks that stay in the cache.
    """
    counts = np.zeros((size, weights.shape[1] + 1))
    width = np.int64(max(weights.shape[0], 1))
    keys, times = np.unique(codes.astype(np.int64) * width + clusters.astype(np.int64), return_counts=True)
    counts[:, 0] = np.bincount(keys // width, weights=times, minlength=size)
    for start in range(0, len(keys), _ROWS):
        block = slice(start, start + _ROWS)
        rows = weights[keys[block] % width].astype(np.float32)
        rows *= times[block, np.newaxis]
        found = keys[block] // width
        edges = np.flatnonzero(np.r_[True, found[1:] != found[:-1]])
        counts[found[edges], 1:] += np.add.reduceat(rows, edges, axis=0)
    return counts


def weighted_sums(amounts: npt.NDArray[np.floating], clusters: npt.NDArray[np.integer], weights: Weights) -> Counts:
    """Sum the amounts as they are (place 0) and in every replicate (the places after it)."""
    sums = np.zeros(weights.shape[1] + 1)
    sums[0] = amounts.sum()
    for start in range(0, len(amounts), _ROWS):
        block = slice(start, start + _ROWS)
        sums[1:] += amounts[block] @ weights[clusters[block]].astype(np.float64)
    return sums


def ratio(above: Counts, below: Counts, *, times: float = 1.0) -> Interval:
    """``times`` · above / below with its percentile interval; place 0 is the figure, the rest its replicates.

    Both are counts. When none or all were hit, no resampling can vary that; then the bound is the exact one.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = times * above / below
    return extremes(interval(shares), float(above[0]), float(below[0]), times=times)


def extremes(share: Interval, hits: float, units: float, *, times: float = 1.0) -> Interval:
    """The interval, or the exact (Clopper-Pearson) one when none or all of ``units`` independent units were hit."""
    if units and hits == 0:
        return Interval(0.0, 0.0, times * none_of(units))
    if units and hits == units:
        return Interval(times, times * (1 - none_of(units)), times)
    return share


def none_of(units: float) -> float:
    """The largest share that still leaves a chance of 2.5 % to see none among so many units."""
    return float(1 - (_TAIL / 100) ** (1 / units))


def interval(values: Counts) -> Interval:
    """The figure (place 0) with the middle 95 % of its replicates; replicates that are no number are left out."""
    if not np.isfinite(values[0]):
        return NOTHING
    replicates = values[1:][np.isfinite(values[1:])]
    if not len(replicates):
        return Interval(float(values[0]), None, None)
    low, high = np.percentile(replicates, (_TAIL, 100 - _TAIL))
    return Interval(float(values[0]), float(low), float(high))
