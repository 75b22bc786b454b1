"""How well raw scores tell bad from honest, with weights that restore the natural rate."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Ranking(NamedTuple):
    """How good a ranking is; ties count half.

    ``auc``: chance that a bad event outranks an honest one. ``recall_at_1pct``: share of bad events above the score
    that one honest event in a hundred passes. ``challenged_at_90pct``: share of honest events above the score that
    nine bad events in ten pass.
    """

    auc: float
    recall_at_1pct: float
    challenged_at_90pct: float


def rank(raw: Floats, bad: Flags, weight: Floats) -> Ranking:
    """Measure a ranking; bad and honest events must both be there."""
    values, place = np.unique(-raw, return_inverse=True)  # from the highest score down
    caught = np.cumsum(np.bincount(place, weight * bad, len(values)))
    challenged = np.cumsum(np.bincount(place, weight * ~bad, len(values)))
    caught, challenged = caught / caught[-1], challenged / challenged[-1]
    recall, false = np.concatenate(([0.0], caught)), np.concatenate(([0.0], challenged))
    return Ranking(
        auc=float(np.trapezoid(recall, false)),
        recall_at_1pct=float(np.interp(0.01, false, recall)),
        challenged_at_90pct=float(np.interp(0.9, recall, false)),
    )
