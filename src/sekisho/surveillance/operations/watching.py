"""The watch: every detector in one pass over the stream, one alert for one thing."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, msgpack

from sekisho.surveillance.rules.desk import Desk
from sekisho.surveillance.types.alert import Alert
from sekisho.surveillance.types.finding import Detector, Finding
from sekisho.surveillance.types.sighting import Seen


class Snapshot(Struct):
    """State of a watch: of its desk, and of each detector by its name."""

    desk: bytes
    detectors: dict[str, bytes]


class SnapshotMismatchError(ValueError):
    """A snapshot was taken by a watch with other detectors or other versions of them."""


class Watch:
    """Runs detectors over sightings, in the order the events came in.

    The same sightings give the same alerts, in the same order, on any machine.

    >>> from sekisho.surveillance.operations.detectors import default
    >>> watch = Watch(detectors=default())
    >>> watch.suppressed
    0
    """

    def __init__(self, *, detectors: Iterable[Detector]) -> None:
        self._detectors = {f"{detector.name}@{detector.version}": detector for detector in detectors}
        self._desk = Desk()
        self._ears: dict[str, list[tuple[str, Detector, Callable[[Seen], Sequence[Finding]]]]] = {}
        for name, detector in self._detectors.items():
            for heard in sorted(detector.hears):
                self._ears.setdefault(heard, []).append((name, detector, detector.update))

    @property
    def suppressed(self) -> int:
        """Alerts not given because the day's bound of a detector was reached."""
        return self._desk.state.suppressed

    def see(self, seen: Seen) -> list[Alert]:
        """Take one sighting in; the alerts it raises or renews, mostly none."""
        alerts: list[Alert] = []
        for name, detector, update in self._ears.get(seen.type, ()):
            for finding in update(seen):
                alert = self._desk.issue(name, detector.window, finding)
                if alert is not None:
                    alerts.append(alert)
        return alerts

    def snapshot(self) -> bytes:
        """The whole state, to go on from later or elsewhere (MessagePack)."""
        parts = {name: detector.snapshot() for name, detector in self._detectors.items()}
        return msgpack.encode(Snapshot(desk=self._desk.snapshot(), detectors=parts))

    def restore(self, data: bytes) -> None:
        """Go on from a snapshot of a watch with the same detectors.

        Raises:
            SnapshotMismatchError: the snapshot's detectors are not this watch's.
            msgspec.DecodeError: the bytes are no snapshot.

        """
        snapshot = msgpack.decode(data, type=Snapshot)
        if set(snapshot.detectors) != set(self._detectors):
            message = (
                f"the snapshot holds {', '.join(sorted(snapshot.detectors))} but this watch runs "
                f"{', '.join(sorted(self._detectors))}; replay the events instead"
            )
            raise SnapshotMismatchError(message)
        self._desk.restore(snapshot.desk)
        for name, part in snapshot.detectors.items():
            self._detectors[name].restore(part)
