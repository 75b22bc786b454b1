from datetime import date, datetime
from typing import Any

import pytest
from tests.builders.simulation import told, world

from sekisho.simulation.operations.campaigns.catalogue import CAMPAIGNS, MIXED_WEIGHTS
from sekisho.simulation.operations.campaigns.planning import attack_days, check, raids
from sekisho.simulation.types.plan import Plan, PlanError
from sekisho.simulation.types.truth import Truth

QUICK = sorted(set(CAMPAIGNS) - set(MIXED_WEIGHTS))


def plan(**values: Any) -> Plan:
    return Plan(**({"seed": 1, "accounts": 100, "days": 7} | values))


def test_attackers_keep_to_trading_days_after_the_first_third() -> None:
    assert attack_days(plan()) == [4]
    assert attack_days(plan(days=9)) == [4, 7, 8]


def test_when_no_trading_day_is_left_the_last_one_before_is_taken() -> None:
    assert attack_days(plan(start=date(2025, 3, 21), days=3)) == [0]


def test_a_weekend_alone_holds_no_attack_but_may_be_quiet() -> None:
    with pytest.raises(PlanError):
        check(plan(start=date(2025, 3, 22), days=2))

    check(plan(start=date(2025, 3, 22), days=2, campaigns=()))


@pytest.mark.parametrize("name", QUICK)
def test_every_campaign_yields_incidents(name: tuple[str, ...] | str) -> None:
    made = told(name, accounts=1_000, days=3, seed=6)

    assert made.incidents()
    assert {line["campaign"] for line in made.incidents()} == {name}


def test_the_mixture_follows_its_rate() -> None:
    found = []
    for seed in range(8):
        made = world(seed=seed, accounts=2_000, rate=0.01)
        logins = made.accounts.visits_a_day.sum() + made.accounts.aggregator.sum()
        planned = sum(len(raid.targets) for raid in raids(made, Truth()))
        found.append(planned / (0.01 * logins))

    assert 0.6 < sum(found) / len(found) < 1.4


def test_the_mixture_has_one_incident_at_least_and_none_at_rate_zero() -> None:
    assert len(raids(world(accounts=100, rate=1e-6), Truth())) == 1
    assert raids(world(accounts=100, rate=0.0), Truth()) == []


def test_nobody_is_the_victim_of_two_raids() -> None:
    made = world(accounts=2_000, campaigns=("wave-2025", "relay", "lbtd-2017"))
    victims = [target.account for raid in raids(made, Truth()) for target in raid.targets]

    assert len(set(victims)) == len(victims)


def test_no_raid_takes_more_than_a_twentieth_of_a_small_brokerage() -> None:
    made = world(accounts=60, campaigns=("case-b",))

    assert max(len(raid.targets) for raid in raids(made, Truth())) <= 3


def test_honest_customers_do_the_same_whatever_attacks() -> None:
    def honest(name: tuple[str, ...] | str) -> set[tuple[str, datetime]]:
        made = told(*name, accounts=1_500, days=3)
        return {(e.account, e.at) for e in made.of("login") if e.id not in made.bad and e.at.date() < date(2025, 3, 18)}

    assert honest(()) == honest(("case-a",))
