"""Write what happened into the journal, within the transaction of what happened."""

from sekisho.journal.operations.appending import append
from sekisho.journal.types.entry import NewEntry
from sekisho.kernel.digests import canonical


def note(kind: str, *, about: str, at: int, **payload: object) -> None:
    """One entry about somebody; call it last in the transaction, since other writers wait from here to its end.

    Args:
        kind: one of ``types.kinds``.
        about: the account's pseudonym, or the name of an agent or a member of staff; empty where it is about nobody.
        at: when it happened, in milliseconds.
        payload: plain JSON; no address, no code and no other personal data.

    """
    append(entries=[NewEntry(kind, about, at, canonical(payload))], at=at)
