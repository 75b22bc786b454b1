"""What an API client may be allowed to do, one word for each.

No scope moves money, changes settings or touches an authenticator: whoever loses a token loses none of these
(C-24). Such things are operations that the customer signs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sekisho.kernel.texts import Text


class Holder(StrEnum):
    """In whose name a scope is used."""

    LOGIN = "login"
    CUSTOMER = "customer"
    MACHINE = "machine"


class Scope(StrEnum):
    """Every scope there is."""

    OPENID = "openid"
    OFFLINE_ACCESS = "offline_access"
    ACCOUNTS_READ = "accounts:read"
    ORDERS_PLACE = "orders:place"
    OPERATIONS_CREATE = "operations:create"
    OPERATIONS_READ = "operations:read"
    OPERATIONS_CONSUME = "operations:consume"
    EVIDENCE_READ = "evidence:read"
    CUSTOMERS_WRITE = "customers:write"
    EVENTS_SEND = "events:send"
    DECISIONS_ASK = "decisions:ask"
    TOKENS_INSPECT = "tokens:inspect"
    ORDERS_RESERVE = "orders:reserve"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeLine:
    """One line of the table.

    Attributes:
        scope: its name.
        holder: in whose name it is used.
        label: what a consent page says.

    """

    scope: Scope
    holder: Holder
    label: Text


_H, _S, _T = Holder, Scope, Text
_LINES = (
    ScopeLine(scope=_S.OPENID, holder=_H.LOGIN, label=_T("本人確認の結果の提供", "Tell that you logged in")),
    ScopeLine(scope=_S.OFFLINE_ACCESS, holder=_H.LOGIN,
              label=_T("ログインしていない間も続けて利用", "Go on while you are not logged in")),
    ScopeLine(scope=_S.ACCOUNTS_READ, holder=_H.CUSTOMER,
              label=_T("残高と取引履歴の閲覧（見るだけ）", "See balances and past trades (reading only)")),
    ScopeLine(scope=_S.ORDERS_PLACE, holder=_H.CUSTOMER,
              label=_T("決められた限度の中での注文", "Place orders within the limits shown")),
    ScopeLine(scope=_S.OPERATIONS_CREATE, holder=_H.MACHINE, label=_T("承認の依頼", "Ask for an approval")),
    ScopeLine(scope=_S.OPERATIONS_READ, holder=_H.MACHINE, label=_T("承認の状況の閲覧", "See how an approval stands")),
    ScopeLine(scope=_S.OPERATIONS_CONSUME, holder=_H.MACHINE,
              label=_T("承認の証明の受け取り", "Take the receipt of an approval")),
    ScopeLine(scope=_S.EVIDENCE_READ, holder=_H.MACHINE, label=_T("承認の証拠の閲覧", "Read evidence of approvals")),
    ScopeLine(scope=_S.CUSTOMERS_WRITE, holder=_H.MACHINE, label=_T("顧客の登録", "Register customers")),
    ScopeLine(scope=_S.EVENTS_SEND, holder=_H.MACHINE, label=_T("出来事の送信", "Send events")),
    ScopeLine(scope=_S.DECISIONS_ASK, holder=_H.MACHINE, label=_T("判定の依頼", "Ask for a decision")),
    ScopeLine(scope=_S.TOKENS_INSPECT, holder=_H.MACHINE, label=_T("トークンの照会", "Inspect tokens")),
    ScopeLine(scope=_S.ORDERS_RESERVE, holder=_H.MACHINE,
              label=_T("ツールからの注文が限度内かの確認", "Check orders of tools against their limits")),
)  # fmt: skip
SCOPES: Mapping[Scope, ScopeLine] = MappingProxyType({line.scope: line for line in _LINES})
"""The table, whole."""
