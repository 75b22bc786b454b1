"""Check a rulebook's directory: every finding, each with its file and line, in the order of the files."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from sekisho.activity.types.fact import Kind
from sekisho.decisions.operations.lock import FILE, POLICY, check_lock, contents
from sekisho.decisions.operations.rulebook import SAFE_MODES, Reading, read_rulebook
from sekisho.decisions.rules.conditions import Condition
from sekisho.decisions.rules.examples import check_examples, facts_of, outcomes, usable
from sekisho.decisions.rules.findings import finding
from sekisho.decisions.rules.reach import check_reach, check_truth
from sekisho.decisions.rules.rule_checks import place_of
from sekisho.decisions.rules.schema import KNOWN
from sekisho.decisions.types.finding import Finding, Place, Severity

_TYPES = {Kind.NUMBER: "DOUBLE", Kind.BOOLEAN: "BOOLEAN", Kind.TEXT: "VARCHAR"}


def check_rulebook(directory: Path) -> tuple[Finding, ...]:
    """Everything that is wrong with the rulebook in ``directory``; empty when it may go live."""
    reading = read_rulebook(directory)
    found = list(reading.findings)
    for condition in reading.conditions:
        found.extend(check_truth(condition))
        found.extend(check_examples(condition))
    found.extend(check_reach(reading.conditions))
    found.extend(_in_duckdb(reading.conditions))
    found.extend(_lock(reading))
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.place, each.code)))


def has_errors(findings: Sequence[Finding]) -> bool:
    """Whether anything found keeps the rulebook from going live."""
    return any(each.severity == Severity.ERROR for each in findings)


def places(reading: Reading) -> dict[str, Place]:
    """Where the version of each name in the lock is written, and under ``FILE`` the lock itself."""
    directory = reading.directory
    modes = Place((directory / SAFE_MODES).as_posix(), 1)
    lock = Place((directory / FILE).as_posix(), 1)
    return {**{rule.id: place_of(rule, "version") for rule in reading.rules}, POLICY: modes, FILE: lock}


def _lock(reading: Reading) -> tuple[Finding, ...]:
    if reading.lock is None or reading.safe_modes is None:
        return reading.lock_findings
    return check_lock(reading.lock, contents(reading.rules, reading.safe_modes), places(reading))


def _in_duckdb(conditions: Sequence[Condition]) -> list[Finding]:
    """Let the backtest's engine judge the examples, too: it must take each condition and agree."""
    columns = ", ".join(f'"{name}" {_TYPES[fact.kind]}' for name, fact in KNOWN.items())
    found = []
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"CREATE TABLE facts (example INTEGER, {columns})")
        for condition in conditions:
            try:
                found.extend(_disagreements(connection, condition))
            except duckdb.Error as error:
                said = str(error).splitlines()[0]
                found.append(finding("condition:text:refused", place_of(condition.rule, "when"), problem=said))
    return found


def _disagreements(connection: duckdb.DuckDBPyConnection, condition: Condition) -> list[Finding]:
    rule = condition.rule
    connection.execute("DELETE FROM facts")
    for number, example in usable(rule):
        facts = facts_of(rule, example)
        names = ", ".join(f'"{name}"' for name in facts)
        marks = ", ".join("?" for _ in facts)
        connection.execute(f"INSERT INTO facts (example, {names}) VALUES (?, {marks})", [number, *facts.values()])  # noqa: S608 - names of facts
    # The condition passed the whitelist of the parser, and stands on lines of its own because of comments.
    fired = connection.execute(f"SELECT example FROM facts WHERE (\n{rule.when}\n)").fetchall()  # noqa: S608
    wrong = {number for (number,) in fired} ^ {number for number, fires in outcomes(condition).items() if fires}
    return [finding("example:engine:differs", place_of(rule, f"example.{n}"), number=n + 1) for n in sorted(wrong)]
