"""One account, emptied."""

from typing import Any

import pytest

from builders.surveillance import market, order, stolen
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.rules.account import AccountWatch
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import Seen


def found(seen: Seen, **thresholds: float) -> list[Finding]:
    return list(AccountWatch(**thresholds).update(seen))


def pulled(**values: Any) -> Seen:
    blank = {"liquidation_24h": None, "redeployment_24h": None}
    return stolen(**{**blank, "pull_in_24h": 3e6, **values})


def test_liquidation_then_redeployment_into_a_new_name_is_told() -> None:
    """A-01."""
    [finding] = found(stolen(verdict=Verdict.HOLD))
    assert (finding.symbol, finding.evidence["answered"].value) == ("7992", "hold")
    assert finding.evidence["redeployment"].value == 0.92


def test_a_wave_of_sells_in_a_risky_session_is_told_before_the_first_purchase() -> None:
    [finding] = found(stolen(side="sell"))
    assert finding.symbol is None
    assert finding.size < found(stolen())[0].size
    assert not found(stolen(side="sell", session_risk=0.2))


@pytest.mark.parametrize(
    "values",
    [{"liquidation_24h": 0.3}, {"liquidation_24h": None}, {"liquidation_24h": 4.0}, {"redeployment_24h": 0.1},
     {"new_symbol": False}, {"concentration_24h": 0.2}, {"side": None}],
)  # fmt: skip
def test_a_rotation_that_is_not_whole_is_not_told(values: dict[str, Any]) -> None:
    assert not found(stolen(**values))


def test_in_an_ordinary_session_only_a_deep_order_in_a_thin_name_is_told() -> None:
    assert found(stolen(session_risk=0.05))
    assert not found(stolen(session_risk=0.05, order_to_adv=0.01))
    assert not found(stolen(session_risk=0.05, thin=False))
    assert not found(stolen(session_risk=0.05, concentration_24h=0.6))


def test_thresholds_belong_to_the_firm() -> None:
    assert not found(stolen(), liquidation=0.99)
    assert not found(stolen(), redeployment=0.95)
    assert found(stolen(concentration_24h=0.3), concentration=0.25)


def test_money_pulled_from_the_bank_counts_as_sold_holdings_do() -> None:
    """A-18."""
    [finding] = found(pulled())
    assert finding.evidence["pulled_in"].value == 3e6
    assert found(pulled(account_age_days=None))
    for less in (
        {"session_risk": 0.4},
        {"thin": False},
        {"power_used": 0.2},
        {"account_age_days": 0.5},
        {"side": "sell"},
    ):
        assert not found(pulled(**less))


def test_ordinary_orders_and_market_sightings_are_passed_over() -> None:
    assert not found(order())
    assert not found(market("quote"))


def test_it_holds_nothing() -> None:
    watch = AccountWatch()
    watch.restore(watch.snapshot())
    assert watch.size() == 0
