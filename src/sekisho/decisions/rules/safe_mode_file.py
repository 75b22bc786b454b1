"""Read the table of safe modes: what happens while a source of facts is missing or doubtful."""

from collections.abc import Mapping
from typing import NamedTuple

from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.fact import Kind
from sekisho.decisions.rules.fields import Fields, parse_document
from sekisho.decisions.rules.rule_file import CHANNELS, digest
from sekisho.decisions.rules.schema import KNOWN
from sekisho.decisions.types.finding import Finding
from sekisho.decisions.types.rulebook import Operation, SafeModes
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

KEYS = ("version", "validity", "natural", "operations", "causes", "minimum")
DEFAULT = "default"
GUARDED: tuple[tuple[str, str, str], ...] = (("cash", "direction", "out"), ("profile", "field", "bank_account"))
"""Operations that E-09 never lets pass silently: event type, fact and its value."""


class SafeModesReading(NamedTuple):
    """The safe modes as far as they could be read, and the findings."""

    modes: SafeModes | None
    findings: tuple[Finding, ...]


def read_safe_modes(text: str, *, source: str) -> SafeModesReading:
    """Read the text of ``source``. A table that comes with errors must not judge anything."""
    document = parse_document(text, source=source)
    if isinstance(document, Finding):
        return SafeModesReading(None, (document,))
    fields = Fields(document)
    fields.only(KEYS)
    operations = tuple(_operation(row, name) for name, row in _rows(fields, "operations"))
    causes = {name: fields_of_cause.both_languages(name) for name, fields_of_cause in _causes(fields)}
    modes = SafeModes(
        version=fields.whole("version"),
        operations=operations,
        causes=causes,
        minimum=_minimum(fields, {operation.name: operation for operation in operations}, causes),
        natural=_natural(fields, causes),
        validity=_validity(fields),
        digest=digest(document.content),
        source=source,
    )
    _check_guarded(fields, operations)
    return SafeModesReading(modes, tuple(fields.findings))


def _rows(fields: Fields, name: str) -> list[tuple[str, Fields]]:
    table = fields.inner(name)
    if table is None:
        return []
    rows = ((key, table.inner(key)) for key in table.table)
    return [(key, row) for key, row in rows if row is not None]


def _causes(fields: Fields) -> list[tuple[str, Fields]]:
    table = fields.inner("causes")
    return [] if table is None else [(name, table) for name in table.table]


def _operation(row: Fields, name: str) -> Operation:
    row.only(("event", "where", "guarded", "title"))
    event = row.text("event")
    if event and event not in DECIDED:
        row.wrong("event", Text(", ".join(DECIDED) + " のどれか", "one of " + ", ".join(DECIDED)))
    where = row.inner("where")
    marks = {} if where is None else {key: where.text(key) for key in where.table}
    for key in marks:
        if where is not None and (key not in KNOWN or KNOWN[key].kind != Kind.TEXT):
            where.wrong(key, Text("文字列の値の名前", "named after a fact that is a text"))
    return Operation(
        name=name, event=event, where=marks, guarded=row.flag("guarded"), title=row.both_languages("title")
    )


def _minimum(
    fields: Fields, operations: Mapping[str, Operation], causes: Mapping[str, Text]
) -> dict[str, dict[str, Verdict]]:
    found: dict[str, dict[str, Verdict]] = {}
    for cause, row in _rows(fields, "minimum"):
        if cause not in causes:
            row.find("safe_mode:cause:unknown", "", cause=cause)
        found[cause] = {name: _verdict(row, name, operations.get(name), cause) for name in row.table}
    return found


def _verdict(row: Fields, name: str, operation: Operation | None, cause: str) -> Verdict:
    if operation is None:
        row.find("safe_mode:operation:unknown", name, operation=name)
    word = row.text(name)
    try:
        verdict = Verdict.of(word)
    except ValueError:
        row.wrong(name, Text("allow, step_up, hold, deny のどれか", "one of allow, step_up, hold, deny"))
        return Verdict.STEP_UP
    if operation is not None and operation.guarded and verdict == Verdict.ALLOW:
        row.find("safe_mode:operation:silent", name, operation=name, cause=cause)
    return verdict


def _natural(fields: Fields, causes: Mapping[str, Text]) -> dict[str, frozenset[str]]:
    table = fields.inner("natural", required=False)
    if table is None:
        return {}
    table.only(CHANNELS)
    found = {channel: frozenset(table.words(channel)) for channel in table.table}
    for channel, codes in found.items():
        for cause in sorted(codes - causes.keys()):
            table.find("safe_mode:cause:unknown", channel, cause=cause)
    return found


def _validity(fields: Fields) -> dict[str, int]:
    table = fields.inner("validity")
    if table is None:
        return {DEFAULT: 1}
    table.only((DEFAULT, *DECIDED))
    return {DEFAULT: table.whole(DEFAULT), **{name: table.whole(name) for name in table.table}}


def _check_guarded(fields: Fields, operations: tuple[Operation, ...]) -> None:
    for event, fact, value in GUARDED:
        marks: tuple[dict[str, str], ...] = ({}, {fact: value})
        if not any(each.guarded and each.event == event and each.where in marks for each in operations):
            fields.find("safe_mode:operation:unguarded", "operations")
