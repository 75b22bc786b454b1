"""``sekisho bench``: measures the product on this machine."""

import click

from sekisho.project.lazy import LazyGroup

_HERE = "sekisho.project.commands"
MEASUREMENTS = {
    "auth": f"{_HERE}.bench_auth:bench_auth",
    "backtest": f"{_HERE}.bench_backtest:bench_backtest",
    "login": f"{_HERE}.bench_login:bench_login",
    "replay": f"{_HERE}.bench_replay:bench_replay",
    "rules": f"{_HERE}.bench_rules:bench_rules",
}


@click.group(cls=LazyGroup, commands_at=MEASUREMENTS, stored=frozenset({"auth"}))
def bench() -> None:
    """この機械での速さを測る / Measure the product's speed on this machine."""
