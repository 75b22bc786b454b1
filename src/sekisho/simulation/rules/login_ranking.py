"""How well login scores tell attackers from account holders."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from sekisho.simulation.rules.bootstrap import Counts, Weights, interval, weighted_counts
from sekisho.simulation.rules.curves import area_under_roc, at_or_above, bins_of, edges_of
from sekisho.simulation.types.login_bench import ATTACKERS, HOLDER, Ranked, Scored

CAUGHT, TOUCHED = 0.9, 0.01


def rank(pace: str, methods: Sequence[str], judged: Sequence[Scored], weights: Weights) -> Iterator[Ranked]:
    """One row for each attacker and method. Scores of different methods need no common scale.

    Args:
        pace: the name of the login rate.
        methods: their names, in the order of the scores.
        judged: every judged login.
        weights: draws of accounts; a login's cluster is its row.

    """
    clusters = np.array([login.cluster for login in judged], dtype=np.int64)
    attackers = np.array([login.attacker for login in judged], dtype=np.int64)
    scores = np.array([login.scores for login in judged], dtype=np.float64).reshape(len(judged), len(methods))
    for number, attacker in enumerate(ATTACKERS):
        bad, honest = attackers == number, attackers == HOLDER
        members = bad | honest
        for place, method in enumerate(methods):
            ordered = _ranks(scores[:, place])[members]
            histograms = _histograms(ordered, bad[members], clusters[members], weights)
            yield Ranked(
                pace=pace, attacker=attacker, method=method, attacks=int(bad.sum()), honest=int(honest.sum()),
                area=interval(area_under_roc(*histograms)), touched=interval(touched(*histograms)),
                caught=interval(caught(*histograms)),
            )  # fmt: skip


def _ranks(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Places among the distinct scores: any scale fits a float32 then."""
    return np.searchsorted(np.unique(scores), scores).astype(np.float32)


def _histograms(
    scores: npt.NDArray[np.float32],
    bad: npt.NDArray[np.bool_],
    clusters: npt.NDArray[np.int64],
    weights: Weights,
) -> tuple[Counts, Counts]:
    edges = edges_of(scores[bad], scores[~bad])
    counts = weighted_counts(bins_of(scores, edges) * 2 + bad, clusters, weights, 2 * len(edges))
    return counts[1::2], counts[0::2]


def touched(bad: Counts, honest: Counts) -> Counts:
    """Share of honest logins at or above the strictest threshold that catches 90 % of the attackers."""
    recall, share = at_or_above(bad), at_or_above(honest)
    place = np.maximum((recall >= CAUGHT).sum(axis=0) - 1, 0)
    value: Counts = share[place, np.arange(share.shape[1])]
    return value


def caught(bad: Counts, honest: Counts) -> Counts:
    """Share of attackers at or above the mildest threshold that touches at most 1 % of honest logins."""
    recall, share = at_or_above(bad), at_or_above(honest)
    recall = np.vstack((recall, np.where(np.isnan(recall[:1]), np.nan, 0.0)))
    value: Counts = recall[(share > TOUCHED).sum(axis=0), np.arange(share.shape[1])]
    return value
