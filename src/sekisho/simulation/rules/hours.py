"""Trading minutes and the times of day they stand for.

Every market has 330 minutes: Tokyo and Hong Kong have a lunch break; the part of the New York session that lies before
midnight in Japan is stretched over them.
"""

import numpy as np

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.simulation.types.words import HONG_KONG, NEW_YORK
from sekisho.simulation.types.world import Bools, Column, Floats, Ints

MINUTES = 330
MORNING = 150
_OPEN = np.array([9 * HOUR, 10 * HOUR + 30 * MINUTE, 22 * HOUR + 30 * MINUTE])
_REOPEN = np.array([12 * HOUR + 30 * MINUTE, 14 * HOUR])
_EVENING = 88 * MINUTE / MINUTES
_OPENS: list[int] = _OPEN.tolist()
_REOPENS: list[int] = _REOPEN.tolist()


def to_time(minute: Floats, market: Column) -> Ints:
    """Milliseconds of the JST day at which trading minute ``minute`` falls."""
    late = minute >= MORNING
    day = np.where(
        late, _REOPEN[np.minimum(market, HONG_KONG)] + (minute - MORNING) * MINUTE, _OPEN[market] + minute * MINUTE
    )
    return np.where(market == NEW_YORK, _OPEN[NEW_YORK] + minute * _EVENING, day).astype(np.int64)


def to_minute(time: Column, market: Column) -> Floats:
    """Trading minute of a time of day, clipped to the session; lunch counts as its last morning minute."""
    day = np.where(
        time >= _REOPEN[np.minimum(market, HONG_KONG)],
        MORNING + (time - _REOPEN[np.minimum(market, HONG_KONG)]) / MINUTE,
        np.minimum((time - _OPEN[market]) / MINUTE, MORNING),
    )
    evening = (time - _OPEN[NEW_YORK]) / _EVENING
    minutes: Floats = np.clip(np.where(market == NEW_YORK, evening, day), 0.0, MINUTES)
    return minutes


def minute_of(time: int, market: int) -> float:
    """:func:`to_minute` of a single time, without the weight of arrays."""
    if market == NEW_YORK:
        minute = (time - _OPENS[NEW_YORK]) / _EVENING
    elif time >= _REOPENS[market]:
        minute = MORNING + (time - _REOPENS[market]) / MINUTE
    else:
        minute = min((time - _OPENS[market]) / MINUTE, MORNING)
    return min(max(minute, 0.0), float(MINUTES))


def is_open(time: Column, market: Column) -> Bools:
    """Whether orders are filled at that time of a trading day."""
    minute = to_minute(time, market)
    return (minute > 0) & (minute < MINUTES) & (np.abs(to_time(minute, market) - time) < MINUTE)


def opens(market: int) -> int:
    """When a market opens, in milliseconds of the JST day."""
    return int(_OPEN[market])


def closes(market: int) -> int:
    """When a market closes (New York: the end of the day in Japan)."""
    return int(to_time(np.array([float(MINUTES)]), np.array([market]))[0])


def after_break(time: int, market: int) -> int:
    """A time inside the lunch break, moved behind it in the same order; other times as they are."""
    if market == NEW_YORK:
        return time
    begins, ends = int(_OPEN[market]) + MORNING * MINUTE, int(_REOPEN[market])
    return ends + (time - begins) // 20 + 1 if begins <= time <= ends else time
