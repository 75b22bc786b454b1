"""``sekisho bench replay``: what an event costs, what an account weighs, and what other engines take for the same."""

import gc
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.observatory import Observatory
from sekisho.activity.types.events import Event, Instrument, Quote
from sekisho.activity.types.facts import FactRow
from sekisho.decisions.operations.model import SHIPPED
from sekisho.decisions.operations.rulebook import load_rulebook
from sekisho.decisions.operations.zen import ZenRules
from sekisho.gateway.operations.replay import CHUNK, Outputs, Replay
from sekisho.gateway.types.lane import Chunk
from sekisho.gateway.types.replay import ReplayPlan
from sekisho.project.places import default_rulebook
from sekisho.project.river_windows import RiverWindows
from sekisho.simulation.operations import generate

_PAGE = os.sysconf("SC_PAGE_SIZE")
_SMALL = 10_000
_SMALL_DAYS, _LARGE_DAYS = 30, 1
_SAMPLE = 20_000
_PASSES = 3
_SEED = 7


@dataclass(slots=True)
class _Spent:
    """Processor seconds, and the lines they went into."""

    seconds: float = 0.0
    lines: int = 0

    def each(self) -> float:
        """Processor seconds a line."""
        return self.seconds / self.lines


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """Seconds an event of an account, seconds an event of the whole day, and resident bytes an account."""

    own: float
    whole: float
    weight: float


@click.command("replay")
@click.option("--accounts", type=click.IntRange(100), default=1_000_000, show_default=True,
              help="大規模側の口座数 / accounts of the large run.")  # fmt: skip
@click.option("--small", type=click.IntRange(100), default=_SMALL, show_default=True,
              help="小規模側の口座数 / accounts of the small run.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="JSONで出力 / print JSON.")
def bench_replay(accounts: int, small: int, *, as_json: bool) -> None:
    """判定の速さと口座あたりの記憶量 / Speed of judging, and memory per account.

    1コアのCPU時間を測ります。Processor time of one core is what is measured.
    """
    few = _measure(small, _SMALL_DAYS)
    many = _measure(accounts, _LARGE_DAYS)
    rows, events = _material(small)
    figures = {
        "events_per_s": round(1 / few.whole),
        "bytes_per_account": round(many.weight),
        "growth_ratio": round(many.own / few.own, 3),
        "growth_ratio_days": round(many.whole / few.whole, 3),
        "zen_per_s": round(1 / _each(ZenRules(load_rulebook(default_rulebook())).evaluate, rows)),
        "river_per_s": round(1 / _each(RiverWindows().see, events)),
        "events_per_s_large": round(1 / many.whole),
        "accounts_large": accounts,
        "with_model": SHIPPED.exists(),
    }
    click.echo(json.dumps(figures) if as_json else "\n".join(f"{name:20} {value}" for name, value in figures.items()))


def _measure(accounts: int, days: int) -> _Measured:
    """What an event costs once all accounts are known, and what an account weighs."""
    with tempfile.TemporaryDirectory() as directory:
        plan = ReplayPlan(
            source=Path(directory) / "none",
            out=Path(directory) / "decisions.ndjson",
            rulebook=default_rulebook(),
            with_model=SHIPPED.exists(),
        )
        replay = Replay(plan)
        outputs = replay.open()
        gc.collect()
        before = _resident()
        gc.disable()
        try:
            own, market = _cost(replay, outputs, accounts, days)
            whole = _Spent(own.seconds + market.seconds, own.lines + market.lines)
            weight = (_resident() - before) / accounts
            return _Measured(own=own.each(), whole=whole.each(), weight=weight)
        finally:
            gc.enable()
            outputs.close()


def _cost(replay: Replay, outputs: Outputs, accounts: int, days: int) -> tuple[_Spent, _Spent]:
    """What went into the accounts' events, and what into market data; only whole days after the past count.

    Market data grows more slowly than the accounts: it is a fifth of the lines at 10,000, a twenty-fifth at a million,
    and the cheapest of all. So like is compared with like only where the two are timed apart.
    """
    own, market = _Spent(), _Spent()
    for day, chunk in _chunks(accounts, days):
        if day < 0:
            replay.take(chunk, outputs)
            continue
        for spent, part in zip((own, market), _apart(chunk), strict=True):
            begun = time.process_time()
            replay.take(part, outputs)
            spent.seconds += time.process_time() - begun
            spent.lines += len(part)
    return own, market


def _apart(chunk: Chunk) -> tuple[Chunk, Chunk]:
    """The accounts' lines, and those of market data; these come second, so that no account's event counts as late."""
    own: Chunk = []
    market: Chunk = []
    for numbered in chunk:
        (market if isinstance(decode(numbered[1]), Instrument | Quote) else own).append(numbered)
    return own, market


def _chunks(accounts: int, days: int) -> Iterator[tuple[int, Chunk]]:
    """The simulator's events in chunks as a replay reads them, with the day each chunk ends on."""
    number, waiting = 0, []
    for block in generate(seed=_SEED, accounts=accounts, days=days).blocks():
        for line in block.data.splitlines():
            number += 1
            waiting.append((number, line))
            if len(waiting) == CHUNK:
                yield block.day, waiting
                waiting = []
    if waiting:
        yield 0, waiting


def _material(accounts: int) -> tuple[list[FactRow], list[Event]]:
    """Rows of facts and events for the other engines: the last of a small run."""
    observatory = Observatory()
    rows: list[FactRow] = []
    events: list[Event] = []
    for _, chunk in _chunks(accounts, 10):
        for _, line in chunk:
            event = decode(line)
            events.append(event)
            seen = observatory.observe(event)
            if seen is not None:
                rows.append(seen.facts)
    return rows[-_SAMPLE:], events[-_SAMPLE:]


def _each(ask: Callable[..., object], material: Sequence[object]) -> float:
    """Processor seconds a call: the best of several passes."""
    best = float("inf")
    for _ in range(_PASSES):
        begun = time.process_time()
        for piece in material:
            ask(piece)
        best = min(best, (time.process_time() - begun) / len(material))
    return best


def _resident() -> int:
    """Resident bytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
