"""Reading the truth: incidents, beneficiaries and bad events."""

from typing import Literal

import msgspec
from msgspec import Struct

from sekisho.kernel.moments import from_rfc3339
from sekisho.simulation.operations.evaluate.lines import Source, lines_of
from sekisho.simulation.types.sample import ANYTHING, Hijack, Labels


class _Line(Struct, frozen=True, kw_only=True):
    """A line of the labels: an incident has ``kind``, a bad event has ``event``."""

    event: str | None = None
    truth: Literal["bad", "good"] = "bad"
    incident: int | None = None
    account: str = ""
    start: str = msgspec.field(name="from", default="")
    to: str = ""
    kind: Literal["hijack", "attempt", "beneficiary"] | None = None
    variant: str = "unnamed"
    campaign: str = ""
    value_lost: int = 0
    value_at_risk: int = 0
    can_answer: tuple[str, ...] | None = None
    symbols: tuple[str, ...] = ()


class _Reading:
    """Labels while they are read. Bad events may come before the incident they name."""

    def __init__(self) -> None:
        self.places: dict[int, int] = {}
        self.incidents: list[Hijack] = []
        self.events: dict[str, int | None] = {}
        self.beneficiaries: dict[str, str] = {}

    def take(self, line: _Line) -> None:
        """Take one line in.

        Raises:
            ValueError: the line is neither an incident nor an event, or an incident lacks account or span.

        """
        if line.event is not None:
            if line.truth == "bad":
                self.events[line.event] = line.incident
        elif line.kind is None:
            message = "a label needs `kind` (an incident) or `event` (a bad event)"
            raise ValueError(message)
        elif not line.account:
            message = "an incident needs `account`"
            raise ValueError(message)
        elif line.kind == "beneficiary":
            self.beneficiaries[line.account] = line.campaign
        else:
            self._take_incident(line)

    def _take_incident(self, line: _Line) -> None:
        number = len(self.incidents) if line.incident is None else line.incident
        answers = ANYTHING if line.can_answer is None else frozenset(line.can_answer)
        hijack = Hijack(
            number=number, account=line.account, kind=str(line.kind), variant=line.variant, campaign=line.campaign,
            start=from_rfc3339(line.start), end=from_rfc3339(line.to), value_lost=line.value_lost,
            value_at_risk=line.value_at_risk, can_answer=answers, symbols=line.symbols,
        )  # fmt: skip
        if number in self.places:
            message = f"incident {number} comes twice"
            raise ValueError(message)
        self.places[number] = len(self.incidents)
        self.incidents.append(hijack)

    def finish(self) -> Labels:
        """All labels; an event whose incident is not told counts as naming none."""
        bad = {
            event: None if incident is None else self.places.get(incident) for event, incident in self.events.items()
        }
        return Labels(incidents=tuple(self.incidents), bad=bad, beneficiaries=self.beneficiaries)


def read_labels(source: Source) -> Labels:
    """Read ``labels.ndjson``; lines that cannot be used are noted in ``source``.

    Raises:
        UnreadableFileError: the file cannot be opened or unpacked.

    """
    reading = _Reading()
    decoder = msgspec.json.Decoder(_Line)
    for line in lines_of(source):
        try:
            reading.take(decoder.decode(line))
        except ValueError as error:
            source.refuse(error)
    return reading.finish()
