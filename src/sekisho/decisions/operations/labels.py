"""Read labels: which events were bad, and which accounts were in foreign hands."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pyarrow as pa
from msgspec import Meta, Struct

from sekisho.activity.operations.reading import Lines
from sekisho.decisions.queries.history import History
from sekisho.decisions.rules.backtest_sql import OUTCOMES
from sekisho.decisions.types.backtest import Incident, Labels, Refused
from sekisho.kernel.moments import from_rfc3339

_Name = Annotated[str, Meta(min_length=1, max_length=64)]
_HONEST = frozenset({"good", "honest", "own"})
_NOTE = 300


class _BadLine(Struct, frozen=True):
    event: _Name
    truth: str
    incident: int | None = None
    reported_at: str | None = None


class _IncidentLine(Struct, frozen=True, rename={"start": "from", "end": "to"}):
    account: _Name
    start: str
    end: str
    kind: Literal["hijack", "attempt", "beneficiary"]
    variant: str = ""
    value_lost: int = 0
    incident: int | None = None
    reported_at: str | None = None


class _Shape(Struct, frozen=True):
    event: object = None


@dataclass(slots=True)
class _Reading:
    """What has been read so far. ``delays`` is the moment at which an incident became known, by its number."""

    known_as_of: int | None
    bad: list[_BadLine] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    delays: dict[int, int] = field(default_factory=dict)
    later: int = 0

    def knows(self, moment: int | None) -> bool:
        return self.known_as_of is None or moment is None or moment <= self.known_as_of

    def take(self, line: bytes) -> None:
        if msgspec.json.decode(line, type=_Shape).event is not None:
            bad = msgspec.json.decode(line, type=_BadLine)
            _moment(bad.reported_at, "reported_at")
            self.bad.append(bad)
        else:
            self.take_incident(msgspec.json.decode(line, type=_IncidentLine))

    def take_incident(self, line: _IncidentLine) -> None:
        start, end = _moment(line.start, "from"), _moment(line.end, "to")
        reported = _moment(line.reported_at, "reported_at")
        if line.incident is not None and reported is not None:
            self.delays[line.incident] = reported
        if line.kind != "hijack":  # a failed attempt loses nothing, and a beneficiary's account is in its own hands
            return
        if self.knows(reported):
            value, number = line.value_lost, line.incident
            self.incidents.append(
                Incident(
                    account=line.account,
                    start=start or 0,
                    end=end or 0,
                    variant=line.variant,
                    value_lost=value,
                    number=number,
                )
            )
        else:
            self.later += 1

    def settled(self, refused: tuple[Refused, ...]) -> Labels:
        bad: dict[str, int | None] = {}
        cleared: set[str] = set()
        for line in self.bad:
            moment = _moment(line.reported_at, "reported_at")
            if moment is None and line.incident is not None:
                moment = self.delays.get(line.incident)
            if not self.knows(moment):
                self.later += 1
            elif line.truth in _HONEST:
                cleared.add(line.event)
            else:
                bad[line.event] = line.incident
        return Labels(
            bad=bad, incidents=tuple(self.incidents), cleared=frozenset(cleared), later=self.later, refused=refused
        )


def _moment(text: str | None, name: str) -> int | None:
    if text is None:
        return None
    try:
        return from_rfc3339(text)
    except ValueError as error:
        message = f"{error} - at `$.{name}`"
        raise msgspec.ValidationError(message) from None


def read_labels(path: Path, *, known_as_of: int | None = None) -> Labels:
    """Read ``labels.ndjson`` as it was known at ``known_as_of`` (milliseconds; absent: all of it).

    A bad event's line is ``{"event", "truth"}``, an incident's ``{"account", "from", "to", "kind", "variant",
    "value_lost"}``; both may carry ``incident`` (a number tying them together) and ``reported_at``, the moment the
    truth became known. A bad event without one is known when its incident is. The truths good, honest and own clear an
    event; every other truth is bad.
    Lines that cannot be read do not stop the reading; they are handed back with number and reason.

    Raises:
        OSError: the file cannot be read.

    """
    reading = _Reading(known_as_of)
    refused: list[Refused] = []
    with Lines(path) as lines:
        for number, line in lines:
            if not line.strip():
                continue
            try:
                reading.take(line)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                refused.append(
                    Refused(line=number, reason=str(error), text=line.decode(errors="replace").strip()[:_NOTE])
                )
    return reading.settled(tuple(refused))


def load_labels(history: History, labels: Labels) -> None:
    """Put the labelled events beside the history, as the table that queries of ``rules.backtest_sql`` join."""
    events = [*labels.bad, *labels.cleared]
    known = pa.table(
        {
            "event": pa.array(events, pa.string()),
            "bad": pa.array([True] * len(labels.bad) + [False] * len(labels.cleared), pa.bool_()),
            "incident": pa.array([labels.bad.get(event) for event in events], pa.int64()),
        }
    )
    history.connection.execute(OUTCOMES)
    history.connection.register("label_rows", known)
    history.connection.execute("INSERT INTO outcomes SELECT event, bad, incident FROM label_rows")
    history.connection.unregister("label_rows")
