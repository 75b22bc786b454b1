"""``sekisho bench auth``: what proofs cost, and how many customers a node serves."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from sekisho.project.commands.bench_auth_assertion import measure_assertions
from sekisho.project.commands.bench_auth_node import NodeFailedError
from sekisho.project.commands.bench_auth_policy import measure_policy
from sekisho.project.commands.bench_auth_stepups import measure_stepups
from sekisho.project.databases import BadDatabaseUrlError


@click.command("auth")
@click.option("--database", metavar="URL",
              help="空のデータベース（既定はSQLite） / an empty database; SQLite unless given.")  # fmt: skip
@click.option("--stepups", type=click.IntRange(1), default=3_000, show_default=True,
              help="追加認証の回数 / how many step-ups.")  # fmt: skip
@click.option("--clients", type=click.IntRange(1), default=6, show_default=True,
              help="同時の顧客数 / customers at the same time.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="JSONで出力 / print JSON.")
def bench_auth(database: str | None, stepups: int, clients: int, *, as_json: bool) -> None:
    """認証の速さ / Speed of strong authentication.

    追加認証は、実際に動かしたノードに HTTP で行います。顧客役もデータベースも同じ機械で動きます。
    Step-ups go through a real node over HTTP; the customers and the database share the machine with it.
    """
    assertions = measure_assertions()
    try:
        with _place(database) as url:
            times = measure_stepups(database=url, stepups=stepups, clients=clients)
    except (NodeFailedError, BadDatabaseUrlError) as error:
        raise click.ClickException(str(error)) from error
    figures = {
        "assertion_ratio": round(assertions.ratio, 2),
        "policy_per_s": round(measure_policy()),
        "stepups_per_s": round(times.per_second),
        "stepup_p99_ms": round(times.p99_ms, 1),
        "stepup_p50_ms": round(times.p50_ms, 1),
    }
    click.echo(json.dumps(figures) if as_json else "\n".join(f"{name:20} {value}" for name, value in figures.items()))


@contextmanager
def _place(url: str | None) -> Iterator[str]:
    """The database that was named, or one that is gone afterwards."""
    if url is not None:
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as home:
        yield f"sqlite:///{Path(home) / 'bench.sqlite3'}"
