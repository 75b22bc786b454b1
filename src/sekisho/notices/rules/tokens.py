"""The name of a delivery with a tag behind it that only we can make, so that nobody else can report on it."""

import re

TAG = 16
"""Hexadecimal characters of the tag."""
_TOKEN = re.compile(r"(?<![0-9a-f])([0-9a-f]{24})\.([0-9a-f]{16})(?![0-9a-f])")


def token_of(delivery: str, digest: str) -> str:
    """The token, from the delivery's name and its keyed digest."""
    return f"{delivery}.{digest[:TAG]}"


def find_token(text: str) -> str | None:
    """The first token in a text, if there is one."""
    found = _TOKEN.search(text.lower())
    return found[0] if found else None


def split(token: str) -> tuple[str, str]:
    """The delivery's name and the tag."""
    delivery, _, tag = token.partition(".")
    return delivery, tag
