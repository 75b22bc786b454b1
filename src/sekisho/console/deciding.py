"""The things that a second person decides: a line for each kind; see ``console.matters``."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.console.deciding_clients import CLIENT, CLIENT_RESUMPTION
from sekisho.console.deciding_policy import OVERRIDE, POLICY, SUNSET
from sekisho.console.deciding_recovery import RECOVERY
from sekisho.console.deciding_rollout import OPT_OUT, WAVE
from sekisho.console.deciding_staff import RESUMPTION, ROLE, STAFF
from sekisho.console.inviting import INVITATION
from sekisho.console.matters import Matter

_EVERY = (
    STAFF, ROLE, RESUMPTION, INVITATION, CLIENT, CLIENT_RESUMPTION, RECOVERY, POLICY, SUNSET, OVERRIDE,
    OPT_OUT, WAVE,
)  # fmt: skip
MATTERS: Mapping[str, Matter] = MappingProxyType({each.kind: each for each in _EVERY})
"""By kind."""
