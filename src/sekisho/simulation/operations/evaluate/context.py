"""Reading the side files: sessions and symbols of bad events, and alerts."""

from collections.abc import Container

import msgspec
from msgspec import Struct

from sekisho.kernel.moments import from_rfc3339
from sekisho.simulation.operations.evaluate.lines import Source, lines_of
from sekisho.simulation.types.sample import AlertSeen


class _Event(Struct, frozen=True):
    """What the evaluation needs of an event."""

    id: str
    session: str | None = None


class AlertLine(Struct, frozen=True, kw_only=True):
    """What the evaluation needs of an alert. Without ``series`` every alert is its own."""

    kind: str = "alert"
    id: str
    at: str
    type: str
    accounts: tuple[str, ...] = ()
    symbol: str | None = None
    series: str | None = None

    def seen(self) -> AlertSeen:
        """The alert as the figures use it.

        Raises:
            ValueError: ``at`` is no moment.

        """
        return AlertSeen(
            series=self.series or self.id, shape=self.type, at=from_rfc3339(self.at),
            accounts=frozenset(self.accounts), symbol=self.symbol,
        )  # fmt: skip


def read_sessions(source: Source, wanted: Container[str]) -> dict[str, str]:
    """The session of each wanted event that names one.

    Raises:
        UnreadableFileError: the file cannot be opened or unpacked.

    """
    decoder = msgspec.json.Decoder(_Event)
    sessions: dict[str, str] = {}
    for line in lines_of(source):
        try:
            event = decoder.decode(line)
        except ValueError as error:
            source.refuse(error)
            continue
        if event.session is not None and event.id in wanted:
            sessions[event.id] = event.session
    return sessions


def read_alerts(source: Source) -> list[AlertSeen]:
    """The alerts, in the order of the file.

    Raises:
        UnreadableFileError: the file cannot be opened or unpacked.

    """
    decoder = msgspec.json.Decoder(AlertLine)
    alerts: list[AlertSeen] = []
    for line in lines_of(source):
        try:
            alerts.append(decoder.decode(line).seen())
        except ValueError as error:
            source.refuse(error)
    return alerts
