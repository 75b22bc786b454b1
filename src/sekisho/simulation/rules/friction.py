"""What honest customers bear: challenges, holds and refusals that were not meant for them."""

from typing import NamedTuple

import numpy as np

from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.bootstrap import NOTHING, Counts, Weights, interval, ratio, weighted_counts
from sekisho.simulation.rules.stories import EVERYTHING
from sekisho.simulation.types.figures import Friction, Interval
from sekisho.simulation.types.sample import HONEST, KINDS, LOGIN, LOGIN_FAILED, ORDER, Columns

PER = 10_000.0
_VERDICTS = len(Verdict)
_NONE_SEEN = 3.69
"""The largest mean of a Poisson count that still leaves a chance of 2.5 % to see none."""


class Burden(NamedTuple):
    """The table, and its two best known figures."""

    table: tuple[Friction, ...]
    logins_challenged_one_in: Interval
    orders_held: Interval


def friction(columns: Columns, weights: Weights, *, customer_years: float) -> Burden:
    """False challenges, holds and denials by kind of event, per 10,000 events and per customer and year.

    The row ``all`` leaves out logins that did not succeed, as they cost nobody a further step.
    """
    honest = columns.owners == HONEST
    codes = columns.kinds[honest].astype(np.int64) * _VERDICTS + columns.verdicts[honest]
    counts = weighted_counts(codes, columns.clusters[honest], weights, len(KINDS) * _VERDICTS)
    by_kind = counts.reshape(len(KINDS), _VERDICTS, -1)
    together = by_kind.sum(axis=0) - by_kind[LOGIN_FAILED]
    rows = [_row(name, by_kind[kind], customer_years) for kind, name in enumerate(KINDS)]
    rows.append(_row(EVERYTHING, together, customer_years))
    logins = by_kind[LOGIN]
    return Burden(tuple(rows), ratio(logins.sum(axis=0), logins[Verdict.STEP_UP :].sum(axis=0)), rows[ORDER].held)


def _row(name: str, counts: Counts, customer_years: float) -> Friction:
    events = counts.sum(axis=0)
    return Friction(
        kind=name,
        events=int(events[0]),
        challenged=ratio(counts[Verdict.STEP_UP], events, times=PER),
        held=ratio(counts[Verdict.HOLD], events, times=PER),
        denied=ratio(counts[Verdict.DENY], events, times=PER),
        challenged_a_year=_a_year(counts[Verdict.STEP_UP], customer_years),
        stopped_a_year=_a_year(counts[Verdict.HOLD :].sum(axis=0), customer_years),
    )


def _a_year(counts: Counts, customer_years: float) -> Interval:
    if not customer_years:
        return NOTHING
    if not counts[0]:
        return Interval(0.0, 0.0, _NONE_SEEN / customer_years)
    return interval(counts / customer_years)
