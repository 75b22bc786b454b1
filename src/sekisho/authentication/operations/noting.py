"""Write what happened into the journal, within the transaction of what happened."""

from typing import Any

from sekisho.journal.operations.appending import append
from sekisho.journal.types.entry import NewEntry
from sekisho.kernel.digests import canonical


def note(kind: str, *, about: str, at: int, key: str | None = None, **payload: Any) -> None:  # noqa: ANN401 - plain JSON
    """One entry about somebody; call it last in the transaction, since other writers wait from here to its end.

    Args:
        kind: three words, ``authentication:thing:happened``; its sentence stands in ``types.kinds``.
        about: the account's pseudonym, or the name of a member of staff or an agent.
        at: when it happened, in milliseconds.
        key: a name under which this is written at most once.
        payload: plain JSON; no secret and no personal data.

    """
    append(entries=[news(kind, about=about, at=at, key=key, **payload)], at=at)


def news(kind: str, *, about: str, at: int, key: str | None = None, **payload: Any) -> NewEntry:  # noqa: ANN401 - plain JSON
    """An entry as ``note`` writes it, for what is written next to others."""
    return NewEntry(kind, about, at, canonical(payload), key)
