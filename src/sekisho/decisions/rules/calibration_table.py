"""Calibrate raw scores: isotonic regression on accounts the trees never saw, as a line with few corners.

Pool adjacent violators (Ayer et al. 1955; Zadrozny & Elkan 2002) gives the best non-decreasing steps. Each step
becomes a corner at its mean raw score, so that the probability rises between steps instead of jumping and two raw
scores seldom tie. Beyond the outermost steps the line goes on to half the lowest and half the way from the highest
to 1, because isotonic regression says nothing there but the order of scores is still worth keeping.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRIOR = 1.0
"""Events added to each step at the overall rate, so that no step claims a probability of 0 or 1."""
REACH = 2.0
"""How far beyond the outermost steps the line goes on, in log odds."""


class Corners(NamedTuple):
    """The line: strictly increasing raw scores and their probabilities, which do not decrease."""

    raw: tuple[float, ...]
    probability: tuple[float, ...]


class _Step(NamedTuple):
    weight: float
    bad: float
    moment: float

    @property
    def rate(self) -> float:
        return self.bad / self.weight

    def join(self, other: "_Step") -> "_Step":
        return _Step(self.weight + other.weight, self.bad + other.bad, self.moment + other.moment)


def calibrate(raw: Floats, bad: NDArray[np.bool_], weight: Floats) -> Corners:
    """Fit the line to raw scores with their truth and the weights that restore the natural rate.

    Raises:
        ValueError: the events are all bad or all honest.

    """
    total, bad_weight = float(weight.sum()), float(weight[bad].sum())
    if not 0 < bad_weight < total:
        message = "calibration needs bad and honest events among the accounts kept for it"
        raise ValueError(message)
    prior = bad_weight / total
    steps = _pooled(raw, bad, weight)
    centres = np.maximum.accumulate([step.moment / step.weight for step in steps])
    heights = np.maximum.accumulate([(step.bad + PRIOR * prior) / (step.weight + PRIOR) for step in steps])
    centres, first = np.unique(centres, return_index=True)  # means of neighbours may agree to the last bit
    raws, rates = centres.tolist(), heights[first].tolist()
    return Corners((raws[0] - REACH, *raws, raws[-1] + REACH), (rates[0] / 2, *rates, rates[-1] + (1 - rates[-1]) / 2))


def _pooled(raw: Floats, bad: NDArray[np.bool_], weight: Floats) -> list[_Step]:
    """Steps with increasing rates; equal raw scores are one step from the start."""
    values, place = np.unique(raw, return_inverse=True)
    weights = np.bincount(place, weight)
    bads = np.bincount(place, weight * bad)
    steps: list[_Step] = []
    for value, own, own_bad in zip(values.tolist(), weights.tolist(), bads.tolist(), strict=True):
        step = _Step(own, own_bad, own * value)
        while steps and steps[-1].rate >= step.rate:
            step = steps.pop().join(step)
        steps.append(step)
    return steps
