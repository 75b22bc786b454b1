"""The packed distributions: browser profiles, blocks of addresses, closed days, capitalisations."""

import csv
import io
import ipaddress
import lzma
from collections import defaultdict
from datetime import date
from functools import cache
from importlib import resources

import numpy as np

from sekisho.simulation.types.words import FOREIGN, SEGMENTS
from sekisho.simulation.types.world import Agents, Blocks, Floats, Ints, Words

_OWN_AGENTS = (
    ("tool", "Win32", "1920x1080", "trade-desk (Windows NT 10.0; Win64; x64)"),
    ("order_kit", "Linux x86_64", "0x0", "python-httpx/0.28.1"),
    ("order_kit", "Win32", "0x0", "order-kit/2.1 (.NET 8.0)"),
    ("ledger", "Linux x86_64", "0x0", "ledger-sync/3.4"),
)
"""Programs, which no survey of browsers counts: our own."""


def _table(name: str) -> list[dict[str, str]]:
    packed = resources.files("sekisho.simulation").joinpath("data", f"{name}.csv.xz").read_bytes()
    return list(csv.DictReader(io.StringIO(lzma.decompress(packed).decode())))


@cache
def closed_days() -> frozenset[date]:
    """Weekdays on which the Tokyo exchange is closed, 2024 to 2027."""
    return frozenset(date.fromisoformat(row["day"]) for row in _table("closed_days"))


def trades_on(day: date) -> bool:
    """Whether the Tokyo exchange opens on ``day``."""
    return day.weekday() < 5 and day not in closed_days()  # noqa: PLR2004 - Saturday


@cache
def agents() -> Agents:
    """Browser profiles with their weights in Japan, and the programs of traders and aggregators."""
    rows = [
        (row["group"], float(row["weight"]), row["platform"], row["screen"], row["user_agent"])
        for row in _table("agents")
    ]
    rows += [(group, 1.0, platform, screen, agent) for group, platform, screen, agent in _OWN_AGENTS]
    groups: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        groups[row[0]].append(place)
    return Agents(
        fragments=[_fragment(*row[2:]) for row in rows],
        weights=np.array([row[1] for row in rows]),
        groups={name: np.array(places) for name, places in groups.items()},
        group_of=[row[0] for row in rows],
    )


def _fragment(platform: str, screen: str, agent: str) -> str:
    plain = agent.replace("\\", "").replace('"', "")
    return f'"user_agent":"{plain}","platform":"{platform}","screen":"{screen}"'


@cache
def blocks() -> dict[str, Blocks]:
    """Blocks of addresses by kind of line: residential, mobile, office, hosting, travel, abroad, rented."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _table("networks"):
        rows[row["kind"]].append(row)
    return {kind: _blocks(found) for kind, found in rows.items()}


def _blocks(rows: list[dict[str, str]]) -> Blocks:
    weight: Floats = np.array([float(row["weight"]) for row in rows])
    return Blocks(
        start=np.array([int(ipaddress.IPv4Address(row["start"])) for row in rows]),
        bits=np.array([int(row["bits"]) for row in rows]),
        asn=np.array([int(row["asn"]) for row in rows]),
        country=[row["country"] for row in rows],
        weight=weight / weight.sum(),
    )


@cache
def prefixes6() -> tuple[Words, Ints]:
    """High halves of the large IPv6 blocks of Japan, and how many bits of them are fixed."""
    rows = _table("prefixes6")
    starts = [int(ipaddress.IPv6Address(row["start"])) >> 64 for row in rows]
    return np.array(starts, dtype=np.uint64), np.array([int(row["bits"]) for row in rows])


@cache
def capitalisations() -> dict[int, tuple[Floats, Floats]]:
    """By place of the segment: probabilities and quantiles (yen) of market capitalisation."""
    found = {}
    for row in _table("market_caps"):
        if row["segment"] in SEGMENTS[:FOREIGN]:
            names = [name for name in row if name[0] == "p" and name[1:].isdigit()]
            chances = np.array([int(name[1:]) / 100 for name in names])
            found[SEGMENTS.index(row["segment"])] = chances, np.array([float(row[name]) * 1e6 for name in names])
    return found
