"""Read a policy from the text of a TOML file; every mistake names file and line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import NamedTuple

from sekisho.authentication.rules.policy.lines import line_of, lines_of
from sekisho.authentication.rules.policy.messages import fault
from sekisho.authentication.rules.policy.reading import read_policy
from sekisho.authentication.types.policy import Policy
from sekisho.authentication.types.policy_findings import Fault


class Loaded(NamedTuple):
    """A document of plain JSON, the policy in it (None when the file is no TOML), and what is wrong."""

    document: Mapping[str, object]
    policy: Policy | None
    faults: tuple[Fault, ...]


def load_policy(text: str, *, source: str) -> Loaded:
    """Read the text of ``source``. A policy with faults must not judge anything."""
    document, broken = parsed(text, source=source)
    if document is None:
        return Loaded({}, None, broken)
    reading = read_policy(document)
    return Loaded(document, reading.policy, placed(reading.faults, text, source=source))


def parsed(text: str, *, source: str) -> tuple[Mapping[str, object] | None, tuple[Fault, ...]]:
    """The document of plain JSON; None and a fault where the text is no TOML."""
    try:
        content = plain(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (unreadable(str(error), source=source),)
    return content if isinstance(content, Mapping) else {}, ()


def unreadable(problem: str, *, source: str) -> Fault:
    """The fault of a file that is no TOML, or no text at all."""
    named = re.search(r"at line (\d+)", problem)
    found = fault("toml", "document:toml:unreadable", problem=problem)
    return replace(found, source=source, line=int(named[1]) if named else 1)


def placed(faults: tuple[Fault, ...], text: str, *, source: str) -> tuple[Fault, ...]:
    """The faults with file and line."""
    lines = lines_of(text)
    return tuple(replace(each, source=source, line=line_of(lines, each.key)) for each in faults)


def plain(value: object) -> object:
    """TOML's values as plain JSON: dates become texts."""
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime | date | time) else value
