"""What is written into the journal, and how it is read again."""

import re
from typing import NamedTuple

from msgspec import Struct

from sekisho.kernel.texts import Text

LONGEST_KIND = 64
LONGEST_NAME = 96
"""Characters of a subject or a key: an identifier of 64 and a word before it."""
LONGEST_PAYLOAD = 1 << 20
"""Bytes of one payload; an event has at most a quarter of it."""
_KIND = re.compile(r"[a-z][a-z_]*:[a-z][a-z_]*:[a-z][a-z_]*")
_INT64 = 1 << 63
_WORDS = Text(
    "room:thing:happened の形の、英小文字の3語にしてください。", "Write three small words, room:thing:happened."
)
_BITS = Text("64ビットに収まりません。", "It does not fit into 64 bits.")
_BYTES = Text(f"{LONGEST_PAYLOAD:,}バイトまでです。", f"At most {LONGEST_PAYLOAD:,} bytes.")
_CHARACTERS = Text("NULや対になっていないサロゲートは使えません。", "It must not hold NUL or a lone surrogate.")


class BadEntryError(ValueError):
    """An entry cannot be kept as it is; ``field`` names the reason's place, ``reason`` says it in both languages."""

    def __init__(self, *, field: str, reason: Text) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason.en}")


class NewEntry(Struct, frozen=True, gc=False):
    """Something that happened, to be kept for good.

    Attributes:
        kind: three words, ``room:thing:happened``, e.g. ``decisions:decision:made``.
        about: whose or what it is about, e.g. an account's pseudonym; empty where it is about nobody.
        at: when it happened, in milliseconds.
        payload: the bytes to keep, exactly as given; UTF-8 JSON as a rule.
        key: a name under which this is written at most once, e.g. ``event:e-17``; None where repeats are meant.

    Raises:
        BadEntryError: a field is out of its bounds.

    """

    kind: str
    about: str
    at: int
    payload: bytes
    key: str | None = None

    def __post_init__(self) -> None:
        """Refuse here what one of the databases would refuse, or bend, later."""
        if len(self.kind) > LONGEST_KIND or not _KIND.fullmatch(self.kind):
            raise BadEntryError(field="kind", reason=_WORDS)
        _check_name("about", self.about, least=0)
        if self.key is not None:
            _check_name("key", self.key, least=1)
        if not -_INT64 <= self.at < _INT64:
            raise BadEntryError(field="at", reason=_BITS)
        if len(self.payload) > LONGEST_PAYLOAD:
            raise BadEntryError(field="payload", reason=_BYTES)


def _check_name(field: str, name: str, *, least: int) -> None:
    if not least <= len(name) <= LONGEST_NAME:
        limits = f"{least}–{LONGEST_NAME}"
        reason = Text(f"長さは{limits}文字です。", f"Its length must be {limits} characters.")
        raise BadEntryError(field=field, reason=reason)
    if "\0" in name or not (name.isascii() or _is_text(name)):
        raise BadEntryError(field=field, reason=_CHARACTERS)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


class Entry(Struct, frozen=True, gc=False):
    """An entry as it stands in the journal.

    Attributes:
        position: its place: 1, 2, 3 … without gaps, in the order of commits.
        batch: number of the batch it was committed with.
        kind: see ``NewEntry``, as for ``about``, ``at``, ``payload`` and ``key``.
        about: its subject.
        at: when it happened, in milliseconds.
        payload: the bytes as they were given.
        key: its name, if it has one.
        digest: SHA-256 over everything above but ``batch``; 32 bytes.

    """

    position: int
    batch: int
    kind: str
    about: str
    at: int
    payload: bytes
    key: str | None
    digest: bytes


class Receipt(NamedTuple):
    """What became of entries that were handed in together.

    Attributes:
        batch: number of the batch that holds them.
        first: position of the first of them; the others follow it.
        written: how many were written now; 0 where the first one's key was known with the same content.

    """

    batch: int
    first: int
    written: int


class Head(NamedTuple):
    """The end of the journal: its last batch, the last position in it, and the batch's digest."""

    batch: int
    last: int
    digest: bytes


EMPTY = Head(0, 0, bytes(32))
"""The head of a journal that nothing was written to."""


class Page(NamedTuple):
    """Entries, newest first, and where to go on looking (``before``); None where nothing older is left."""

    entries: list[Entry]
    before: int | None


class ConsumerState(NamedTuple):
    """How far a consumer has come.

    Attributes:
        name: the consumer.
        position: the last entry it has dealt with; 0 before the first.
        behind: how many entries wait for it.
        stopped: position of the entry it could not deal with; None while it runs.
        trouble: what went wrong there; empty while it runs.

    """

    name: str
    position: int
    behind: int
    stopped: int | None
    trouble: str
