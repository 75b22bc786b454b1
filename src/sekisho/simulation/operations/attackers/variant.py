"""What a way in consists of."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.conduct import Conduct
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import FACTORS

Enter = Callable[[Scene, Crew, Hijack, int], Access | None]
"""Tell the tries and the way in at about that time of the day; ``None`` when every try failed."""
Inside = Callable[[Scene, Access, Hijack], None]
"""What is changed or fetched before the first sale."""
Pick = Callable[[Scene, int, int], int | None]
"""Another victim than the planned one, who is at hand at that time; ``None`` when nobody is."""
Before = Callable[[Scene, Crew, Hijack, int], None]
"""What happens on an earlier day, or earlier the same day."""

ANY_FACTOR = tuple(range(len(FACTORS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A way in, and what is peculiar to what follows.

    ``victims`` are the factors of the accounts it is tried on. ``before`` happens ``lead`` trading days ahead (a
    range), the strike itself is repeated on ``repeats`` further trading days.
    """

    name: str
    title: Text
    enter: Enter
    victims: tuple[int, ...]
    conduct: Conduct = field(default_factory=Conduct)
    inside: Inside | None = None
    pick: Pick | None = None
    before: Before | None = None
    lead: tuple[int, int] = (0, 0)
    repeats: int = 0
    foreign: bool = False
    insiders: int = 0
