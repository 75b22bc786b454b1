"""Customers: how much they own, how often they come, which factor they hold, where they live."""

import numpy as np
from numpy.random import Generator

from sekisho.simulation.operations.streams import chosen
from sekisho.simulation.operations.world import devices, lines
from sekisho.simulation.types.words import BOUND, EMAIL, PASSWORD, PUSH, SMS, SYNCED, TOTP
from sekisho.simulation.types.world import SLOTS, Accounts, Bools, Counters, Devices, Floats, Ints, Words

# Rhythms: day traders, daily, several times a week, weekly, monthly, rarer. That 51 % are active is published.
RHYTHM_SHARES = (0.004, 0.06, 0.12, 0.20, 0.126, 0.49)
RHYTHM_VISITS = (2.6, 1.05, 0.42, 0.16, 0.042, 0.02)
RHYTHM_TRADES = (0.95, 0.30, 0.20, 0.13, 0.09, 0.06)
ACTIVE_RHYTHMS = 4
# Assets of holders (JSDA surveys 2018, 2024): half below 3 M yen, three quarters below 10 M, mean about 9 M.
ASSETS_MEDIAN, ASSETS_SIGMA = 2.7e6, 1.55
# 13 % of accounts may trade on margin: a quarter of those that come at least weekly, few of the others.
MARGIN_ACTIVE, MARGIN_IDLE = 0.25, 0.06
FAN_SHARE, CONCENTRATED_SHARE = 0.05, 0.10
DYNAMIC_SHARE, RENEWED_A_DAY = 0.35, 0.05
"""Homes whose address changes, and the chance that it does on a day; assumptions."""
SECOND_SHARE = 0.35
BEHIND_A_SERVICE = 0.008
"""Customers who come through a rented server or a VPN; an assumption."""
FACTOR_SHARES = {PASSWORD: 0.05, SMS: 0.2, EMAIL: 0.2, TOTP: 0.08, PUSH: 0.12, SYNCED: 0.25, BOUND: 0.10}
AGGREGATOR_SHARE = 0.04
COMPANY_SHARE = 0.006
HOUSEHOLD_SHARE = 0.08
"""Accounts that share home and second device with the account before them."""
OFFICE_SHARE = 0.25
YOUNG_SHARE = 0.03
"""Accounts opened during the last two months."""


def build(rng: Generator, counters: Counters, count: int, today: int) -> tuple[Accounts, Devices]:
    """Accounts without portfolios, and their devices. ``today`` counts days since 1970."""
    rhythm = chosen(rng, count, RHYTHM_SHARES)
    shared = _shared(rng, count)
    block, home = lines.homes(rng, count)
    hidden = np.flatnonzero(rng.random(count) < BEHIND_A_SERVICE)
    home[hidden], block[hidden] = lines.address_in(rng, "rented", lines.block_of(rng, "rented", len(hidden))), -1
    home[shared], block[shared] = home[np.flatnonzero(shared) - 1], block[np.flatnonzero(shared) - 1]
    made, device = _devices(rng, counters, rhythm, shared)
    accounts = Accounts(
        opened=_opened(rng, count, today),
        company=rng.random(count) < COMPANY_SHARE,
        visits_a_day=np.array(RHYTHM_VISITS)[rhythm] * np.exp(rng.normal(-0.08, 0.4, count)),
        hour=_hours(rng, count),
        trades=np.array(RHYTHM_TRADES)[rhythm],
        day_trader=rhythm == 0,
        fan=rng.random(count) < FAN_SHARE,
        concentrated=rng.random(count) < CONCENTRATED_SHARE,
        margin=(rng.random(count) < MARGIN_ACTIVE) & (rhythm < ACTIVE_RHYTHMS) | (rng.random(count) < MARGIN_IDLE),
        factor=np.array(list(FACTOR_SHARES))[chosen(rng, count, list(FACTOR_SHARES.values()))],
        assets=_assets(rng, rhythm),
        cash=np.zeros(count, dtype=np.int64),
        device=device,
        home=home,
        block=block,
        renewal=np.where((block >= 0) & (rng.random(count) < DYNAMIC_SHARE), RENEWED_A_DAY, 0.0),
        carrier=lines.block_of(rng, "mobile", count),
        office=_offices(rng, count),
        aggregator=rng.random(count) < AGGREGATOR_SHARE,
        trip_until=np.zeros(count, dtype=np.int64),
        trip_block=np.zeros(count, dtype=np.int64),
        held=np.zeros((count, SLOTS), dtype=np.int64),
        quantity=np.zeros((count, SLOTS), dtype=np.int64),
        sheltered=np.zeros((count, SLOTS), dtype=np.bool_),
        acquired=np.zeros((count, SLOTS), dtype=np.int64),
    )
    return accounts, made


def _shared(rng: Generator, count: int) -> Bools:
    shared: Bools = rng.random(count) < HOUSEHOLD_SHARE
    shared[0] = False
    return shared


def _opened(rng: Generator, count: int, today: int) -> Ints:
    old = today - 90 - rng.integers(0, 4_000, count)
    return np.where(rng.random(count) < YOUNG_SHARE, today - 3 - rng.integers(0, 57, count), old)


def _assets(rng: Generator, rhythm: Ints) -> Floats:
    """Log-normal; who comes more often owns more."""
    lift = np.array([1.3, 0.7, 0.4, 0.15, -0.05, -0.3])[rhythm]
    assets: Floats = np.exp(rng.normal(np.log(ASSETS_MEDIAN), ASSETS_SIGMA, len(rhythm)) + lift - 0.1)
    return assets


def _hours(rng: Generator, count: int) -> Floats:
    """Favourite hour of the day: before the opening, at lunch, after work."""
    peak = np.array([8.6, 12.3, 15.7, 20.5])[chosen(rng, count, (0.34, 0.2, 0.16, 0.3))]
    return np.clip(rng.normal(peak, 1.2), 5.0, 23.5)


def _offices(rng: Generator, count: int) -> Words:
    """The address of the office for those who trade from one; some two hundred share it."""
    offices = lines.address_in(rng, "office", lines.block_of(rng, "office", max(2, count // 800)))
    place = rng.integers(0, len(offices), count)
    none = np.zeros(count, dtype=np.uint64)
    return lines.choose(rng.random(count) < OFFICE_SHARE, offices[place], none)


def _devices(rng: Generator, counters: Counters, rhythm: Ints, shared: Bools) -> tuple[Devices, Ints]:
    """Main and second device of everybody (-1: none); the second of a shared household is the neighbour's main one."""
    count = len(rhythm)
    kinds = list(devices.DOORS)
    main = chosen(rng, count, (0.5, 0.13, 0.32, 0.045, 0.005))
    main[rhythm == 0] = chosen(rng, int((rhythm == 0).sum()), (0.2, 0.0, 0.25, 0.45, 0.1))
    second = np.where(main == 0, chosen(rng, count, (0.0, 0.3, 0.7)), chosen(rng, count, (0.8, 0.2)))
    has_second = np.flatnonzero((rng.random(count) < SECOND_SHARE) & ~shared)
    made = devices.make(rng, counters, kinds, np.concatenate([main, second[has_second]]))
    device = np.full((count, 2), -1, dtype=np.int64)
    device[:, 0] = np.arange(count)
    device[has_second, 1] = count + np.arange(len(has_second))
    device[shared, 1] = np.flatnonzero(shared) - 1
    return made, device
