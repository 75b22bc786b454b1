"""What a campaign is told in advance."""

from dataclasses import dataclass

from sekisho.kernel.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The published figures of one pushed name, put on the name that is chosen for it.

    ``price`` and ``peak`` in yen, ``shares`` ordered by all victims, ``adv`` and ``cap`` (yen) before the raid,
    ``sold`` what the insiders sell.
    """

    price: float
    peak: float
    shares: int
    adv: float
    cap: float
    sold: int = 0

    @property
    def spent(self) -> float:
        """Yen the victims spend on their shares, about."""
        return self.shares * (self.price + self.peak) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A named campaign; figures come from the published case it retells, if any.

    ``ways`` are ways in with their weights. ``raids`` is the number of names pushed, each by ``victims`` accounts (a
    range), of which the share ``trading`` is traded in. ``insiders`` accounts of this firm gain; ``company`` makes them
    companies, ``short`` lets them sell first and buy back. ``start`` is the time of the first login in minutes of the
    day, ``haste`` the pace against the prior (``None``: drawn, up to three times faster or slower). ``echo`` multiplies
    the volume the market shows, for customers of other firms.
    """

    name: str
    title: Text
    ways: dict[str, float]
    raids: int = 1
    victims: tuple[int, int] = (3, 8)
    trading: float = 0.55
    shape: Shape | None = None
    insiders: int = 0
    company: bool = False
    short: bool = False
    start: tuple[int, int] = (545, 780)
    haste: float | None = None
    echo: float = 1.6
    source: str = ""
