"""Messages to everybody, and how far they have come."""

from collections.abc import Mapping

from sekisho.kernel.texts import Text
from sekisho.notices import models
from sekisho.notices.types.broadcasts import Broadcast
from sekisho.notices.types.notices import FactValue


def open_broadcasts() -> tuple[Broadcast, ...]:
    """Those that have not reached everybody, the oldest first."""
    rows = models.Broadcast.objects.filter(done__isnull=True).order_by("begun", "id")
    return tuple(value_of(row) for row in rows)


def broadcasts_of(*, source: int) -> tuple[Broadcast, ...]:
    """What everybody is told about one entry of the journal."""
    return tuple(value_of(row) for row in models.Broadcast.objects.filter(source=source).order_by("template"))


def value_of(row: models.Broadcast) -> Broadcast:
    """A row as a value."""
    return Broadcast(
        id=row.id,
        source=row.source,
        template=row.template,
        facts={name: _fact(value) for name, value in row.facts.items()},
        begun=row.begun,
        cursor=row.cursor,
        told=row.told,
        done=row.done,
    )


def _fact(stored: Mapping[str, str] | str | int) -> FactValue:
    return Text(stored["ja"], stored["en"]) if isinstance(stored, Mapping) else stored
