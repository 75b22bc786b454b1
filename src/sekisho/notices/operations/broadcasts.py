"""Tell every customer something, page by page."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import F

from sekisho.kernel.texts import Text
from sekisho.notices import models
from sekisho.notices.operations.announcing import NAME, announce
from sekisho.notices.operations.noting import note
from sekisho.notices.types.broadcasts import Broadcast, Listener
from sekisho.notices.types.kinds import BROADCAST_BEGUN, BROADCAST_DONE
from sekisho.notices.types.notices import FactValue, House, News
from sekisho.notices.types.safe import Safe


def begin_broadcast(*, source: int, template: str, facts: Mapping[str, FactValue], safe: Safe, at: int) -> bool:
    """Decide that everybody is told; nobody is yet. False where that was decided before.

    Args:
        source: the position in the journal of what happened.
        template: the name of the message.
        facts: what fills its places.
        safe: gives the broadcast its name.
        at: in milliseconds.

    """
    name = safe.digest("broadcast", f"{source}:{template}")[:NAME]
    stored = {
        key: {"ja": value.ja, "en": value.en} if isinstance(value, Text) else value for key, value in facts.items()
    }
    try:
        with transaction.atomic():
            models.Broadcast.objects.create(id=name, source=source, template=template, facts=stored, begun=at)
            note(BROADCAST_BEGUN, about="", at=at, broadcast=name, template=template, source=source)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def continue_broadcast(
    *, broadcast: Broadcast, listeners: Sequence[Listener], house: House, safe: Safe, at: int
) -> bool:
    """Tell the next page of listeners. False where somebody else told it.

    Args:
        broadcast: as it was read; its cursor says where this page begins.
        listeners: the next ones behind the cursor, in the order of their names; nobody means that all were told.
        house: the firm, as its messages show it.
        safe: gives names and codes.
        at: in milliseconds.

    """
    here = models.Broadcast.objects.filter(id=broadcast.id, cursor=broadcast.cursor, done__isnull=True)
    if not listeners:
        if not here.update(done=at):
            return False
        note(BROADCAST_DONE, about="", at=at, broadcast=broadcast.id, template=broadcast.template, told=broadcast.told)
        return True
    if not here.update(cursor=listeners[-1].name, told=F("told") + len(listeners)):
        return False
    for listener in listeners:
        announce(news=_news(broadcast, listener), house=house, safe=safe, at=at)
    return True


def _news(broadcast: Broadcast, listener: Listener) -> News:
    return News(
        source=broadcast.source,
        template=broadcast.template,
        subject=listener.subject,
        language=listener.language,
        facts=broadcast.facts,
    )
