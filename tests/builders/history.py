"""Rows of facts, rules and histories for tests of what was judged."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sekisho.activity.types.facts import INDEX, NAMES, FactRow, Value
from sekisho.decisions.operations.history import HistoryWriter
from sekisho.decisions.types.rule import Mode, Rule
from sekisho.kernel.moments import DAY, HOUR
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

MORNING = 1_742_169_600_000
"""2025-03-17T09:00 in Japan."""


def row(event_type: str = "order", **facts: Value) -> FactRow:
    """A row of facts in the order of the catalogue; facts not named are absent."""
    values: FactRow = [None] * len(NAMES)
    for name, value in {"event_type": event_type, "channel": "web", **facts}.items():
        values[INDEX[name]] = value
    return values


def rule(when: str, **changes: object) -> Rule:
    """A rule with this condition, in force in 2025."""
    text = Text("試験", "test")
    given: dict[str, object] = {
        "id": "tested", "version": 1, "code": "order:test:rule", "events": ("order",), "verdict": Verdict.HOLD,
        "mode": Mode.LIVE, "when": when, "values": (), "requirement": (), "start": MORNING - 30 * DAY, "end": None,
        "channels": (), "obligations": (), "budget": None, "author": "a", "approver": "b", "title": text,
        "reason": text, "false_positives": text, "triage": text, "examples": (), "digest": "", "source": "tested.toml",
        "lines": {},
    }  # fmt: skip
    return Rule(**(given | changes))  # type: ignore[arg-type] # a builder takes what the test changes


def write(directory: Path, events: Sequence[Mapping[str, object]]) -> Path:
    """Write events as history: ``facts`` is a row; other keys are ``append``'s, with quiet values where absent."""
    with HistoryWriter(directory, rulebook="2025-03-17.1") as writer:
        for number, event in enumerate(events):
            quiet: dict[str, object] = {
                "event": f"e{number}", "account": "a1", "at": MORNING + number * HOUR, "score": None,
                "verdict": Verdict.ALLOW,
            }  # fmt: skip
            writer.append(**(quiet | dict(event)))  # type: ignore[arg-type] # the keys are append's
    return directory
