"""Truth of three values: yes, no, and not known (None). What is not known is left to whoever asks."""

from collections.abc import Callable, Iterable


def both(values: Iterable[bool | None]) -> bool | None:
    """Whether all are true: one false is enough for no; without one, an unknown leaves it open."""
    known = True
    for value in values:
        if value is False:
            return False
        known = known and value is not None
    return True if known else None


def either(values: Iterable[bool | None]) -> bool | None:
    """Whether one is true: one true is enough for yes; without one, an unknown leaves it open."""
    known = True
    for value in values:
        if value:
            return True
        known = known and value is not None
    return False if known else None


def opposite(value: bool | None) -> bool | None:  # noqa: FBT001 - a truth value is what it is about
    """Not; what is not known stays so."""
    return None if value is None else not value


def number(value: object) -> float | None:
    """The value as a number; None for anything else. A truth value is no number."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


Test = Callable[[object], bool | None]
"""From a fact's value (None where it is not known) to a truth."""
