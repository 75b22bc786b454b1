"""``sekisho bench backtest``: how long fifty rules take over ten million judged events."""

import json
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sekisho.activity.types.fact import Fact, Kind
from sekisho.decisions.operations.backtest import backtest, read_rules
from sekisho.decisions.operations.history import HistoryWriter, schema_of
from sekisho.decisions.queries.history import NoHistoryError, open_history
from sekisho.decisions.types.history import columns_of
from sekisho.decisions.types.rule import Rule
from sekisho.kernel.moments import DAY
from sekisho.project.places import default_rulebook

_SHARES = {"login": 0.45, "order": 0.40, "cash": 0.08, "profile": 0.04, "factor": 0.02, "transfer": 0.01}
_BATCH = 65_536
_SEED = 20250317
_START = 1_736_899_200_000  # 2025-01-15T09:00 in Japan
_DAYS = 90
_ACCOUNTS = 400_000
_ABSENT = 0.1
_WORDS: dict[str, tuple[str, ...]] = {
    "channel": ("web", "app", "tool", "api"),
    "market_phase": ("closed", "preopen", "morning", "lunch", "afternoon"),
    "country": ("JP", "JP", "JP", "JP", "US", "HK"),
    "field": ("password", "email", "phone", "address", "bank_account", "notices", "limits", "market"),
    "action": ("add", "change", "remove", "enrol", "recover", "use"),
    "factor_kind": ("passkey_synced", "totp", "sms_otp", "password"),
    "outcome": ("success", "success", "success", "failure", "challenged"),
    "side": ("buy", "sell"),
    "position": ("cash", "cash", "margin_open", "margin_close", "nisa"),
    "order_kind": ("market", "limit", "limit"),
    "direction": ("in", "out"),
    "method": ("linked_bank", "instant", "transfer"),
    "segment": ("prime", "standard", "growth"),
    "brake": ("none", "none", "none", "risk"),
}
_NUMBER = re.compile(r"(?<![\w.'])\d+(?:\.\d+)?(?![\w.'])")


def _figures(fact: Fact, chance: np.random.Generator) -> NDArray[np.float64]:
    """Numbers of the size the fact has, with full mantissas where real ones have them."""
    match fact.unit:
        case "count":
            values = chance.poisson(1.5, _BATCH).astype(np.float64)
        case "share" | "0-1" | "share 0-1":
            values = chance.beta(0.4, 4.0, _BATCH)
        case "yen":
            values = np.rint(chance.lognormal(13, 1.5, _BATCH))
        case "minutes" | "days" | "hours":
            values = chance.exponential(20_000, _BATCH)
        case _:
            values = chance.lognormal(-1, 1, _BATCH)
    values[chance.random(_BATCH) < _ABSENT] = np.nan
    return values


def _column(fact: Fact, event_type: str, chance: np.random.Generator) -> pa.Array:
    """One column, ten per cent of it absent."""
    if fact.name == "event_type":
        return pa.DictionaryArray.from_arrays(np.zeros(_BATCH, np.int32), [event_type])
    if fact.kind is Kind.TEXT:
        words = _WORDS[fact.name]
        return pa.DictionaryArray.from_arrays(chance.integers(len(words), size=_BATCH, dtype=np.int32), words)
    if fact.kind is Kind.BOOLEAN:
        return pa.array(chance.random(_BATCH) < 0.05, mask=chance.random(_BATCH) < _ABSENT)  # noqa: PLR2004 - rare flags
    return pa.array(_figures(fact, chance), from_pandas=True)


def _rotated(column: pa.Array, offset: int, count: int) -> pa.Array:
    """The same values from another place on: as costly to read as new ones, much cheaper to make."""
    return pa.concat_arrays([column[offset:], column[:offset]])[:count]


def _keys(first: int, rows: int, step: float, chance: np.random.Generator) -> dict[str, pa.Array]:
    none = pa.ListArray.from_arrays(pa.array(np.zeros(rows + 1, np.int32)), pa.array([], pa.string()))
    return {
        "event": pa.array([f"e{number:09d}" for number in range(first, first + rows)]),
        "account": pa.array([f"a{number:06d}" for number in chance.integers(_ACCOUNTS, size=rows)]),
        "at": pa.array((_START + (first + np.arange(rows)) * step).astype(np.int64)),
        "score": pa.array(chance.beta(0.3, 20.0, rows)),
        "verdict": pa.array((chance.random(rows) > 0.99).astype(np.uint8) * 2),  # noqa: PLR2004 - one in a hundred held
        "fired": none,
        "degraded": none,
    }


