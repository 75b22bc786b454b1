"""Stage 2: everything weighted by session risk, in event order, across accounts.

It hears of an event only through a ``Deed``, a small plain value, so that stage 1 may run in several processes
while this stage runs in one, and the result is the same to the bit.
"""

from sekisho.activity.rules.crowd import Market
from sekisho.activity.rules.instruments import ORDER_SIZE, Flow, flow_facts
from sekisho.activity.types.deed import BRAKE, LOGIN, ORDER, REPORT, Deed
from sekisho.activity.types.facts import INDEX, FactRow

FLOW_PLACE = INDEX["buyers_30m"]
FLOW_END = FLOW_PLACE + ORDER_SIZE
MARKET_PLACE = INDEX["asn_share"]
MARKET_END = INDEX["session_risk"]
_MARKS = frozenset({REPORT, BRAKE})


class Second:
    """The state of stage 2: the flow of each instrument, and the market."""

    __slots__ = ("flows", "market")

    def __init__(self) -> None:
        self.flows: dict[str, Flow] = {}
        self.market = Market()

    def weigh(self, deed: Deed) -> FactRow:
        """The stage-2 facts of the deed: seven of the market, for an order ten of the instrument before them."""
        what = deed.what
        if what == LOGIN:
            return self.market.login(deed.at, deed.keys, deed.risk, failed=deed.failed)
        if what == ORDER:
            return self._order(deed) + self.market.facts(deed.at, deed.keys)
        if what in _MARKS:
            self._mark(deed)
            return []
        return self.market.facts(deed.at, deed.keys)

    def _flow(self, symbol: str) -> Flow:
        flow = self.flows.get(symbol)
        if flow is None:
            flow = self.flows[symbol] = Flow()
        return flow

    def _order(self, deed: Deed) -> FactRow:
        flow, at = self._flow(deed.symbol), deed.at
        if deed.buy:
            flow.buy(at, deed.account, deed.value, deed.risk, new=deed.new)
            if deed.thin:
                self.market.buy(at, deed.value, deed.risk)
        else:
            flow.sell(at, deed.account, deed.value)
        flow.forget(at)
        facts = flow_facts(flow, at, deed.account, deed.adv, deed.price, buy=deed.buy)
        flow.counters.append((at, deed.buy, deed.price, deed.account))
        return facts

    def _mark(self, deed: Deed) -> None:
        flow = self._flow(deed.symbol)
        if deed.what == REPORT:
            flow.reports.append(deed.at)
        else:
            flow.brake, flow.brake_until = deed.brake, deed.until


def fill(row: FactRow, deed: Deed, facts: FactRow) -> None:
    """Write the stage-2 facts into the row."""
    if deed.what == ORDER:
        row[FLOW_PLACE:FLOW_END] = facts[:ORDER_SIZE]
        row[MARKET_PLACE:MARKET_END] = facts[ORDER_SIZE:]
    else:
        row[MARKET_PLACE:MARKET_END] = facts
