"""Read an override: two people lift named rules, for a narrow scope and a while."""

import ipaddress
from typing import NamedTuple

from sekisho.decisions.rules.fields import Fields, parse_document
from sekisho.decisions.types.finding import Finding
from sekisho.decisions.types.rulebook import Override
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text

KEYS = ("id", "rules", "account", "device", "network", "symbol", "start", "until", "by", "approved_by", "reason")
SCOPES = ("account", "device", "network", "symbol")
LONGEST_DAYS = 14


class OverrideReading(NamedTuple):
    """The override as far as it could be read, and the findings."""

    override: Override | None
    findings: tuple[Finding, ...]


def read_override(text: str, *, source: str) -> OverrideReading:
    """Read the text of ``source``. An override that comes with errors must not lift anything."""
    document = parse_document(text, source=source)
    if isinstance(document, Finding):
        return OverrideReading(None, (document,))
    fields = Fields(document)
    fields.only(KEYS)
    override = Override(
        id=_id(fields),
        rules=_rules(fields),
        account=_scope(fields, "account"),
        device=_scope(fields, "device"),
        network=_network(fields),
        symbol=_scope(fields, "symbol"),
        start=fields.moment("start") or 0,
        until=fields.moment("until") or 0,
        by=fields.text("by"),
        approved_by=fields.text("approved_by"),
        reason=fields.both_languages("reason"),
        source=source,
    )
    _check(fields, override)
    return OverrideReading(override, tuple(fields.findings))


def _id(fields: Fields) -> str:
    identity = fields.text("id")
    expected = f"{identity}.toml"
    if identity and fields.document.source.rpartition("/")[2] != expected:
        fields.find("file:name:differs", "id", expected=expected)
    return identity


def _rules(fields: Fields) -> tuple[str, ...]:
    rules = fields.words("rules")
    if not rules and "rules" in fields.table:
        fields.wrong("rules", Text("一つ以上のルールのid", "the ids of one or more rules"))
    return rules


def _scope(fields: Fields, name: str) -> str | None:
    return fields.text(name) if name in fields.table else None


def _network(fields: Fields) -> str | None:
    network = _scope(fields, "network")
    try:
        return None if network is None else str(ipaddress.ip_network(network))
    except ValueError:
        fields.wrong(
            "network", Text("203.0.113.0/24 のようなアドレスの範囲", "an address range such as 203.0.113.0/24")
        )
        return None


def _check(fields: Fields, override: Override) -> None:
    if override.by == override.approved_by:
        fields.find("override:people:same", "approved_by")
    if override.until <= override.start:
        fields.find("override:time:order", "until")
    elif override.until - override.start > LONGEST_DAYS * DAY:
        fields.find("override:time:long", "until", days=LONGEST_DAYS)
    if not any(name in fields.table for name in SCOPES):
        fields.find("override:scope:missing", "id")
