"""Addresses to which a browser is sent."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def with_parameters(uri: str, parameters: Mapping[str, str]) -> str:
    """The address with further query parameters; those it has stay."""
    parts = urlsplit(uri)
    pairs = [*parse_qsl(parts.query, keep_blank_values=True), *parameters.items()]
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def origin_of(uri: str) -> str:
    """Scheme, host and port, as a content security policy names a form's target."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"
