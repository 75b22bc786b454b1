"""Groups of customers that a policy speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sekisho.kernel.texts import Text

EVERYBODY = "all"
"""The segment that is always there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A group of customers, told by what is known of them.

    Attributes:
        code: its name in rules.
        label: what people call it.
        where: plain JSON: ``{"fact": …, "is": …}`` and the like, joined by ``all``, ``any`` and ``not``; see
            ``rules.policy.segments``. Empty means everybody.
        priority: where it stands in lists; larger comes first. It does not weaken: the strongest rule wins.

    """

    code: str
    label: Text
    where: Mapping[str, object] = field(default_factory=dict)
    priority: int = 0
