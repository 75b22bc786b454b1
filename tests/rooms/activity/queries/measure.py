"""Time the look-ups by hand: uv run python tests/rooms/activity/queries/measure.py.

Prints the median time of one call in nanoseconds, addresses and moments drawn anew from a fixed seed.
"""

import random
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address
from statistics import median
from time import perf_counter_ns, process_time
from typing import Any

import click

from sekisho.activity.queries.agents import load_agents
from sekisho.activity.queries.market import limits, load_calendar, market_phase, non_business_day, tick
from sekisho.activity.queries.networks import is_address, load_networks

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
)


def measure(name: str, call: Callable[[Any], object], arguments: Sequence[object]) -> None:
    """Print the median time of a call, the clock's own cost taken off."""
    times = []
    for argument in arguments:
        before = perf_counter_ns()
        call(argument)
        middle = perf_counter_ns()
        times.append(middle - before - (perf_counter_ns() - middle))
    click.echo(f"{name:32}{median(times):>10,.0f} ns")


def load(name: str, loader: Callable[[], object]) -> None:
    """Print the processor time of loading."""
    before = process_time()
    loader()
    click.echo(f"{name:32}{(process_time() - before) * 1000:>10,.1f} ms")


def main() -> None:
    """Load everything, then ask everything."""
    dice = random.Random(1)
    v4 = [str(IPv4Address(dice.randrange(1 << 24, 224 << 24))) for _ in range(20_000)]
    v6 = [str(IPv6Address(dice.randrange(0x2400 << 112, 0x2410 << 112))) for _ in range(20_000)]
    moments = [dice.randrange(1_700_000_000_000, 1_800_000_000_000) for _ in range(20_000)]
    prices = [dice.uniform(1, 20_000) for _ in range(20_000)]
    agents = [CHROME.format(number) for number in range(500)]
    for name, loader in (("networks", load_networks), ("agents", load_agents), ("calendar", load_calendar)):
        load(f"load {name}", loader)
    measure("is_address", is_address, v4)
    measure("address v4, not remembered", load_networks().look_up_afresh, v4)
    measure("address v6, not remembered", load_networks().look_up_afresh, v6)
    load("unpack operators' names", lambda: load_networks().organisation(1))
    for name in ("agent, first time", "agent, remembered"):
        measure(name, load_agents().look_up, agents)
    for name in ("address v4, first time", "address v4, remembered"):
        measure(name, load_networks().look_up, v4)
    measure("market_phase", market_phase, moments)
    measure("non_business_day", non_business_day, moments)
    measure("tick", lambda price: tick(price, topix500=False), prices)
    measure("limits", limits, prices)


if __name__ == "__main__":
    main()
