"""Read the list of ways in from the text of a TOML file."""

from typing import NamedTuple

from sekisho.authentication.rules.policy.fields import Fields
from sekisho.authentication.rules.policy.loading import parsed, placed
from sekisho.authentication.rules.policy.matching import CHANNELS
from sekisho.authentication.rules.policy.messages import fault
from sekisho.authentication.rules.policy.reading import FACTOR_WORDS, OPERATION_WORDS
from sekisho.authentication.types.paths import Path
from sekisho.authentication.types.policy_findings import Fault

KEYS = ("code", "channel", "label", "methods", "operations", "legacy", "until", "closed", "advice")
CUSTOMERS = tuple(channel for channel in CHANNELS if channel != "system")
"""Channels that customers use; each must stand in the list, if only as closed."""


class Paths(NamedTuple):
    """The ways in as far as they could be read, what is wrong, and the text they came from."""

    paths: tuple[Path, ...]
    faults: tuple[Fault, ...]
    text: str
    source: str


def load_paths(text: str, *, source: str) -> Paths:
    """Read the text of ``source``; every mistake names file and line."""
    document, broken = parsed(text, source=source)
    if document is None:
        return Paths((), broken, text, source)
    fields = Fields(document)
    fields.only(("path",))
    paths = tuple(_path(row) for row in fields.rows("path"))
    found = (*fields.faults, *_repeated(paths), *_unregistered(paths))
    return Paths(paths, placed(found, text, source=source), text, source)


def _path(row: Fields) -> Path:
    row.only(KEYS)
    channel = row.text("channel")
    if channel not in CHANNELS:
        row.fault("channel", "policy:channel:unknown", known=", ".join(CHANNELS))
    return Path(
        code=row.text("code"),
        channel=channel,
        label=row.both("label"),
        methods=row.words("methods", FACTOR_WORDS),
        operations=row.words("operations", OPERATION_WORDS),
        legacy=row.flag("legacy", fallback=False),
        until=row.moment("until", required=False),
        closed=row.flag("closed", fallback=False),
        advice=row.both("advice") if "advice" in row.table else None,
    )


def _repeated(paths: tuple[Path, ...]) -> tuple[Fault, ...]:
    codes = [path.code for path in paths]
    return tuple(
        fault(f"path.{place}.code", "path:code:repeated", name=code)
        for place, code in enumerate(codes)
        if codes.index(code) != place
    )


def _unregistered(paths: tuple[Path, ...]) -> tuple[Fault, ...]:
    known = {path.channel for path in paths}
    return tuple(fault("path", "path:channel:missing", channel=each) for each in CUSTOMERS if each not in known)
