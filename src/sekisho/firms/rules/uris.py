"""Addresses that a client may register. They are compared character by character afterwards (RFC 9700, 2.1)."""

from urllib.parse import SplitResult, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LONGEST = 500


def is_web(uri: str) -> bool:
    """An https address, or http on this machine; absolute, without fragment, user or wildcard."""
    parts = _parts(uri)
    if parts is None or not parts.hostname or parts.username is not None or parts.fragment or "#" in uri:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def is_native(uri: str) -> bool:
    """What an installed program may use besides: a scheme of its own, in reversed domain form (RFC 8252, 7.1)."""
    parts = _parts(uri)
    return parts is not None and "." in parts.scheme and not parts.netloc and "#" not in uri


def _parts(uri: str) -> SplitResult | None:
    if len(uri) > _LONGEST or not uri.isascii() or any(letter in uri for letter in ' \\*"<>') or not uri.isprintable():
        return None
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    return parts
