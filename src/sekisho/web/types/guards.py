"""Who may call a view. Every view carries exactly one guard; a battery proves it."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import PrincipalKind


class Admission(StrEnum):
    """The three ways in."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What a view asks of its caller.

    Attributes:
        admission: the way in.
        kinds: for people, who among them.
        acr: for people, how surely they must have signed in.
        within: for people, the greatest age of that sign-in, in milliseconds; None leaves it to the session.
        scope: for programs, the scope their token must have.

    """

    admission: Admission
    kinds: frozenset[PrincipalKind] = frozenset()
    acr: Acr = Acr.NONE
    within: int | None = None
    scope: str = ""
