"""A brake on buying of one name, as proposed from an alert."""

from typing import Literal

from msgspec import Struct

from sekisho.surveillance.types.alert import Measure

Group = Literal["all", "risk"]


class BrakeProposal(Struct, frozen=True, kw_only=True):
    """Stop buying of ``symbol``: for sessions of raised risk (``risk``) or for everybody (``all``).

    A proposal does nothing. Two different people make it a control event; sells stay open either way. ``at`` and
    ``until`` are milliseconds UTC; ``alert`` is the id of the alert it rests on, ``evidence`` that alert's.
    """

    symbol: str
    group: Group
    at: int
    until: int
    alert: str
    detector: str
    evidence: dict[str, Measure]
    ja: str
    en: str
