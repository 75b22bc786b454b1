"""The command line: ``sekisho COMMAND``."""

import click

from sekisho.project.lazy import LazyGroup

_HERE = "sekisho.project.commands"
COMMANDS = {
    "backtest": f"{_HERE}.backtest:backtest",
    "bench": f"{_HERE}.bench:bench",
    "customers": f"{_HERE}.customers:customers",
    "demo": f"{_HERE}.demo:demo",
    "evaluate": f"{_HERE}.evaluate:evaluate_decisions",
    "import": f"{_HERE}.import_events:import_events",
    "load": f"{_HERE}.load:load",
    "mds": f"{_HERE}.mds:mds",
    "migrate": f"{_HERE}.migrate:migrate",
    "notices": f"{_HERE}.notices:notices",
    "policy": f"{_HERE}.policy:policy",
    "reactions": f"{_HERE}.reactions:reactions",
    "replay": f"{_HERE}.replay:replay",
    "rulebook": f"{_HERE}.rulebook:rulebook",
    "schema": f"{_HERE}.schema:schema",
    "serve": f"{_HERE}.serve:serve",
    "simulate": f"{_HERE}.simulate:simulate",
    "staff": f"{_HERE}.staff:staff",
    "train": f"{_HERE}.train:train",
    "verify-evidence": f"{_HERE}.verify_evidence:verify_evidence",
    "verify-journal": f"{_HERE}.verify_journal:verify_journal",
}
STORED = frozenset({
    "customers", "load", "mds", "migrate", "notices", "policy", "reactions", "serve", "staff", "verify-journal",
})  # fmt: skip
"""Commands that need the database."""


@click.group(
    cls=LazyGroup, commands_at=COMMANDS, stored=STORED, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="sekisho")
def main() -> None:
    """証券口座の乗っ取りを止める関所 / Sekisho protects the customers of online brokerages."""
