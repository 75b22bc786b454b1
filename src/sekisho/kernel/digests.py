"""One canonical spelling of plain JSON values, and digests over it."""

import hashlib
import json


def canonical(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: equal values give equal bytes.

    Raises:
        ValueError: the value holds NaN or an infinity.
        TypeError: the value is not plain JSON.

    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256_hex(data: bytes) -> str:
    """The SHA-256 of ``data`` in lower-case hexadecimal (64 characters)."""
    return hashlib.sha256(data).hexdigest()
