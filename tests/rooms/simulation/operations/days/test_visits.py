from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from tests.builders.simulation import told, world

from sekisho.simulation.operations.days import visits
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world.building import World

MONDAY, SATURDAY, HOLIDAY = date(2025, 3, 17), date(2025, 3, 22), date(2025, 3, 20)


def coming(made: World, day: date, *, opens: bool) -> int:
    return len(visits.draw(stream(1, "visits"), made, Diary(day=day, opens=opens))[0])


@pytest.fixture(scope="module")
def made() -> World:
    return world(accounts=20_000)


def test_fewer_come_on_holidays_and_fewest_on_weekends(made: World) -> None:
    assert coming(made, MONDAY, opens=True) > coming(made, HOLIDAY, opens=False) > coming(made, SATURDAY, opens=False)


def test_logins_peak_before_the_opening_and_rest_at_night(made: World) -> None:
    _, time = visits.draw(stream(1, "visits"), made, Diary(day=MONDAY, opens=True))
    hours = np.bincount(time // 3_600_000, minlength=24)

    assert hours.argmax() in {8, 9}
    assert hours[:5].sum() < 0.03 * hours.sum()


def shares_of_new_devices() -> dict[str, float]:
    run = told(accounts=4_000, days=5, past_days=90)
    seen, new, all_ = defaultdict(set), defaultdict(int), defaultdict(int)
    for event in run.of("login"):
        if event.body.outcome == "success":
            if event.at.date() >= MONDAY:
                all_[event.channel] += 1
                new[event.channel] += event.device.id not in seen[event.account]
            seen[event.account].add(event.device.id)
    return {channel: new[channel] / all_[channel] for channel in all_}


def test_honest_customers_show_new_devices_rarely_in_the_app_and_more_often_in_browsers() -> None:
    share = shares_of_new_devices()

    assert 0.005 < share["app"] < 0.04
    assert 0.04 < share["web"] < 0.14


def test_ledger_services_fetch_for_many_accounts_from_few_networks_with_one_agent() -> None:
    run = told(accounts=4_000, days=5, past_days=90)
    fetched = [e for e in run.of("login") if e.client == "ledger-sync/3.4"]

    assert len({e.account for e in fetched}) > 150
    assert len({e.ip.rsplit(".", 1)[0] for e in fetched}) <= visits.LEDGER_NETWORKS
    assert len({e.device.user_agent for e in fetched}) == 1


def test_travellers_come_from_abroad_until_they_return(made: World) -> None:
    diary = Diary(day=MONDAY, opens=True)
    for _ in range(5):
        visits.travel_and_renew(stream(2, "lines"), made, diary)
    away = np.flatnonzero(made.accounts.trip_until >= diary.number)
    rows = visits.begin(stream(3, "visits"), made, diary, away, np.zeros(len(away), dtype=np.int64))

    assert len(away) > 5
    assert not np.isin(diary.visits["address"][rows], made.accounts.home[away]).any()


def test_only_homes_of_version_four_are_renumbered(made: World) -> None:
    diary = Diary(day=MONDAY, opens=True)
    before = made.accounts.home.copy()

    visits.travel_and_renew(stream(4, "lines"), made, diary)

    moved = before != made.accounts.home
    assert 0 < moved.mean() < 0.05
    assert (made.accounts.block[moved] >= 0).all()


def test_private_windows_show_a_new_cookie_each_time(made: World) -> None:
    diary = Diary(day=MONDAY, opens=True)
    private = np.flatnonzero(made.devices.forgetful[made.accounts.device[:, 0]] == 1)[:20]
    times = np.zeros(len(private), dtype=np.int64)

    first = visits.begin(stream(5, "visits"), made, diary, private, times, second=0.0)
    again = visits.begin(stream(6, "visits"), made, diary, private, times, second=0.0)

    cookies = diary.visits["cookie"]
    assert not np.isin(cookies[first], cookies[again]).any()


def test_accounts_not_yet_opened_do_not_come() -> None:
    made = world()
    made.accounts.opened[:] = 10**6

    assert coming(made, MONDAY, opens=True) == 0
