"""Who buys which name."""

from builders.surveillance import NINE, order, stolen
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.rules.flow import CALM, NAMES, ODD, Name, Names, is_buy, note, usual_share

HALF_HOUR = 30 * MINUTE


def test_buyers_leave_half_an_hour_after_their_latest_order() -> None:
    names: Names = {}
    note(names, order("a", 0), odd=False, window=HALF_HOUR)
    note(names, stolen("v", 5), odd=True, window=HALF_HOUR)
    note(names, order("a", 20), odd=False, window=HALF_HOUR)
    name = note(names, order("b", 40), odd=False, window=HALF_HOUR)
    assert name is not None
    assert (sorted(name.calm), sorted(name.odd)) == (["a", "b"], [])


def test_an_account_that_was_unusual_stays_so_while_it_is_in_the_window() -> None:
    names: Names = {}
    note(names, order("v", 0, value=10.0), odd=False, window=HALF_HOUR)
    note(names, stolen("v", 5, value=100.0), odd=True, window=HALF_HOUR)
    name = note(names, order("v", 7, value=1.0), odd=False, window=HALF_HOUR)
    assert name is not None
    assert (name.buyers(), name.odd_value(), name.calm) == (1, 111.0, {})


def test_what_an_account_ordered_before_the_window_is_not_added() -> None:
    names: Names = {}
    for minute in (0, 25, 50):
        name = note(names, stolen("v", minute, value=10.0), odd=True, window=HALF_HOUR)
    assert name is not None
    assert name.odd["v"].value == 10.0


def test_the_worst_of_an_accounts_orders_is_kept() -> None:
    names: Names = {}
    note(names, stolen("v", 0, session_risk=0.9, verdict=Verdict.DENY), odd=True, window=HALF_HOUR)
    name = note(names, stolen("v", 5, session_risk=0.5, verdict=Verdict.ALLOW), odd=True, window=HALF_HOUR)
    assert name is not None
    assert (name.odd["v"].risk, name.odd["v"].held) == (0.9, True)


def test_an_order_later_than_the_window_is_left_out_and_one_within_it_counts() -> None:
    names: Names = {}
    note(names, order("a", 60), odd=False, window=HALF_HOUR)
    assert note(names, stolen("v", 29), odd=True, window=HALF_HOUR) is None
    name = note(names, stolen("w", 31, price_move=0.5), odd=True, window=HALF_HOUR)
    assert name is not None
    assert (sorted(name.odd), name.move) == (["w"], 0.0)


def test_the_bounds_hold() -> None:
    names: Names = {}
    for place in range(CALM + 50):
        note(names, order(f"c{place}", place / 100), odd=False, window=HALF_HOUR)
        name = note(names, stolen(f"v{place}", place / 100), odd=True, window=HALF_HOUR)
    assert name is not None
    assert (len(name.calm), len(name.odd)) == (CALM, ODD)
    for place in range(NAMES + 50):
        note(names, order("a", 4, symbol=f"s{place}"), odd=False, window=HALF_HOUR)
    assert len(names) == NAMES


def test_a_name_nobody_buys_any_more_is_forgotten() -> None:
    names: Names = {}
    note(names, order("a", 0, symbol="old"), odd=False, window=HALF_HOUR)
    note(names, order("a", 31, symbol="new"), odd=False, window=HALF_HOUR)
    assert list(names) == ["new"]


def test_a_value_that_is_not_known_counts_as_nothing() -> None:
    names: Names = {}
    note(names, order("a", value=None), odd=False, window=HALF_HOUR)
    name = note(names, stolen("v", value=None, price_move=None, adv=None), odd=True, window=HALF_HOUR)
    assert name is not None
    assert (name.value(), name.adv, name.newest) == (0.0, 20e6, NINE)


def test_only_buying_of_names_not_known_to_be_liquid_counts() -> None:
    assert is_buy(order(thin=None))
    refused = ({"thin": False}, {"side": "sell"}, {"symbol": None}, {"position": "margin_close"})
    assert not any(is_buy(order(**values)) for values in refused)


def test_a_day_is_a_days_trading() -> None:
    assert usual_share(24 * 60 * MINUTE) == 1.0
    assert round(usual_share(33 * MINUTE), 3) == 0.1
    assert Name().size() == 1
