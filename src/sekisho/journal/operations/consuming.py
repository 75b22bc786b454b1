"""Hand the journal on: every consumer hears every entry, in order, at its own pace.

What a handler does in this database and the consumer's place are committed together: once, exactly. What it does
outside is done at least once; ``delivery_token`` lets the other side notice a repeat.
"""

from collections.abc import Callable, Container, Sequence

from django.db import InterfaceError, OperationalError, transaction

from sekisho.journal import models
from sekisho.journal.queries.reading import read
from sekisho.journal.types.entry import Entry
from sekisho.journal.types.faults import PoisonEntryError
from sekisho.kernel.digests import sha256_hex

Handler = Callable[[Entry], None]
LONGEST_TROUBLE = 2_000
"""Characters kept of what went wrong."""


def consume(*, name: str, handler: Handler, limit: int = 100, heard: Container[str] | None = None) -> int:
    """Hand the next entries to a consumer, in order, in one transaction.

    Two processes may run the same consumer: the second waits for the first and goes on behind it. On SQLite nobody
    else can write meanwhile, so keep ``limit`` small where handlers are slow.

    Args:
        name: the consumer; one that is new begins with the first entry.
        handler: deals with one entry. What it writes into this database before it fails is undone.
        limit: at most so many entries.
        heard: the kinds that the handler is for; others are passed by, and the call ends with the first of these. So
            what a handler locks, the journal's turn above all, is free again before the next entry. None: all kinds.

    Returns:
        How many were dealt with; 0 when there are no more.

    Raises:
        PoisonEntryError: the handler failed. The entries before are dealt with; the consumer stands before this one,
            and the next call tries it again.
        django.db.OperationalError: the database failed; nothing of this call counts.

    """
    with transaction.atomic():
        place = _claim(name)
        entries = _up_to_heard(read(after=place.position, limit=limit), heard)
        if not entries:
            return 0
        handled, fault = _hand_over(handler, entries, heard)
        if handled:
            place.position = entries[handled - 1].position
        place.stopped = entries[handled].position if fault else None
        place.trouble = f"{type(fault).__name__}: {fault}"[:LONGEST_TROUBLE].replace("\0", "") if fault else ""
        place.save()
    if fault:
        raise PoisonEntryError(name, entries[handled].position, fault) from fault
    return handled


def delivery_token(*, consumer: str, entry: Entry) -> str:
    """A name for this delivery that is the same at every attempt, e.g. for an ``Idempotency-Key`` header.

    Also fits as the key of an entry that the handler writes elsewhere. 64 hexadecimal characters; tells nothing.
    """
    return sha256_hex(consumer.encode() + b"\0" + entry.digest)


def _claim(name: str) -> models.Consumer:
    """The consumer's row, locked until the end of the transaction."""
    models.Consumer.objects.bulk_create([models.Consumer(name=name)], ignore_conflicts=True)
    return models.Consumer.objects.select_for_update().get(name=name)


def _up_to_heard(entries: Sequence[Entry], heard: Container[str] | None) -> Sequence[Entry]:
    """All entries, or those up to the first one that the handler is for."""
    if heard is None:
        return entries
    end = next((count for count, entry in enumerate(entries, 1) if entry.kind in heard), len(entries))
    return entries[:end]


def _hand_over(
    handler: Handler, entries: Sequence[Entry], heard: Container[str] | None
) -> tuple[int, Exception | None]:
    """How many entries were dealt with or passed by, and what stopped the handler."""
    for count, entry in enumerate(entries):
        if heard is not None and entry.kind not in heard:
            continue
        try:
            with transaction.atomic():
                handler(entry)
        except (OperationalError, InterfaceError):
            raise  # the database is away or overloaded: not the entry's fault
        except Exception as error:  # noqa: BLE001 - whatever stops the handler stops the consumer
            return count, error
    return len(entries), None