def build_history(directory: Path, rows: int) -> None:
    """Write a made-up history of ``rows`` events; the same one every time."""
    chance = np.random.default_rng(_SEED)
    first = 0
    with HistoryWriter(directory, rulebook="bench") as writer:
        for event_type, share in _SHARES.items():
            facts = {fact.name: _column(fact, event_type, chance) for fact in columns_of(event_type)}
            schema = schema_of(event_type, rulebook="bench")
            for count in _batches(round(rows * share)):
                columns = {
                    name: _rotated(column, int(chance.integers(_BATCH)), count) for name, column in facts.items()
                }
                columns |= _keys(first, count, _DAYS * DAY / rows, chance)
                writer.extend(event_type, pa.record_batch([columns[name] for name in schema.names], schema=schema))
                first += count


def _batches(rows: int) -> Iterator[int]:
    while rows > 0:
        yield min(rows, _BATCH)
        rows -= _BATCH


def varied(rules: Sequence[Rule], count: int) -> list[Rule]:
    """``count`` rules spread over the given ones, or those in turn, each round with its numbers moved a little.

    So no two conditions are the same text, and the engine cannot answer one with the work done for another.
    """
    kept = min(count, len(rules))
    spread = [rules[place * len(rules) // kept] for place in range(kept)]
    found = []
    for place in range(count):
        rule, turn = spread[place % len(spread)], place // len(spread)
        found.append(replace(rule, id=f"{rule.id}-{place}", when=_shifted(rule.when, turn)))
    return found


def _shifted(when: str, turn: int) -> str:
    return _NUMBER.sub(lambda match: _moved(match[0], turn), when) if turn else when


def _moved(number: str, turn: int) -> str:
    return f"{float(number) * (1 + turn / 100):.9g}"


@click.command("backtest")
@click.option(
    "--rows", type=click.IntRange(min=1_000), default=10_000_000, show_default=True, help="判定の件数 / Events."
)
@click.option("--rules", type=click.IntRange(min=1), default=50, show_default=True, help="ルールの数 / Rules.")
@click.option("--threads", type=click.IntRange(min=1), default=2, show_default=True, help="スレッド数 / Threads.")
@click.option(
    "--rulebook",
    type=click.Path(exists=True, path_type=Path),
    default=default_rulebook,
    help="ルールブック / Rulebook the rules come from.",
)
@click.option(
    "--history",
    type=click.Path(file_okay=False, path_type=Path),
    help="作った履歴を残し、次回に使う / Keep the made-up history here and use it again.",
)
@click.option("--json", "as_json", is_flag=True, help="JSONで出す / Print JSON.")
def bench_backtest(rows: int, rules: int, threads: int, rulebook: Path, history: Path | None, *, as_json: bool) -> None:
    """多数のルールを長い履歴に当てる時間 / Time of many rules over a long history.

    履歴の作成時間は含みません。 Making the history is not counted.
    """
    chosen = varied(read_rules(rulebook), rules)
    with nullcontext(history) if history else tempfile.TemporaryDirectory(prefix="sekisho-bench-") as place:
        result = _measure(Path(place), chosen, rows, threads)
    click.echo(json.dumps(result) if as_json else "  ".join(f"{key} {value}" for key, value in result.items()))


def _measure(directory: Path, rules: Sequence[Rule], rows: int, threads: int) -> dict[str, float]:
    try:
        open_history(directory).close()
    except NoHistoryError:
        build_history(directory, rows)
    opened = open_history(directory, threads=threads)
    began, cpu = time.perf_counter(), time.process_time()
    report = backtest(rules, opened, dated=False)
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    opened.close()
    return {
        "rows": sum(report.rows.values()),
        "rules": len(report.rules),
        "seconds": round(seconds, 3),
        "cpu_seconds": round(spent, 3),
        "threads": threads,
        "hits": report.whole.hits,
    }
