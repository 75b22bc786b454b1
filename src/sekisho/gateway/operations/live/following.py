"""Hear from the journal what happened elsewhere in the house, and judge it as events: logins, factors, answers."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from django.db import DatabaseError, connection

from sekisho.activity.types.rejection import BadEvent
from sekisho.gateway.operations.live.service import Service
from sekisho.gateway.types.live import NoDecisionError
from sekisho.journal.queries.reading import read
from sekisho.journal.types.entry import Entry

Events = Callable[[Entry], Iterable[Mapping[str, Any]]]
_LOG = logging.getLogger("sekisho.live")
_PAGE = 500
_REST = 0.2
"""Seconds between looks at a journal that has nothing new."""
_encode = msgspec.json.Encoder().encode


async def follow(*, service: Service, events: Events, after: int) -> None:
    """Go on for ever, from behind a position. An event's id is made of its entry, so hearing it twice is once.

    Args:
        service: judges them.
        events: the events that an entry amounts to.
        after: the position up to which everything has been heard.

    """
    while True:
        entries = await asyncio.to_thread(_read, after)
        for entry in entries:
            if not await _heard(service, entry, events):
                break
            after = entry.position
        if len(entries) < _PAGE:
            await asyncio.sleep(_REST)


async def _heard(service: Service, entry: Entry, events: Events) -> bool:
    """False where it has to be heard again later."""
    for told in events(entry):
        line = _encode(told)
        try:
            await service.ask(line, service.read(line), bulk=True)
        except BadEvent as error:
            _LOG.warning("entry %d is no event: %s", entry.position, error)
        except NoDecisionError:
            return False
    return True


def _read(after: int) -> list[Entry]:
    try:
        return read(after=after, limit=_PAGE)
    except DatabaseError:
        return []
    finally:
        connection.close()
