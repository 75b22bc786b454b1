"""What people type, brought into one spelling: full-width digits, spaces and hyphens are no mistakes."""

import hmac
import re
import unicodedata
from hashlib import sha256
from string import ascii_uppercase, digits

_BETWEEN = re.compile(r"[\s\-‐‑–—ー−.]+")
_MOST = 64
"""Characters beyond which nobody typed it by hand."""
_ALPHABET = "".join(each for each in digits + ascii_uppercase if each not in "ILOU")
_MISREAD = str.maketrans("OIL", "011")
GROUP = 4


def digits_of(typed: str) -> str:
    """The digits that were typed; empty where there is anything but digits."""
    plain = _plain(typed)
    return plain if plain.isascii() and plain.isdigit() else ""


def printed(random: bytes) -> str:
    """Random bytes as a recovery code: Crockford's base 32 in groups of four, without letters that look like digits."""
    bits = len(random) * 8
    number, length = int.from_bytes(random), -(-bits // 5)
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))
    return "-".join(letters[start : start + GROUP] for start in range(0, length, GROUP))


def printed_of(typed: str) -> str:
    """A typed recovery code in the letters that were printed, without hyphens; O, I and L are read as digits."""
    return _plain(typed).upper().translate(_MISREAD)


def keyed(key: bytes, *parts: str) -> bytes:
    """The keyed digest (HMAC-SHA-256) under which a code is kept; the last part is the code, the others its place."""
    message = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)
    return hmac.new(key, b"sekisho.code" + message, sha256).digest()


def same(one: bytes, other: bytes) -> bool:
    """Whether two digests agree, in constant time."""
    return hmac.compare_digest(one, other)


def _plain(typed: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", typed[:_MOST]))
