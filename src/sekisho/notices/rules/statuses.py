"""Which answers of a mail server mean that nobody is there (RFC 3463), and which that it was only not to be now."""

import re

_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_NOBODY = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"})
"""Bad mailbox, bad system, bad syntax, moved, null MX, mailbox disabled."""
_UNSPECIFIC = frozenset({"0.0", "1.0"})


def enhanced(text: str) -> str:
    """The most telling enhanced status code in a text, e.g. ``5.1.1``; empty where there is none."""
    found = ["{}.{}.{}".format(*each.groups()) for each in _ENHANCED.finditer(text)]
    return min(found, key=lambda code: code.partition(".")[2] in _UNSPECIFIC, default="")


def is_hard(status: str) -> bool:
    """For good, and because of the address.

    A full mailbox (5.2.2) or a policy against us (5.7.x) is no sign that the contact is wrong. A bare 5.0.0 is taken
    for one: servers send it for unknown mailboxes, and asking the customer once more costs little.
    """
    kind, _, detail = status.partition(".")
    return kind == "5" and detail in _NOBODY | _UNSPECIFIC
