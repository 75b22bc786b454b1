"""Buying of one name in minutes: how far the current minute stands out of the name's own past minutes.

The measure is the one the public pump-and-dump work found best: the relative change of a rolling standard
deviation or mean when the newest chunk joins the window. It has no unit and no scale, so one bound serves a name
that trades ten orders a day and one that trades a thousand. Time of day is left out on purpose.
"""

from math import sqrt

from msgspec import Struct

CHUNKS = 60
"""Minutes with buying that make up a name's habit."""
ENOUGH = 8
"""Fewer of them say nothing about a habit."""
PRICES = 10
_COUNT_FLOOR = 0.5


class Rhythm(Struct):
    """The open chunk, and the closed ones with at least one buy order.

    ``rush`` counts orders that share their second with another buy order of the name: one hand, many accounts.
    """

    chunk: int = 0
    orders: int = 0
    rush: int = 0
    value: float = 0.0
    second: int = 0
    in_second: int = 0
    price: float = 0.0
    past_orders: list[float] = []
    past_rush: list[float] = []
    past_value: list[float] = []
    past_price: list[float] = []

    def size(self) -> int:
        """How many numbers are held."""
        return 7 + 3 * len(self.past_orders) + len(self.past_price)

    def add(self, at: int, chunk: int, value: float, price: float | None) -> None:
        """One buy order; ``chunk`` is its length in milliseconds. Late orders count into the open chunk."""
        place = at // chunk
        if place > self.chunk:
            self._close()
            self.chunk = place
        self.price = price or self.price
        self.orders += 1
        self.value += value
        second = at // 1_000
        self.in_second = self.in_second + 1 if second == self.second else 1
        self.second = second
        if self.in_second > 1:
            self.rush += 2 if self.in_second == 2 else 1  # noqa: PLR2004 - the second of a pair makes two of them

    def _close(self) -> None:
        if self.orders:
            keep(self.past_orders, float(self.orders), CHUNKS)
            keep(self.past_rush, float(self.rush), CHUNKS)
            keep(self.past_value, self.value, CHUNKS)
            if self.price:
                keep(self.past_price, self.price, PRICES)
        self.orders = self.rush = 0
        self.value = 0.0

    def orders_out(self) -> float:
        """Relative change of the standard deviation of orders per chunk; 0 without a habit."""
        return relative_change(self.past_orders, float(self.orders), _COUNT_FLOOR)

    def rush_out(self) -> float:
        """The same of rush orders."""
        return relative_change(self.past_rush, float(self.rush), _COUNT_FLOOR)

    def value_out(self) -> float:
        """The same of yen per chunk."""
        return relative_change(self.past_value, self.value, mean(self.past_value) / 2.0)

    def price_out(self) -> float:
        """The latest price over the mean of the latest chunks' prices, less one."""
        usual = mean(self.past_price)
        return self.price / usual - 1.0 if usual > 0.0 else 0.0


def keep(values: list[float], value: float, most: int) -> None:
    """Append, and drop the oldest beyond ``most``."""
    values.append(value)
    if len(values) > most:
        del values[0]


def mean(values: list[float]) -> float:
    """The mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def relative_change(past: list[float], now: float, floor: float) -> float:
    """How much the standard deviation grows when ``now`` joins ``past``; 0 when it is no rise or no habit is known.

    ``floor`` stands in for the deviation of a past that hardly varies.

    >>> relative_change([1.0, 2.0] * 10, 2.0, 0.5)
    0.0
    >>> round(relative_change([1.0, 2.0] * 10, 12.0, 0.5), 1)
    3.6
    """
    usual = mean(past)
    if len(past) < ENOUGH or now <= usual:
        return 0.0
    before = max(_deviation(past), floor)
    after = _deviation([*past, now])
    return max(0.0, after / before - 1.0) if before > 0.0 else 0.0


def _deviation(values: list[float]) -> float:
    centre = mean(values)
    return sqrt(sum((value - centre) ** 2 for value in values) / len(values))
