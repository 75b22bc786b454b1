"""The things that a second person decides: a line for each kind; see ``console.matters``."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.console.deciding_clients import CLIENT, CLIENT_RESUMPTION
from sekisho.console.deciding_recovery import RECOVERY
from sekisho.console.deciding_staff import RESUMPTION, ROLE, STAFF
from sekisho.console.inviting import INVITATION
from sekisho.console.matters import Matter

MATTERS: Mapping[str, Matter] = MappingProxyType(
    {each.kind: each for each in (STAFF, ROLE, RESUMPTION, INVITATION, CLIENT, CLIENT_RESUMPTION, RECOVERY)}
)
"""By kind."""
