"""The SQL that draws a training sample from the history, the same one every time.

Whether an honest event is drawn, and to which fold an account belongs, is decided by a digest of its id: no order of
files, no number of threads and no random state has a say.
"""

from collections.abc import Sequence

from sekisho.decisions.rules.backtest_sql import BAD, CLEARED, Window
from sekisho.decisions.rules.trees_features import Candidate
from sekisho.kernel.verdicts import Verdict

FOLDS = 10
LEARN = range(6)
STOP = range(6, 8)
CALIBRATE = range(8, 10)
"""Tenths of the accounts: six to learn from, two to know when to stop, two to calibrate and measure on."""

_PARTS = 1_000_000


def population(event_type: str, window: Window, *, complete: bool) -> str:
    """How many events of one type are bad, and how many are honest as far as anybody knows."""
    return (
        f"SELECT count(*) FILTER ({BAD}), count(*) FILTER ({_honest(complete=complete)}) "  # noqa: S608 - our own names and numbers
        f'FROM "history_{event_type}" LEFT JOIN outcomes ON "label event" = event WHERE {window.sql}'
    )


def sample(
    events: Sequence[str], features: Sequence[Candidate], window: Window, *, share: float, complete: bool
) -> str:
    """All bad events and a share of the honest ones: truth, fold, and the features as numbers."""
    columns = ", ".join([f"{BAD} AS bad", f"md5_number_lower(account) % {FOLDS} AS fold", *map(_feature, features)])
    drawn = f"md5_number_lower(event) % {_PARTS} < {round(share * _PARTS)}"
    chosen = f"({BAD} OR ({_honest(complete=complete)} AND {drawn}))"
    parts = (
        f'SELECT event, {columns} FROM "history_{name}" LEFT JOIN outcomes ON "label event" = event '  # noqa: S608 - our own names and numbers
        f"WHERE {window.sql} AND {chosen}"
        for name in events
    )
    return f"SELECT * EXCLUDE (event) FROM ({' UNION ALL '.join(parts)}) ORDER BY event"  # noqa: S608 - the same


def _honest(*, complete: bool) -> str:
    """Held and denied events have no outcome of their own, unless somebody cleared them or the labels are complete."""
    free = "TRUE" if complete else f"({CLEARED} OR verdict < {Verdict.HOLD.value})"
    return f"NOT {BAD} AND {free}"


def _feature(feature: Candidate) -> str:
    if feature.words is None:
        value = f'"{feature.name}"::DOUBLE'
    else:
        words = ", ".join(f"'{word}'" for word in feature.words)
        value = f'(list_position([{words}], "{feature.name}") - 1)::DOUBLE'
    return f"coalesce({value}, 'nan'::DOUBLE) AS \"{feature.name}\""
