"""What a way in consists of."""

from collections.abc import Callable
from dataclasses import dataclass

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.conduct import Conduct
from sekisho.simulation.operations.attackers.scene import Access, Scene
from sekisho.simulation.types.truth import Hijack

Enter = Callable[[Scene, "Crew", Hijack, int], Access | None]
"""Tell the tries and the way in at about that time of the day; ``None`` when every try failed."""


@dataclass(slots=True)
class Crew:
    """One group's means: how many machines it owns, whether it shows the victim's likeness, where it comes from."""

    cookies: list[int]
    agents: list[int]
    line: str
    locale: int
    address: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A way in. ``victims`` are the factors of accounts it is tried on; ``days`` after entering at which it trades."""

    name: str
    title: Text
    enter: Enter
    victims: tuple[int, ...]
    conduct: Conduct = Conduct()
    foreign: bool = False
    matched: bool = False
    days_ahead: tuple[int, int] = (0, 0)
    steps: int = 1
