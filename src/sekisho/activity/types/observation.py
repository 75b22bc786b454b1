"""What the observatory says of one event."""

from msgspec import Struct

from sekisho.activity.types.events import Event
from sekisho.activity.types.facts import FactRow


class Observation(Struct, gc=False):
    """An event that is to be decided, with its facts in the order of the catalogue.

    ``degraded`` names what was missing or doubtful: ``late``, ``no_profile``, ``no_session``, ``no_address``,
    ``no_device``, ``no_instrument``, ``stale_quote``, ``no_value``.
    """

    event: Event
    at: int
    facts: FactRow
    degraded: tuple[str, ...]
