"""Flow of orders in one name: bounded, whatever comes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.activity.rules.instruments import Flow

ORDERS = st.lists(
    st.tuples(st.integers(0, 10**8), st.integers(1, 300), st.floats(0, 1), st.booleans()), min_size=1, max_size=400
)


@settings(max_examples=50, deadline=None)
@given(ORDERS)
def test_a_flow_stays_within_its_bounds(orders: list[tuple[int, int, float, bool]]) -> None:
    flow = Flow()
    for at, account, risk, buy in orders:
        if buy:
            flow.buy(at, float(account), 1_000.0, risk, new=True)
        else:
            flow.sell(at, float(account), 1_000.0)
        flow.forget(at)

    assert max(len(flow.buys) - 256, len(flow.risky) - 64, len(flow.sellers) - 64) <= 0
    assert sum(flow.accounts.values()) == len(flow.buys) == flow.new_orders


def test_a_hundred_unusual_buyers_and_sellers_push_out_the_first() -> None:
    flow = Flow()
    for number in range(1, 101):
        flow.buy(number, float(number), 1.0, 0.9, new=False)
        flow.sell(number, float(number), float(number))

    assert (1.0 in flow.risky, 100.0 in flow.risky) == (False, True)
    assert (1.0 in flow.sellers, 100.0 in flow.sellers) == (False, True)
