"""Where an answer may be sent: an address that is registered, and no other (RFC 9700, 2.1)."""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

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


def with_parameters(uri: str, parameters: Mapping[str, str]) -> str:
    """The address with further query parameters; those it has stay."""
    parts = urlsplit(uri)
    pairs = [*parse_qsl(parts.query, keep_blank_values=True), *parameters.items()]
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def origin_of(uri: str) -> str:
    """Scheme, host and port, as a content security policy names a form's target."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"
