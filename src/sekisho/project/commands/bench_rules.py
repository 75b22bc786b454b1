"""``sekisho bench rules``: the rules by the product's own function and by the zen engine, on the same rows."""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click

from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.facts import FactRow
from sekisho.decisions.operations.judge import Judge
from sekisho.decisions.operations.rulebook import RulebookError, load_rulebook
from sekisho.decisions.operations.zen import NoPeerError, ZenRules, samples
from sekisho.project.places import default_rulebook

_ROUNDS = 9
_CALLS = 2_000
"""Evaluations in a round, at least; the median of the rounds' process time is told."""


@click.command("rules")
@click.option(
    "--rulebook", type=click.Path(exists=True, file_okay=False, path_type=Path), help="ルールブック / rulebook."
)
@click.option("--json", "as_json", is_flag=True, help="JSONで出力 / print JSON.")
def bench_rules(rulebook: Path | None, *, as_json: bool) -> None:
    """ルールの評価時間を zen-engine と比べる / Time the rules beside zen-engine; exit 1 where they disagree."""
    try:
        loaded = load_rulebook(rulebook or default_rulebook())
        both = _Both(Judge(loaded), ZenRules(loaded))
    except (RulebookError, NoPeerError) as error:
        raise click.ClickException(str(error)) from error
    figures = [_measure(both, samples(loaded, event_type=event), event) for event in DECIDED]
    if as_json:
        click.echo(json.dumps(figures))
    else:
        click.echo(f"{'event':10}{'rows':>7}{'sekisho µs':>12}{'zen µs':>10}{'differ':>8}")
        for each in figures:
            click.echo("{event:10}{rows:7}{sekisho_us:12.2f}{zen_us:10.2f}{differ:8}".format_map(each))
    if any(each["differ"] for each in figures):
        raise click.exceptions.Exit(1)


class _Both(NamedTuple):
    """The two engines."""

    judge: Judge
    zen: ZenRules


def _measure(both: _Both, rows: list[tuple[FactRow, float | None]], event_type: str) -> dict[str, str | int | float]:
    judge, zen = both
    contexts = [zen.context(*row) for row in rows]  # made beforehand: only the peer's own work is timed

    def ours() -> list[tuple[int, ...]]:
        return [judge.evaluate(event_type=event_type, facts=facts, score=score).rules for facts, score in rows]

    def theirs() -> list[tuple[int, ...]]:
        return [zen.ask(event_type, context) for context in contexts]

    differ = sum(one != other for one, other in zip(ours(), theirs(), strict=True))
    return {
        "event": event_type,
        "rows": len(rows),
        "sekisho_us": round(_microseconds(ours, len(rows)), 2),
        "zen_us": round(_microseconds(theirs, len(rows)), 2),
        "differ": differ,
    }


def _microseconds(run: Callable[[], object], rows: int) -> float:
    repeats = max(1, _CALLS // max(1, rows))
    found = []
    for _ in range(_ROUNDS):
        begun = time.process_time_ns()
        for _ in range(repeats):
            run()
        found.append((time.process_time_ns() - begun) / repeats / max(1, rows) / 1_000)
    return statistics.median(found)
