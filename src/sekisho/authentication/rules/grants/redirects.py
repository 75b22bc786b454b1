"""Where an answer may be sent: an address that is registered, and no other (RFC 9700, 2.1)."""

from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

_LOOPBACK = frozenset({"127.0.0.1", "::1"})


def matches(uri: str, registered: Iterable[str], *, any_port: bool) -> bool:
    """Whether the address is registered, character by character.

    Args:
        uri: as the request has it.
        registered: as registered.
        any_port: an installed program cannot know its port beforehand: on the loopback address, and only there, the
            port may differ (RFC 8252, 7.3).

    """
    known = tuple(registered)
    if uri in known:
        return True
    return any_port and _portless(uri) is not None and _portless(uri) in {_portless(one) for one in known}


def _portless(uri: str) -> str | None:
    """An address of this machine without its port; None for every other."""
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK or parts.username is not None or parts.fragment:
        return None
    return urlunsplit(parts._replace(netloc=parts.hostname))
