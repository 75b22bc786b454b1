"""What a campaign is told in advance."""

from dataclasses import dataclass, field

from sekisho.kernel.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A named campaign; figures come from the published case it retells, if any.

    ``variants`` are ways in with their weights. ``raids`` is the number of names pushed, ``victims`` how many accounts
    each. ``price`` and ``peak`` (yen), ``shares`` (ordered by the victims), ``adv`` (yen) and ``cap`` (yen) shape the
    pushed name; without them any thin name is taken. ``insiders`` is the number of accounts at this firm that gain,
    ``insider_shares`` what they sell in all. ``start`` is the time of the first login in minutes of the day.
    """

    name: str
    title: Text
    variants: dict[str, float]
    raids: int = 1
    victims: tuple[int, int] = (3, 8)
    trading: float = 0.55
    price: float = 0.0
    peak: float = 0.0
    shares: int = 0
    adv: float = 0.0
    cap: float = 0.0
    insiders: int = 0
    insider_shares: int = 0
    company: bool = False
    short: bool = False
    start: tuple[int, int] = (545, 780)
    haste: float = 1.0
    margin: float = 0.0
    sources: tuple[str, ...] = field(default=())
