"""The same windows through River, for comparison: rolling sums and counts by key, updated and read once an event.

Every window that the observatory keeps for an event's type is kept here with River's ``TimeRolling`` over ``Sum``.
Distinct counts, habits and tables are left out, in River's favour.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from river import stats, utils

from sekisho.activity.types.events import AccountEvent, Cancel, Cash, Event, Login, Order

_TEN_MINUTES, _HALF_HOUR, _HOUR, _DAY = (
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(days=1),
)


class RiverWindows:
    """One rolling sum for each (window's name, key)."""

    def __init__(self) -> None:
        self._sums: dict[timedelta, defaultdict[tuple[str, str], Any]] = {
            width: defaultdict(partial(_rolling, width)) for width in (_TEN_MINUTES, _HALF_HOUR, _HOUR, _DAY)
        }

    def see(self, event: Event) -> list[float]:
        """Update the windows of the event and read them."""
        at = event.at.replace(tzinfo=None)
        if isinstance(event, Login):
            return self._login(event, at)
        if isinstance(event, Order):
            return self._order(event, at)
        if isinstance(event, Cash):
            out = event.body.direction == "out"
            return [self._add(_DAY if out else _HOUR, "cash", event.account, event.body.amount, at)]
        if isinstance(event, Cancel):
            return [self._add(_HOUR, "cancel", event.account, 1, at)]
        return []

    def _login(self, event: Login, at: datetime) -> list[float]:
        failed = float(event.body.outcome == "failure")
        network = event.ip.rpartition(".")[0] if event.ip else ""
        agent = event.device.user_agent or "" if event.device else ""
        return [
            self._add(_TEN_MINUTES, "failures", event.account, failed, at),
            self._add(_DAY, "failures", event.account, failed, at),
            self._add(_HOUR, "codes", event.account, failed, at),
            self._add(_DAY, "abandoned", event.account, float(event.body.outcome == "abandoned"), at),
            self._add(_HOUR, "device", _device(event), failed, at),
            self._add(_HOUR, "logins", network, 1, at),
            self._add(_HOUR, "failed", network, failed, at),
            self._add(_DAY, "risky", network, 0, at),
            self._add(_HOUR, "agent", agent, 1, at),
            self._add(_HOUR, "agent risky", agent, 0, at),
            self._add(_TEN_MINUTES, "market", "", 1, at),
            self._add(_TEN_MINUTES, "market failed", "", failed, at),
        ]

    def _order(self, event: Order, at: datetime) -> list[float]:
        value = float(event.body.notional or 0)
        side, account, symbol = event.body.side, event.account, event.body.symbol
        return [
            self._add(_TEN_MINUTES, "orders", account, 1, at),
            self._add(_HOUR, side, account, value, at),
            self._add(_DAY, side, account, value, at),
            self._add(_DAY, "nisa", account, value if event.body.position == "nisa" else 0, at),
            self._add(_HALF_HOUR, side, symbol, value, at),
            self._add(_HALF_HOUR, "orders", symbol, 1, at),
            self._add(_HALF_HOUR, "risk", symbol, 0, at),
            self._add(_DAY, "sold", symbol, value if side == "sell" else 0, at),
        ]

    def _add(self, width: timedelta, name: str, key: str, amount: float, at: datetime) -> float:
        rolling = self._sums[width][name, key]
        rolling.update(amount, t=at)
        return float(rolling.get())


def _rolling(width: timedelta) -> Any:  # noqa: ANN401 - River has no types
    return utils.TimeRolling(stats.Sum, period=width)


def _device(event: AccountEvent) -> str:
    return event.device.id or "" if event.device else ""
