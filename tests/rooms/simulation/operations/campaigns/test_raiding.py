"""The published cases, retold (domain notes 5.2)."""

import pytest
from tests.builders.simulation import Told, scene, told, world

from sekisho.activity.types.events import Order
from sekisho.simulation.operations.campaigns.catalogue import SCRIPTS
from sekisho.simulation.operations.campaigns.raid import plan
from sekisho.simulation.operations.campaigns.raiding import carry_out


def case(name: str) -> tuple[Told, str]:
    made = told(name, accounts=2_000, days=1, seed=8)
    symbol = made.incidents()[0]["symbols"][0]
    return made, symbol


def last_prices(made: Told, symbol: str) -> list[float]:
    return [e.body.last for e in made.of("quote") if e.body.symbol == symbol and e.at.date().day == 17]


def bids(made: Told, symbol: str) -> list[Order]:
    return [e for e in made.bad_of("order") if e.body.side == "buy" and e.body.symbol == symbol]


def test_case_a_ten_accounts_lift_a_name_from_84_to_about_110_within_about_two_hours() -> None:
    made, symbol = case("case-a")
    (gainer,) = made.incidents("beneficiary")
    span = [e.at for e in made.of("order") if e.body.symbol == symbol and e.account == gainer["account"]]

    assert len(made.incidents()) == len({line["account"] for line in made.incidents()}) == 10
    assert 105 <= max(last_prices(made, symbol)) <= 114
    assert (max(span + [e.at for e in bids(made, symbol)]) - min(span)).total_seconds() < 2.5 * 3_600
    assert 5e6 < gainer["gain"] < 15e6


def test_case_a_orders_of_about_two_and_a_half_million_shares_meet_a_company_that_sells_0_7_million() -> None:
    made, symbol = case("case-a")
    (gainer,) = made.incidents("beneficiary")
    ordered = sum(e.body.quantity for e in bids(made, symbol) if e.body.replaces is None)
    sold = sum(e.body.quantity for e in made.of("execution")
               if e.account == gainer["account"] and e.body.side == "sell" and e.body.symbol == symbol)  # fmt: skip

    assert 0.8e6 < ordered < 3e6
    assert 0.5e6 < sold <= 0.8e6


def test_case_b_volume_jumps_far_beyond_the_usual_and_the_price_from_105_to_about_144() -> None:
    made, symbol = case("case-b")
    volume = max(e.body.volume for e in made.of("quote") if e.body.symbol == symbol)

    assert volume > 100 * 15_000
    assert 135 <= max(last_prices(made, symbol)) <= 155


def test_case_c_three_names_without_news_are_pushed() -> None:
    made = told("case-c", accounts=2_000, days=1, seed=8)

    assert len({symbol for line in made.incidents() for symbol in line["symbols"]}) == 3
    disclosed = [line for line in made.lines if b'"disclosed"' in line]
    assert all(symbol.encode() not in line for line in disclosed for symbol in made.incidents()[0]["symbols"])


def test_a_short_seller_sells_far_above_the_market_and_buys_back_cheaper() -> None:
    made = told("willner-2014", accounts=2_000, days=3, seed=8)
    gainers = {line["account"] for line in made.incidents("beneficiary")}
    trades = [e for e in made.of("order") if e.account in gainers and e.body.position.startswith("margin")]

    assert {e.body.position for e in trades} == {"margin_open", "margin_close"}
    assert sum(line["gain"] for line in made.incidents("beneficiary")) > 0


def test_about_half_of_the_accesses_of_the_wave_become_trades() -> None:
    made = told("wave-2025", accounts=2_000, days=5, seed=8)
    traded = [line["sold"] > 0 for line in made.incidents()]

    assert 0.35 < sum(traded) / len(traded) < 0.75


def test_most_insiders_gain() -> None:
    gains = [line["gain"] for name in ("case-a", "lbtd-2017", "parex-2005", "awe-2007")
             for line in told(name, accounts=2_000, days=3, seed=8).incidents("beneficiary")]  # fmt: skip

    assert sum(gain > 0 for gain in gains) / len(gains) > 0.7


@pytest.mark.parametrize("name", ["case-a", "lbtd-2017"])
def test_victims_pay_more_than_the_price_before(name: str) -> None:
    made = told(name, accounts=2_000, days=3, seed=8)

    assert sum(line["value_lost"] for line in made.incidents()) > 5e6


def test_a_session_can_be_stolen_only_where_somebody_is_signed_in() -> None:
    made = world(accounts=300)
    stage = scene(made)
    raid = plan(stage.rng, made, stage.truth, SCRIPTS["stolen_session"], [0], 2)

    carry_out(stage, raid, 0)

    assert stage.truth.hijacks == []
    assert stage.diary.sheets["order"].size == 0
