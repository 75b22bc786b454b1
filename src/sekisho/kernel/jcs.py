"""The canonical JSON of everything that is signed: RFC 8785, narrowed to what no two programs read differently.

Texts are in Unicode's form NFC, whole numbers lie within ±(2^53 - 1), and there are no other numbers: amounts and
quantities are texts. Keys are sorted by their UTF-16 code units, as RFC 8785 has it. ``kernel.digests.canonical`` is
for what stays inside; this is for what others recompute.
"""

import json
from collections.abc import Mapping
from unicodedata import is_normalized

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (RFC 7493, 2.2)."""
DEEPEST = 32
"""Levels of arrays and objects that may lie in each other."""
_ROOT = "$"
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class NotCanonicalError(ValueError):
    """A value has no canonical form here, or bytes are not in it. ``path`` says where, e.g. ``$.payee``."""

    def __init__(self, path: str, what: str) -> None:
        self.path, self.what = path, what
        super().__init__(f"{path}: {what}")


def encode(value: object) -> bytes:
    """The one spelling of ``value``, in UTF-8.

    Args:
        value: mappings with text keys, lists, tuples, texts, whole numbers, booleans, None.

    Raises:
        NotCanonicalError: a text is not in NFC or holds a lone surrogate, a number is no whole number within
            ±(2^53 - 1), or something is no JSON or too deep.

    """
    return json.dumps(_ordered(value, _ROOT, 0), separators=(",", ":"), ensure_ascii=False).encode()


def decode(data: bytes) -> Json:
    """Read bytes that are in canonical form, and nothing else.

    Raises:
        NotCanonicalError: the bytes are no JSON, or ``encode`` would have spelt them otherwise.

    """
    try:
        value: Json = json.loads(data.decode(), parse_float=_no_float, parse_constant=_no_float)
        same = encode(value) == data  # a key that comes twice is gone by now, and so are spaces and other spellings
    except NotCanonicalError:
        raise
    except RecursionError:
        raise NotCanonicalError(_ROOT, "too deep") from None
    except ValueError:
        raise NotCanonicalError(_ROOT, "no JSON") from None
    if not same:
        raise NotCanonicalError(_ROOT, "not the canonical spelling")
    return value


def _ordered(value: object, path: str, depth: int) -> Json:
    """The same value with its keys in order, once everything in it was looked at."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, int):
        return _number(value, path)
    if depth == DEEPEST:
        raise NotCanonicalError(path, "too deep")
    if isinstance(value, Mapping):
        return _object(value, path, depth)
    if isinstance(value, list | tuple):
        return [_ordered(item, f"{path}[{index}]", depth + 1) for index, item in enumerate(value)]
    raise NotCanonicalError(path, f"{type(value).__name__} is not allowed")


def _object(value: Mapping[object, object], path: str, depth: int) -> Json:
    named: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotCanonicalError(path, "a key that is no text")
        named[_text(key, path)] = item
    return {key: _ordered(named[key], f"{path}.{key}", depth + 1) for key in sorted(named, key=_utf16)}


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")


def _text(value: str, path: str) -> str:
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotCanonicalError(path, "a lone surrogate") from None
    if not is_normalized("NFC", value):
        raise NotCanonicalError(path, "not in Unicode's form NFC")
    return value


def _number(value: int, path: str) -> int:
    if abs(value) > LARGEST:
        raise NotCanonicalError(path, "a number beyond 2^53 - 1; write it as a text")
    return int(value)


def _no_float(_text: str) -> Json:
    raise NotCanonicalError(_ROOT, "a number that is not whole; write it as a text")
