"""Decisions, labels and small samples for the evaluation."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sekisho.activity.types.facts import CATALOGUE, CATALOGUE_HASH
from sekisho.kernel.moments import MINUTE, to_rfc3339
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.types.sample import HONEST, LOGIN, ORDER, Columns, Deed, Firing, Hijack, Sample

NOON = 1_742_180_400_000
"""2025-03-17 12:00 in Japan."""


def at(minutes: float) -> str:
    """A moment after noon as it is written."""
    return to_rfc3339(NOON + round(minutes * MINUTE))


def facts_of(kind: str, values: Mapping[str, object]) -> list[object]:
    """The facts of one event type in the order of the catalogue."""
    return [values.get(fact.name) for fact in CATALOGUE if kind in fact.events]


def decision(
    event: str,
    *,
    account: str = "A",
    minutes: float = 0,
    kind: str = "login",
    verdict: str = "allow",
    score: float = 0.0,
    rules: Iterable[str] = (),
    obligations: Iterable[Mapping[str, object]] = (),
    facts: Mapping[str, object] | None = None,
    **extra: object,
) -> dict[str, object]:
    """One decision as replay writes it."""
    known = {"event_type": kind, "outcome": "success" if kind == "login" else None, **(facts or {})}
    line = {
        "kind": "decision", "id": f"d-{event}", "event": event, "account": account, "at": at(minutes),
        "verdict": verdict, "score": score, "reasons": [{"code": "a:b:c", "rule": rule} for rule in rules],
        "obligations": list(obligations), "rulebook": "book", "policy": 1, "model": "trees@1", "type": kind,
        "facts": facts_of(kind, known), "catalogue": CATALOGUE_HASH, "shadow": [], "budget": [], "override": [],
    }  # fmt: skip
    return line | extra


def incident(
    number: int = 0, *, account: str = "A", start: float = 0, to: float = 60, **extra: object
) -> dict[str, object]:
    """One incident as the simulator writes it."""
    line = {
        "incident": number, "account": account, "from": at(start), "to": at(to), "kind": "hijack", "variant": "relay",
        "campaign": "", "value_lost": 100, "value_at_risk": 1000, "can_answer": ["password"], "symbols": [],
    }  # fmt: skip
    return line | extra


def bad(event: str, number: int | None = 0) -> dict[str, object]:
    """One bad event as the simulator writes it."""
    line: dict[str, object] = {"event": event, "truth": "bad"}
    return line if number is None else line | {"incident": number}


def write(path: Path, lines: Iterable[Mapping[str, object] | str]) -> Path:
    """Write NDJSON; text goes in as it is."""
    rows = (line if isinstance(line, str) else json.dumps(line, separators=(",", ":")) for line in lines)
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def hijack(number: int = 0, *, account: str = "A", **extra: Any) -> Hijack:
    """One incident as it is read."""
    known: dict[str, Any] = {
        "kind": "hijack", "variant": "relay", "campaign": "", "start": NOON, "end": NOON + 60 * MINUTE,
        "value_lost": 100, "value_at_risk": 1000, "can_answer": frozenset({"password"}), "symbols": (),
    }  # fmt: skip
    return Hijack(number=number, account=account, **(known | extra))


def deed(*, minutes: float = 0, kind: int = LOGIN, verdict: Verdict = Verdict.ALLOW, **extra: Any) -> Deed:
    """One bad event with its decision."""
    known: dict[str, Any] = {"event": f"e{minutes}", "incident": 0, "cluster": 0}
    return Deed(at=NOON + round(minutes * MINUTE), kind=kind, verdict=verdict, **(known | extra))


def buy(*, minutes: float = 0, verdict: Verdict = Verdict.ALLOW, value: int | None = 100, **extra: Any) -> Deed:
    """One bad buy order."""
    known: dict[str, Any] = {"buys": True, "covered_by": frozenset({"order", "buy"})}
    return deed(minutes=minutes, kind=ORDER, verdict=verdict, value=value, **(known | extra))


def columns(rows: Iterable[tuple[int, int, int, float, int]]) -> Columns:
    """Decisions as rows of account, kind, verdict, score, owner."""
    table = list(rows)
    return Columns(
        clusters=np.array([row[0] for row in table], dtype=np.uint32),
        kinds=np.array([row[1] for row in table], dtype=np.uint8),
        verdicts=np.array([row[2] for row in table], dtype=np.uint8),
        scores=np.array([row[3] for row in table], dtype=np.float32),
        owners=np.array([row[4] for row in table], dtype=np.int32),
    )


def sample(**extra: Any) -> Sample:
    """Two accounts: A was hijacked (a login, then a buy that was held), B is honest."""
    known: dict[str, Any] = {
        "columns": columns(
            [
                (0, LOGIN, 0, 0.001, HONEST), (1, LOGIN, 0, 0.0, HONEST), (1, ORDER, 1, 0.01, HONEST),
                (0, LOGIN, 0, 0.02, 0), (0, ORDER, 2, 0.9, 0),
            ]
        ),
        "incidents": (hijack(),), "beneficiaries": {},
        "deeds": (deed(), buy(minutes=3, verdict=Verdict.HOLD, rules=("thin@1",))),
        "honest": {Firing(ORDER, Verdict.STEP_UP, ("habit@1",), undisturbed=True): 1},
        "bad": {Firing(ORDER, Verdict.HOLD, ("thin@1",), undisturbed=True): 1},
        "shadow": {}, "alerts": None, "cases": (), "accounts": 2, "first": NOON, "last": NOON + 24 * 60 * MINUTE,
        "models": ("trees@1",), "rulebooks": ("book",), "undecided": 0, "unreadable_facts": 0, "warm_up": 0,
    }  # fmt: skip
    return Sample(**(known | extra))
