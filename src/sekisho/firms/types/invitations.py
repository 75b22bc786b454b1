"""Invitations to set up a key: for a new colleague, or for one who has lost his."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.kernel.moments import HOUR, MINUTE

CODE_LIFE = 15 * MINUTE
"""How long a code counts after it was shown, in milliseconds."""
INVITATION_LIFE = 24 * HOUR
"""How long an invitation counts after it was asked for, in milliseconds."""
CODE_DIGITS = 16
"""Digits of a code."""
_GROUP = 4


class InvitationState(StrEnum):
    """Where an invitation stands."""

    PROPOSED = "proposed"
    OPEN = "open"
    USED = "used"
    REFUSED = "refused"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation that is not over.

    Attributes:
        id: its name.
        staff: whom it is for.
        state: where it stands.
        proposed_by: the colleague who asked for it and hands over the first code; empty for a founder's.
        decided_by: the one who approved it and hands over the second code; empty before, and for a founder's.
        created: in milliseconds.

    """

    id: str
    staff: str
    state: InvitationState
    proposed_by: str
    decided_by: str
    created: int


def spelled(code: str) -> str:
    """A code in groups of four, to be read out.

    >>> spelled("1234567890123456")
    '1234 5678 9012 3456'
    """
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def typed(text: str) -> str:
    """A code as somebody typed it, without what he put between the digits; full-width digits count too.

    >>> typed(" 1234-5678 ９012.3456")
    '1234567890123456'
    """
    return "".join(str(int(sign)) for sign in text[:100] if sign.isdecimal())
