"""What a replay is asked to do, and what it says at the end."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPlan:
    """Files and limits of one replay.

    ``as_of`` (ms): events after this moment are left out. ``workers``: processes that share the accounts; the output
    does not depend on it. ``snapshot_every``: lines between snapshots from which a broken replay can go on; 0: none.
    """

    source: Path
    out: Path
    rulebook: Path
    model: Path | None = None
    with_model: bool = True
    history: Path | None = None
    as_of: int | None = None
    workers: int = 1
    resume: bool = False
    snapshot_every: int = 0

    def beside(self, word: str) -> Path:
        """The file beside the decisions that holds ``word``: alerts, alarms, rejected."""
        name = self.out.name
        for ending in (".gz", ".zst", ".ndjson"):
            name = name.removesuffix(ending)
        return self.out.with_name(f"{name}.{word}.ndjson")

    @property
    def snapshot(self) -> Path:
        """Where the snapshot of a replay in progress lies."""
        return self.out.with_name(f"{self.out.name}.snapshot")


@dataclass(slots=True)
class Tally:
    """What was read and answered. ``verdicts`` by (event type, verdict); ``rejected`` by code."""

    lines: int = 0
    decisions: int = 0
    duplicates: int = 0
    late: int = 0
    left_out: int = 0
    alarms: int = 0
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    alerts: Counter[str] = field(default_factory=Counter)
