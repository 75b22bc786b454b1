"""Visits: who comes when, with which device, over which line."""

from functools import cache

import numpy as np
from numpy.random import PCG64, Generator

from sekisho.kernel.moments import HOUR
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.world import devices as things
from sekisho.simulation.operations.world import lines
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.queries.packed import agents
from sekisho.simulation.types.words import (
    API,
    APP,
    BOUND,
    FIRST_APP,
    FIRST_DESK,
    LAST_APP,
    LAST_DESK,
    LEDGER_SYNC,
    PASSWORD,
    TOOL,
)
from sekisho.simulation.types.world import Accounts, Bools, Floats, Ints, Words

# Logins by hour of the day: rising from five to nine, a peak at the opening, flat to nineteen, falling to midnight.
HOURLY = np.array(
    [8, 4, 2, 2, 3, 8, 20, 45, 110, 95, 60, 55, 75, 70, 60, 65, 50, 45, 45, 45, 42, 38, 28, 16], dtype=float
)
WEEKEND, HOLIDAY = 0.45, 0.55
HABIT = 0.6
"""Share of visits at the customer's own hour."""
SATURDAY = 5
SECOND_DEVICE = 0.2
ON_THE_ROAD, AT_WORK = 0.45, 0.25
"""Visits with the app over a carrier, and from the office by those who have one; assumptions."""
PHONE_YEARS = 2.5
REINSTALL = 0.003
UPDATE = 0.02
"""Chance a visit shows a newer version of the same program or browser."""
TRIP_A_DAY, LONGEST_TRIP = 0.0008, 8
LEDGER_HOUR, FETCHED = 6, 0.9
LEDGER_HOSTS, LEDGER_NETWORKS = 40, 4


def draw(rng: Generator, world: World, diary: Diary) -> tuple[Ints, Ints]:
    """The accounts that come today on their own account, and when, in order of time."""
    accounts = world.accounts
    weekday = diary.day.weekday() < SATURDAY
    lively = 1.0 if diary.opens else HOLIDAY if weekday else WEEKEND
    visits = rng.poisson(np.minimum(accounts.visits_a_day * lively * (accounts.opened <= diary.number), 12.0))
    who = np.repeat(np.arange(len(accounts)), visits)
    time = times(rng, accounts.hour[who])
    order = np.argsort(time, kind="stable")
    return who[order], time[order]


def times(rng: Generator, favourite: Floats) -> Ints:
    """Times of day around a favourite hour or by the general rhythm."""
    count = len(favourite)
    edges = np.concatenate([[0.0], np.cumsum(HOURLY) / HOURLY.sum()])
    general = np.interp(rng.random(count), edges, np.arange(25))
    own = np.clip(rng.normal(favourite, 0.5), 0.1, 23.7)
    return (np.where(rng.random(count) < HABIT, own, general) * HOUR).astype(np.int64)


def begin(rng: Generator, world: World, diary: Diary, who: Ints, time: Ints, *, second: float = SECOND_DEVICE) -> Ints:
    """Write visits of customers with their own things; the rows they got.

    ``time`` (ms of the day) ascends; ``second`` is the chance that the second device is used by those who have one.
    """
    accounts, devices = world.accounts, world.devices
    device = _device(rng, accounts, who, second)
    _age(rng, world, device, accounts.visits_a_day[who])
    door = devices.door[device]
    return diary.visits.add(
        len(who),
        account=who,
        at=time,
        session=world.counters.take("session", len(who)),
        cookie=_cookies(rng, world, device),
        agent=devices.agent[device],
        locale=devices.locale[device],
        bound=(accounts.factor[who] == BOUND) & (door == APP),
        address=_addresses(rng, world, diary, who, door),
        channel=door,
        client=devices.client[device],
        factor=_factors(accounts, who, door, devices.client[device]),
        device=device,
    )


def _device(rng: Generator, accounts: Accounts, who: Ints, second: float) -> Ints:
    other = accounts.device[who, 1]
    taken: Ints = np.where((other >= 0) & (rng.random(len(who)) < second), other, accounts.device[who, 0])
    return taken


