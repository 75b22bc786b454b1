"""The accounts seen last, in order of time, so that those of a window are counted and not looked through."""

from bisect import bisect_left, bisect_right, insort
from math import inf


class Latest:
    """When each account was seen, of the ``most`` accounts seen last.

    In a popular name the places are all taken, mostly by accounts of long ago, and every order asks who was there of
    late: two searches in a sorted list answer.
    """

    __slots__ = ("_most", "_order", "_seen")

    def __init__(self, most: int) -> None:
        """Begin with nobody."""
        self._most = most
        self._order: list[tuple[int, float]] = []
        self._seen: dict[float, int] = {}

    def __len__(self) -> int:
        """How many accounts are held."""
        return len(self._seen)

    def __contains__(self, account: float) -> bool:
        """Whether the account is held."""
        return account in self._seen

    def see(self, account: float, at: int) -> None:
        """The account is seen at ``at`` (ms). When there are too many, the one of longest ago goes."""
        order, seen = self._order, self._seen
        former = seen.get(account)
        if former is not None:
            del order[bisect_left(order, (former, account))]
        seen[account] = at
        insort(order, (at, account))
        if len(seen) > self._most:
            _, last = order.pop(0)
            del seen[last]

    def others(self, account: float, at: int, window: int) -> int:
        """How many other accounts were seen in the ``window`` milliseconds until ``at``, and not after it."""
        order = self._order
        if not order or at - order[-1][0] >= window:
            return 0
        own = self._seen.get(account)
        between = bisect_right(order, (at, inf)) - bisect_right(order, (at - window, inf))
        return between - (own is not None and 0 <= at - own < window)
