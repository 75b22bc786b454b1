from collections import Counter
from datetime import date
from typing import Any

import pytest
from tests.builders.simulation import Told, told

START = date(2025, 3, 17)


def before(run: Told, kind: str) -> list[Any]:
    return [event for event in run.of(kind) if event.at.date() < START]


def test_every_account_enrols_its_factor_in_the_past() -> None:
    run = told(past_days=90)
    enrolled = Counter(event.account for event in before(run, "factor"))

    assert set(enrolled.values()) == {1}
    assert len(enrolled) > 0.98 * 1_500


def test_habits_of_two_to_eight_logins_are_told_for_each_account() -> None:
    run = told(past_days=90)
    logins = Counter(
        e.account for e in before(run, "login") if e.body.outcome == "success" and e.client != "ledger-sync/3.4"
    )

    assert min(logins.values()) >= 2
    assert max(logins.values()) <= 8
    assert 3 < sum(logins.values()) / len(logins) < 6


def test_one_snapshot_of_each_account_is_in_the_past() -> None:
    snapshots = Counter(event.account for event in before(told(past_days=90), "holdings"))

    assert set(snapshots.values()) == {1}


def test_past_orders_are_executed_and_name_what_is_held() -> None:
    run = told(past_days=90)
    held = {(e.account, p.symbol) for e in before(run, "holdings") for p in e.body.positions}
    orders = before(run, "order")

    assert orders
    assert all((order.account, order.body.symbol) in held for order in orders)
    assert {e.body.order for e in before(run, "execution")} == {order.body.order for order in orders}


def test_reference_data_open_the_past() -> None:
    run = told(past_days=90)

    assert min(e.at for e in run.of("instrument")).date() == min(e.at for e in run.events).date()


@pytest.mark.parametrize("past_days", [0])
def test_without_a_past_the_run_begins_with_its_first_day(past_days: int) -> None:
    assert min(event.at for event in told(past_days=past_days).events).date() == START
