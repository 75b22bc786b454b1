"""Who profits."""

from typing import Any

from builders.surveillance import market, order, stolen
from sekisho.surveillance.rules.beneficiary import Beneficiary
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import Seen

LATER = 90.0


def early(**values: Any) -> Seen:
    return order("k", 0, **{"quantity": 300_000, "value": 25.2e6, **values})


def sell(account: str = "k", minute: float = LATER + 3.0, **values: Any) -> Seen:
    plain = {"side": "sell", "quantity": 60_000, "limit": None, "price": 96.0, "last": 96.0, "value": 5.8e6}
    return order(account, minute, **{**plain, **values})


VICTIMS: list[Seen] = [stolen("v1", LATER, limit=None), stolen("v2", LATER + 1.0, limit=None)]


def found(*seen: Seen) -> list[Finding]:
    detector = Beneficiary()
    return [finding for sighting in seen for finding in detector.update(sighting)]


def test_who_bought_before_and_sells_into_it_is_told() -> None:
    """A-05."""
    [finding] = found(early(), *VICTIMS, sell())
    assert finding.accounts == ("k",)
    assert finding.evidence["bought_before"].value == 300_000
    assert finding.evidence["buyers_named"].value == ("v1", "v2")


def test_fills_count_as_buying_before() -> None:
    bid = order("h", 0)
    fill = early(type="execution", verdict=None)
    assert found(bid, fill, *VICTIMS, sell())
    assert not found(fill, *VICTIMS, sell())
    assert not found(bid, early(type="execution", side="sell"), *VICTIMS, sell())


def test_an_old_holder_who_did_not_buy_here_is_not_told() -> None:
    assert not found(order("h", 0), *VICTIMS, sell())


def test_who_bought_after_it_began_is_not_told() -> None:
    assert not found(order("h", 0), *VICTIMS, order("k", LATER + 2.0, quantity=60_000), sell())


def test_who_sells_little_against_the_buying_is_not_told() -> None:
    assert not found(early(), *VICTIMS, sell(value=1e6))


def test_one_of_many_sellers_without_gain_is_not_told_unless_the_account_is_young() -> None:
    others = [sell(f"h{place}", LATER + 2.0, value=9e6) for place in range(3)]
    flat = {"price": 84.0, "account_age_days": 900.0, "orders_before": 500.0}
    assert not found(early(), *VICTIMS, *others, sell(**flat))
    assert found(early(), *VICTIMS, *others, sell(**{**flat, "account_age_days": 20.0}))
    assert found(early(), *VICTIMS, *others, sell(**{**flat, "orders_before": 2.0}))


def test_a_victim_selling_is_not_told_and_nobody_is_when_the_buying_is_over() -> None:
    assert not found(early(), *VICTIMS, sell("v1"))
    assert not found(early(), *VICTIMS, sell(minute=LATER + 200.0))


def test_unusual_buyers_must_hold_a_good_part_of_the_buying() -> None:
    crowd = [order(f"c{place}", LATER, value=9e6) for place in range(10)]
    assert not found(early(), *crowd, *VICTIMS, sell())


def test_against_a_single_unusual_buyer_everything_must_point_the_same_way() -> None:
    assert found(early(), VICTIMS[0], sell())
    for less in ({"value": 0.9e6}, {"value": 2e6}, {"price": 84.0}):
        assert not found(early(), VICTIMS[0], sell(**less))
    assert not found(order("h", 0), VICTIMS[0], sell())
    assert not found(early(adv=None), stolen("v1", LATER, limit=None, adv=None), sell(adv=None))


def test_matched_orders_are_told_without_buying_before() -> None:
    """Signal 9: near-simultaneous opposite orders at one price."""
    story: list[Seen] = [order("h", 0)]
    for place in range(2):
        minute = LATER + 5.0 * place
        story += [
            sell(minute=minute, limit=95.0 + place, price=95.0, quantity=20_000, value=1.9e6),
            stolen(f"v{place}", minute + 0.1, limit=95.0 + place, quantity=20_000, value=1.9e6),
        ]
    [finding] = found(*story)
    assert (finding.evidence["met_buyers"].value, finding.evidence["close_meetings"].value) == (2, 2)


def test_two_meetings_with_one_buyer_are_counted_once() -> None:
    book = [order("h", 0), sell(minute=LATER, limit=95.0), sell(minute=LATER + 0.2, limit=95.0)]
    told = found(*book, stolen("v1", LATER + 0.3, limit=95.0), stolen("v1", LATER + 0.4, limit=95.0))
    assert not told


def test_a_name_without_a_price_or_a_symbol_is_borne() -> None:
    assert not found(sell(), order("a", symbol=None), market("quote"), order("a", thin=False))
    assert found(early(), *VICTIMS, sell(price=None))


def test_a_buy_that_comes_too_late_only_makes_a_holder() -> None:
    detector = Beneficiary()
    for seen in (order("h", 500.0), stolen("v1", 1.0), order("k", 1.0)):
        assert not detector.update(seen)
    assert detector.size() > 2
