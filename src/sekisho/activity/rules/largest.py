"""The accounts with the largest sums, found without looking through all of them."""

from heapq import heappop, heappush, heapreplace


class Largest:
    """Sums that only grow, of the ``most`` accounts where they are largest; ``top`` is the largest of them.

    The heap holds for each account its sum at an earlier time, which is no more than today's. So whoever stands first
    with today's sum is the least, and one who grew since goes back to his place: on a busy day in a popular name
    nearly every seller is one too many, and looking through all of them each time was a third of an order's cost.
    """

    __slots__ = ("_heap", "_most", "sums", "top")

    def __init__(self, most: int) -> None:
        """Begin with nobody."""
        self._most = most
        self._heap: list[tuple[float, float]] = []
        self.sums: dict[float, float] = {}
        self.top = 0.0

    def __len__(self) -> int:
        """How many accounts are held."""
        return len(self.sums)

    def __contains__(self, account: float) -> bool:
        """Whether the account is held."""
        return account in self.sums

    def add(self, account: float, value: float) -> None:
        """Add to the sum of ``account``. When there are too many, the one with the least goes, of equals the lowest."""
        known = self.sums.get(account)
        whole = value if known is None else known + value
        self.sums[account] = whole
        self.top = max(self.top, whole)
        if known is None:
            heappush(self._heap, (whole, account))
            if len(self.sums) > self._most:
                self._drop()

    def _drop(self) -> None:
        heap, sums = self._heap, self.sums
        while heap[0][0] != (today := sums[heap[0][1]]):
            heapreplace(heap, (today, heap[0][1]))
        del sums[heappop(heap)[1]]

    def clear(self) -> None:
        """Forget everybody."""
        self._heap.clear()
        self.sums.clear()
        self.top = 0.0
