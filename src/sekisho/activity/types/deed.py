"""One event as stage 2 sees it: a small plain value that may cross from process to process."""

from msgspec import Struct

LOGIN, CHANGE, ORDER, MOVE, REPORT, BRAKE = range(6)
"""What a deed is: a login; a change or recovery; an order; money or securities out; a report; a brake or its end."""


class Deed(Struct, gc=False, frozen=True, array_like=True):
    """One event as stage 2 sees it. ``keys``: network, operator, agent, exact browser string. Values in yen."""

    what: int
    at: int
    account: float
    keys: tuple[float, float, float, float]
    risk: float = 0.0
    failed: bool = False
    symbol: str = ""
    buy: bool = False
    value: float = 0.0
    price: float = 0.0
    adv: float = 0.0
    thin: bool = False
    new: bool = False
    brake: str = "none"
    until: int = 0
