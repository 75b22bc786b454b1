"""An alert, field for field as the contract has it, with its sentences in both languages."""

from typing import Literal

from msgspec import Struct

Shape = Literal["ring", "instrument", "infrastructure", "beneficiary", "account"]
Scalar = bool | int | float | str


class Measure(Struct, frozen=True, gc=False):
    """One piece of evidence: what was seen, and what is usual (``None`` where nothing is)."""

    value: Scalar | tuple[str, ...]
    usual: Scalar | None = None


class Alert(Struct, frozen=True, tag_field="kind", tag="alert", kw_only=True):
    """A shape across accounts and instruments that somebody should look at.

    ``at`` and both ends of ``window`` are RFC 3339 in JST. ``score`` is in [0, 1]: how far from chance,
    not a probability. ``series`` is the same for every revision of one alert; ``id`` is ``series`` with the
    ``revision`` and never comes twice. ``events`` names the events that led to it (the latest 20).
    ``evidence`` maps each signal to its value and what is usual; ``ja`` and ``en`` say the same to a person.
    """

    id: str
    at: str
    type: Shape
    accounts: tuple[str, ...]
    symbol: str | None
    window: tuple[str, str]
    score: float
    evidence: dict[str, Measure]
    detector: str
    series: str
    revision: int
    events: tuple[str, ...]
    ja: str
    en: str
