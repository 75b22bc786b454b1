"""Codes of invitations as people read and type them."""

CODE_DIGITS = 16
"""Digits of a code."""
_GROUP = 4


def spelled(code: str) -> str:
    """In groups of four, to be read out.

    >>> spelled("1234567890123456")
    '1234 5678 9012 3456'
    """
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def typed(text: str) -> str:
    """What somebody typed, without what he put between the digits; full-width digits count too.

    >>> typed(" 1234-5678 ９012.3456")
    '1234567890123456'
    """
    return "".join(str(int(sign)) for sign in text[:100] if sign.isdecimal())
