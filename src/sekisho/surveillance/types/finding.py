"""What a detector hands back: a finding is a value, never an exception."""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from msgspec import Struct

from sekisho.kernel.texts import Text
from sekisho.surveillance.types.alert import Measure, Shape
from sekisho.surveillance.types.sighting import Seen


class Finding(Struct, frozen=True, kw_only=True):
    """A shape as it stands now, before it is known whether it was told already.

    ``key`` names what it is about within the detector (a symbol, a device, an account). ``size`` is what must
    grow before it is told again. ``texts`` are sentences with a placeholder for each piece of evidence they
    mention, for its usual value (``{name_usual}``) and for ``symbol``; a sentence after the first that mentions
    evidence that is absent is left out.
    """

    key: str
    type: Shape
    at: int
    start: int
    accounts: tuple[str, ...]
    symbol: str | None
    score: float
    size: float
    evidence: dict[str, Measure]
    events: tuple[str, ...]
    texts: tuple[Text, ...]


class Detector(Protocol):
    """A streaming detector: a fold over sightings that sometimes finds something.

    ``hears`` are the sighting types it wants; ``window`` is how long (ms) one finding stays the same alert;
    ``bound`` is the most values its state may ever hold.
    """

    name: str
    version: ClassVar[int]
    hears: ClassVar[frozenset[str]]
    window: int
    bound: int

    def update(self, seen: Seen) -> Sequence[Finding]:
        """Take one sighting in; the findings it completes, mostly none."""
        ...

    def size(self) -> int:
        """How many values the state holds."""
        ...

    def snapshot(self) -> bytes:
        """The state as MessagePack."""
        ...

    def restore(self, data: bytes) -> None:
        """Put a state back that :meth:`snapshot` gave."""
        ...
