"""What every detector's state is made of: bounded dicts, and one way to save and restore."""

from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct, msgpack

from sekisho.surveillance.types.alert import Measure, Scalar
from sekisho.surveillance.types.finding import Finding

Pair = tuple[Scalar | tuple[str, ...] | None, Scalar | None]
"""The value of a signal, and what is usual."""
NOTHING: tuple[Finding, ...] = ()
"""What a detector finds nearly always."""

State = TypeVar("State", bound=Struct)
Kept = TypeVar("Kept")


class Stateful(Generic[State]):
    """Keeps the whole state of a detector in one typed value, so that it can be saved and put back."""

    def __init__(self, state: State) -> None:
        self.state = state

    def snapshot(self) -> bytes:
        """The state as MessagePack."""
        return msgpack.encode(self.state)

    def restore(self, data: bytes) -> None:
        """Put a state back that :meth:`snapshot` gave.

        Raises:
            msgspec.DecodeError: the bytes are no state of this detector.

        """
        self.state = msgpack.decode(data, type=type(self.state))


def touch(kept: dict[str, Kept], key: str, make: Callable[[], Kept], most: int) -> Kept:
    """The value under ``key``, made if absent and now the newest; the oldest goes when there are too many."""
    value = kept.pop(key, None)
    if value is None:
        value = make()
        if len(kept) >= most:
            del kept[next(iter(kept))]
    kept[key] = value
    return value


def measures(signals: dict[str, Pair]) -> dict[str, Measure]:
    """Evidence from pairs of value and what is usual; absent values are left out.

    Floats keep five significant digits: the same bytes whatever the order they were summed in.
    """
    return {name: _measure(value, usual) for name, (value, usual) in signals.items() if value is not None}


def _measure(value: Scalar | tuple[str, ...], usual: Scalar | None) -> Measure:
    if isinstance(value, float):
        value = _short(value)
    return Measure(value, _short(usual) if isinstance(usual, float) else usual)


def _short(value: float) -> float:
    return float(f"{value:.5g}")
