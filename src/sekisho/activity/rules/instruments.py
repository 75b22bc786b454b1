"""Stage 2, keyed by instrument: orders weighted by session risk (second part of the group INSTRUMENT)."""

from collections import deque

from sekisho.activity.rules.largest import Largest
from sekisho.activity.rules.latest import Latest
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY, MINUTE

_RECENT = 30 * MINUTE
_KEPT_ORDERS = 256
_KEPT_ACCOUNTS = 64
_MATCH_WINDOW = 2 * MINUTE
_KEPT_COUNTERS = 16
RAISED = 0.3
"""Session risk from which an order counts as one of an unusual session."""
ORDER_SIZE = 10


class Flow:
    """Our customers' orders in one instrument: half an hour in detail, a day of unusual buyers and of sellers."""

    __slots__ = (
        "accounts", "brake", "brake_until", "buys", "counters", "new_orders", "reports", "risk_value", "risky",
        "sellers", "sold", "sold_from", "value",
    )  # fmt: skip

    def __init__(self) -> None:
        self.buys: deque[tuple[int, float, float, float, bool]] = deque()
        self.accounts: dict[float, int] = {}
        self.value = 0.0
        self.risk_value = 0.0
        self.new_orders = 0
        self.risky = Latest(_KEPT_ACCOUNTS)
        self.sellers = Largest(_KEPT_ACCOUNTS)
        self.sold = 0.0
        self.sold_from = 0
        self.counters: deque[tuple[int, bool, float, float]] = deque(maxlen=_KEPT_COUNTERS)
        self.reports: deque[int] = deque(maxlen=_KEPT_ACCOUNTS)
        self.brake = "none"
        self.brake_until = 0

    def forget(self, at: int) -> None:
        """Drop buys older than half an hour, and the oldest beyond the bound."""
        buys = self.buys
        while buys and (at - buys[0][0] >= _RECENT or len(buys) > _KEPT_ORDERS):
            _, account, value, risk, new = buys.popleft()
            self.value -= value
            self.risk_value -= value * risk
            self.new_orders -= new
            left = self.accounts[account] - 1
            if left:
                self.accounts[account] = left
            else:
                del self.accounts[account]
        if not buys:
            self.value = self.risk_value = 0.0

    def buy(self, at: int, account: float, value: float, risk: float, *, new: bool) -> None:
        """A buy order reached the firm; whether it was held is not asked."""
        self.buys.append((at, account, value, risk, new))
        self.accounts[account] = self.accounts.get(account, 0) + 1
        self.value += value
        self.risk_value += value * risk
        self.new_orders += new
        if risk >= RAISED:
            self.risky.see(account, at)

    def sell(self, at: int, account: float, value: float) -> None:
        """A sell order reached the firm; the day's largest sellers are kept."""
        if at - self.sold_from >= DAY:
            self.sellers.clear()
            self.sold, self.sold_from = 0.0, at
        self.sold += value
        self.sellers.add(account, value)

    def matched(self, at: int, account: float, price: float, *, buy: bool) -> bool:
        """Whether another account stands on the other side at the same price within two minutes."""
        if not price:
            return False
        for seen, side, other_price, other in reversed(self.counters):
            if at - seen >= _MATCH_WINDOW:
                return False
            if side != buy and other_price == price and other != account:
                return True
        return False

    def reported(self, at: int) -> int:
        """Reports of misuse of the name in a day."""
        return sum(1 for seen in self.reports if at - seen < DAY) if self.reports else 0

    def braked(self, at: int) -> str:
        """The brake in force: ``none``, ``risk`` or ``all``."""
        return self.brake if not self.brake_until or at < self.brake_until else "none"


def flow_facts(flow: Flow, at: int, account: float, adv: float, price: float, *, buy: bool) -> FactRow:
    """Ten facts, ``buyers_30m`` to ``brake``, this order included."""
    orders = len(flow.buys)
    return [
        min(len(flow.accounts), _KEPT_ACCOUNTS),
        flow.risky.others(account, at, _RECENT),
        flow.risky.others(account, at, DAY),
        flow.value / adv if adv else None,
        flow.risk_value / flow.value if flow.value > 0.0 else None,
        flow.new_orders / orders if orders else None,
        flow.sellers.top / flow.sold if flow.sold and at - flow.sold_from < DAY else None,
        flow.matched(at, account, price, buy=buy),
        flow.reported(at),
        flow.braked(at),
    ]
