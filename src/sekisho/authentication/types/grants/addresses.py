"""Addresses to which a browser is sent."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def with_parameters(uri: str, parameters: Mapping[str, str]) -> str:
    """The address with further query parameters; those it has stay."""
    parts = urlsplit(uri)
    pairs = [*parse_qsl(parts.query, keep_blank_values=True), *parameters.items()]
    return urlunsplit(parts._replace(query=urlencode(pairs)))
