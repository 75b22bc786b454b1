"""Members of staff. They log in through the same layer as customers: ``staff:<id>`` is the principal's name there."""

import re
from dataclasses import dataclass
from enum import StrEnum

from sekisho.firms.types.permissions import ROLES, Permission, Role

STAFF_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
"""How ids of members of staff are spelled."""


class StaffState(StrEnum):
    """Whether somebody works here."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


EMPLOYED = (StaffState.ACTIVE, StaffState.SUSPENDED)
"""Who works here, though he may be stopped for now: he can be invited to set up a key, which opens nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """Somebody who works for the firm.

    Attributes:
        id: a name without spaces, at most 64 characters.
        name: what colleagues read.
        roles: what he may do, by role; only roles that a second person has approved.
        state: whether he works here.

    """

    id: str
    name: str
    roles: frozenset[Role]
    state: StaffState

    @property
    def principal(self) -> str:
        """His name where people authenticate."""
        return f"staff:{self.id}"

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything he may do now; nothing unless he is active."""
        if self.state is not StaffState.ACTIVE:
            return frozenset()
        return frozenset(permission for role in self.roles for permission in ROLES[role])

    def may(self, permission: Permission) -> bool:
        """He may do this now."""
        return permission in self.permissions


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A member of staff as colleagues see him who decide about him.

    Attributes:
        member: he himself.
        asked: roles that wait for a decision, each with the id of who asked.
        registered_by: who proposed him; empty for founders.
        approved_by: who decided; empty before, and for founders.
        suspended_by: who stopped him; empty unless he is suspended.
        founder: he is one of the first two.
        created: in milliseconds.

    """

    member: StaffMember
    asked: tuple[tuple[Role, str], ...]
    registered_by: str
    approved_by: str
    suspended_by: str
    founder: bool
    created: int
