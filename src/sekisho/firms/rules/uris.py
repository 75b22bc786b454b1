"""Addresses that a client may register. They are compared character by character afterwards (RFC 9700, 2.1)."""

from collections.abc import Iterable
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


def is_loopback(uri: str) -> bool:
    """An address of this machine, where an installed program listens for a moment (RFC 8252, 7.3)."""
    parts = _parts(uri)
    return parts is not None and parts.scheme == "http" and parts.hostname in LOOPBACK - {"localhost"}


def matches(uri: str, registered: Iterable[str], *, any_port: bool) -> bool:
    """Whether the address is one of those registered.

    Args:
        uri: as the request has it.
        registered: as registered.
        any_port: an installed program cannot know its port beforehand: on the loopback address, and there only, the
            port may differ (RFC 8252, 7.3).

    """
    known = tuple(registered)
    return uri in known or (
        any_port
        and is_loopback(uri)
        and _without_port(uri) in {_without_port(one) for one in known if is_loopback(one)}
    )


def _without_port(uri: str) -> str:
    parts = urlsplit(uri)
    return parts._replace(netloc=parts.hostname or "").geturl()


def _parts(uri: str) -> SplitResult | None:
    if len(uri) > _LONGEST or not uri.isascii() or any(letter in uri for letter in ' \\*"<>') or not uri.isprintable():
        return None
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    return parts