def _age(rng: Generator, world: World, device: Ints, visits_a_day: Floats) -> None:
    """New phones, reinstallations and updates since the last visit."""
    devices = world.devices
    gap = np.minimum(1 / np.maximum(visits_a_day, 0.01), 60.0)
    draw_ = rng.random(len(device))
    replaced = np.unique(device[draw_ < gap / (PHONE_YEARS * 365)])
    wiped = np.unique(device[rng.random(len(device)) < REINSTALL])
    updated = np.unique(device[rng.random(len(device)) < UPDATE])
    for places in (replaced, wiped):
        devices.cookie[places] = world.counters.take("cookie", len(places))
    renewed = np.union1d(replaced, updated)
    devices.agent[renewed] = things.successors(rng, devices.agent[renewed])
    door = devices.door[renewed]
    newest = np.select([door == APP, door == TOOL], [LAST_APP, LAST_DESK], 0)
    oldest = np.select([door == APP, door == TOOL], [FIRST_APP, FIRST_DESK], 0)
    client = devices.client[renewed]
    devices.client[renewed] = np.where(newest > 0, np.clip(client + 1, oldest, newest), client)


def _cookies(rng: Generator, world: World, device: Ints) -> Ints:
    """Cookies as shown; some are forgotten at once and shown never again."""
    lost = rng.random(len(device)) < world.devices.forgetful[device]
    world.devices.cookie[device[lost]] = world.counters.take("cookie", int(lost.sum()))
    shown: Ints = world.devices.cookie[device].copy()
    private = lost & (world.devices.forgetful[device] >= 1.0)
    shown[private] = world.counters.take("cookie", int(private.sum()))
    return shown


def _factors(accounts: Accounts, who: Ints, door: Ints, client: Ints) -> Ints:
    """The factor used: the account's own, a password alone where a program or an old version signs in."""
    old = (door == TOOL) & (client < FIRST_DESK)
    return np.where((door == API) | old, PASSWORD, accounts.factor[who])


def _addresses(rng: Generator, world: World, diary: Diary, who: Ints, door: Ints) -> Words:
    """Home, carrier, office or a line abroad."""
    accounts = world.accounts
    draw_ = rng.random(len(who))
    mobile = (door == APP) & (draw_ < ON_THE_ROAD)
    desk_hours = diary.opens & (draw_ > 1 - AT_WORK) & (accounts.office[who] > 0)
    address = lines.choose(desk_hours, accounts.office[who], accounts.home[who])
    address = lines.choose(mobile, lines.carried(rng, accounts.carrier[who]), address)
    away: Bools = accounts.trip_until[who] >= diary.number
    return lines.choose(away, lines.address_in(rng, "travel", accounts.trip_block[who]), address)


def travel_and_renew(rng: Generator, world: World, diary: Diary) -> None:
    """Some leave on a trip, some homes get a new address."""
    accounts = world.accounts
    count = len(accounts)
    leaving = np.flatnonzero((rng.random(count) < TRIP_A_DAY) & (accounts.trip_until < diary.number))
    accounts.trip_until[leaving] = diary.number + rng.integers(2, LONGEST_TRIP, len(leaving))
    accounts.trip_block[leaving] = lines.block_of(rng, "travel", len(leaving))
    moved = np.flatnonzero(rng.random(count) < accounts.renewal)
    accounts.home[moved] = lines.renewed(rng, accounts.block[moved])


def ledgers(rng: Generator, world: World, diary: Diary) -> tuple[Ints, Ints]:
    """Household-ledger services fetch balances; the rows of their visits, and when."""
    accounts = world.accounts
    who = np.flatnonzero(accounts.aggregator & (accounts.opened <= diary.number))
    return fetch(rng, world, diary, who[rng.random(len(who)) < FETCHED])


def fetch(rng: Generator, world: World, diary: Diary, who: Ints) -> tuple[Ints, Ints]:
    """Visits of ledger services for some accounts, from their own hosts, early in the day."""
    who = rng.permutation(who)
    time = np.sort(LEDGER_HOUR * HOUR + (rng.beta(1.3, 3.0, len(who)) * 4 * HOUR).astype(np.int64))
    hosts = stable_hosts()
    rows = diary.visits.add(
        len(who),
        account=who,
        at=time,
        session=world.counters.take("session", len(who)),
        cookie=-1 - (who % LEDGER_HOSTS),
        agent=agents().groups["ledger"][0],
        locale=0,
        address=hosts[rng.integers(0, len(hosts), len(who))],
        channel=API,
        client=LEDGER_SYNC,
        factor=PASSWORD,
        device=-1,
    )
    return rows, time


@cache
def stable_hosts() -> Words:
    """The hosts of the ledger services: a few networks, the same in every run, as real ones are."""
    fixed = Generator(PCG64(5))
    networks = lines.address_in(fixed, "hosting", lines.block_of(fixed, "hosting", LEDGER_NETWORKS)) & np.uint64(
        0xFFFFFF00
    )
    hosts = np.arange(10, 10 + LEDGER_HOSTS // LEDGER_NETWORKS, dtype=np.uint64)
    return (networks[:, None] + hosts[None, :]).ravel()
