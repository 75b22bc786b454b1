"""The digests that chain the journal.

Three kinds of SHA-256, told apart by their first byte, so that no one can pass for another:

- entry: ``00`` + lengths and numbers (big-endian) + kind, subject, key, payload;
- tree over the entries of a batch, as in RFC 9162, section 2.1.1: leaves are the entries' digests, a node is
  ``01`` + left + right. With it, one entry can be shown to belong to a batch without showing the others;
- batch: ``02`` + number, first and last position, moment of the commit, root, digest of the batch before.
"""

from collections.abc import Sequence
from hashlib import sha256
from struct import Struct

_ENTRY = Struct(">cQqIIiI").pack
_BATCH = Struct(">cQQQq").pack
_NO_KEY = -1


def entry_digest(*, position: int, kind: str, about: str, at: int, key: str | None, payload: bytes) -> bytes:
    """The digest of one entry, 32 bytes.

    Raises:
        struct.error: a number is outside what the journal holds.
        UnicodeEncodeError: a text holds a lone surrogate.

    """
    what, whom = kind.encode(), about.encode()
    name = b"" if key is None else key.encode()
    sizes = len(what), len(whom), _NO_KEY if key is None else len(name), len(payload)
    return sha256(b"".join((_ENTRY(b"\x00", position, at, *sizes), what, whom, name, payload))).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over the digests of a batch's entries, which are at least one.

    Pairing from the left and carrying an odd one upwards gives RFC 9162's tree.
    """
    level = list(leaves)
    while len(level) > 1:
        paired = [sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = [*paired, level[-1]] if len(level) % 2 else paired
    return level[0]


def batch_digest(*, number: int, first: int, last: int, committed: int, root: bytes, previous: bytes) -> bytes:
    """The digest of one batch, 32 bytes.

    Raises:
        struct.error: a number is outside what the journal holds.

    """
    return sha256(_BATCH(b"\x02", number, first, last, committed) + root + previous).digest()
