"""Write what happened into the journal, within the transaction of what happened."""

from sekisho.journal.operations.appending import append
from sekisho.journal.types.entry import NewEntry
from sekisho.kernel.digests import canonical


def note(kind: str, *, about: str, at: int, **payload: object) -> None:
    """One entry about a client or a member of staff; call it last in the transaction."""
    append(entries=[NewEntry(kind, about, at, canonical(payload))], at=at)
