"""The room's journal kinds, each with the sentence people read.

Every subject keeps its own table beside its values; this file puts them together.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.authentication.types import (
    kinds_approvals,
    kinds_delegations,
    kinds_factors,
    kinds_grants,
    kinds_policy,
    kinds_recovery,
    kinds_rollout,
    kinds_sessions,
    kinds_webauthn,
)
from sekisho.kernel.texts import Text

_PRINCIPALS = {
    "authentication:principal:registered": Text("利用者を登録しました", "Somebody was registered"),
    "authentication:principal:changed": Text("利用者の登録内容を変更しました", "What is known of somebody was changed"),
    "authentication:customer:viewed": Text("職員がお客さまの情報を見ました", "Staff looked at a customer"),
    "authentication:principal:closed": Text("利用者の登録を終了しました", "Somebody's registration was closed"),
}
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        **_PRINCIPALS,
        **kinds_approvals.KINDS,
        **kinds_factors.KINDS,
        **kinds_sessions.KINDS,
        **kinds_webauthn.KINDS,
        **kinds_grants.KINDS,
        **kinds_delegations.KINDS,
        **kinds_policy.KINDS,
        **kinds_recovery.KINDS,
        **kinds_rollout.KINDS,
    }
)
"""Every kind that this room writes."""
