"""Ticks and daily limits of the Tokyo exchange (tables in force since 2023-06-05)."""

from bisect import bisect_left

import numpy as np

from sekisho.simulation.types.world import Bools, Floats

_TICK_UP_TO = np.array([1e3, 3e3, 5e3, 1e4, 3e4, 5e4, 1e5, 3e5, 5e5, 1e6, 3e6, 5e6, 1e7, 3e7, 5e7])
_TICK_FINE = np.array([0.1, 0.5, 1, 1, 5, 10, 10, 50, 100, 100, 500, 1e3, 1e3, 5e3, 1e4, 1e4])
_TICK_OTHER = np.array([1, 1, 5, 10, 10, 50, 100, 100, 500, 1e3, 1e3, 5e3, 1e4, 1e4, 5e4, 1e5])
_UP_TO: list[float] = _TICK_UP_TO.tolist()
_FINE_STEPS: list[float] = _TICK_FINE.tolist()
_OTHER_STEPS: list[float] = _TICK_OTHER.tolist()
_BASE_BELOW = np.array(
    [100, 200, 500, 700, 1e3, 1.5e3, 2e3, 3e3, 5e3, 7e3, 1e4, 2e4, 3e4, 5e4, 7e4, 1e5, 3e5, 5e5, 7e5, 1e6, 1.5e6, 2e6,
     3e6, 5e6, 7e6, 1e7, 2e7, 3e7, 5e7]
)  # fmt: skip
_LIMIT = np.array(
    [30, 50, 80, 100, 150, 300, 400, 500, 700, 1e3, 1.5e3, 3e3, 5e3, 7e3, 1e4, 1.5e4, 3e4, 5e4, 7e4, 1e5, 1.5e5, 2e5,
     3e5, 5e5, 7e5, 1e6, 2e6, 3e6, 5e6, 7e6]
)  # fmt: skip


def tick(price: Floats, fine: Bools) -> Floats:
    """The smallest step of ``price`` (yen)."""
    place = np.searchsorted(_TICK_UP_TO, price, side="left")
    ticks: Floats = np.where(fine, _TICK_FINE[place], _TICK_OTHER[place])
    return ticks


def rounded(price: Floats, fine: Bools) -> Floats:
    """``price`` on its nearest tick, never below one tick; a tenth of a yen is kept exactly."""
    step = tick(price, fine)
    return np.round(np.maximum(np.round(price / step), 1) * step, 1)


def rounded_one(price: float, *, fine: bool) -> float:
    """:func:`rounded` of a single price, without the weight of arrays."""
    step = (_FINE_STEPS if fine else _OTHER_STEPS)[bisect_left(_UP_TO, price)]
    return round(max(round(price / step), 1) * step, 1)


def daily_limit(base: Floats) -> Floats:
    """How far (yen) a price may move from the previous close in one day."""
    limits: Floats = _LIMIT[np.searchsorted(_BASE_BELOW, base, side="right")]
    return limits
