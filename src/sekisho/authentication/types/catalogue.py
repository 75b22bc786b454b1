"""The catalogue of operations: what a customer can do that needs a proof, and the floor below which no policy goes.

The statutory operations are login, withdrawal and change of the withdrawal account (guideline G-01 to G-03); the
guideline's list is open-ended (G-04), and the others are what it plainly means.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sekisho.authentication.types.assurance import Acr
from sekisho.kernel.texts import Text


class OperationCode(StrEnum):
    """Every operation that a policy can speak of."""

    LOGIN = "login"
    LOGIN_NEW_DEVICE = "login_new_device"
    WITHDRAW = "withdraw"
    BANK_ACCOUNT_CHANGE = "bank_account_change"
    CONTACT_CHANGE = "contact_change"
    AUTHENTICATOR_ADD = "authenticator_add"
    AUTHENTICATOR_REMOVE = "authenticator_remove"
    RECOVERY = "recovery"
    OPT_OUT = "opt_out"
    LIMIT_CHANGE = "limit_change"
    LOCK_RELEASE = "lock_release"
    SECURITIES_TRANSFER_OUT = "securities_transfer_out"
    ORDER_PLACE = "order_place"
    ORDER_CHANGE = "order_change"
    ORDER_CANCEL = "order_cancel"
    MARGIN_OPEN = "margin_open"
    API_KEY_ISSUE = "api_key_issue"
    DELEGATE_ADD = "delegate_add"
    PERSONAL_DATA_VIEW = "personal_data_view"
    STAFF_LOGIN = "staff_login"
    STAFF_APPROVAL = "staff_approval"


class OperationClass(StrEnum):
    """What an operation touches."""

    ACCESS = "access"
    CASH = "cash"
    IDENTITY = "identity"
    TRADE = "trade"
    AUTHENTICATOR = "authenticator"
    DATA = "data"


class Binding(StrEnum):
    """Whether the proof must cover what is done, word for word; in rising strictness."""

    NONE = "none"
    IF_POSSIBLE = "if_possible"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One line of the catalogue.

    Attributes:
        code: its name.
        label: what people call it.
        kind: what it touches.
        floor_acr: no policy asks for less, once it is enforced.
        floor_binding: no policy binds less, once it is enforced.
        max_age_s: how long a proof may stay fresh unless a policy says less, in seconds.
        opt_out: the floor lets a customer decline.
        ttl_s: how long an operation of this code may wait to be signed, in seconds.
        refs: the rules behind it (guideline items and requirements).

    """

    code: OperationCode
    label: Text
    kind: OperationClass
    floor_acr: Acr
    floor_binding: Binding
    max_age_s: int
    opt_out: bool = False
    ttl_s: int = 300
    refs: tuple[str, ...] = ()


_O, _K, _B, _T = OperationCode, OperationClass, Binding, Text
_LINES = (
    Operation(code=_O.LOGIN, label=_T("ログイン", "Login"), kind=_K.ACCESS, floor_acr=Acr.MFA, floor_binding=_B.NONE,
              max_age_s=43_200, opt_out=True, refs=("G-01", "C-01")),
    Operation(code=_O.LOGIN_NEW_DEVICE, label=_T("新しい端末からのログイン", "Login from a new device"), kind=_K.ACCESS,
              floor_acr=Acr.MFA, floor_binding=_B.NONE, max_age_s=43_200, opt_out=True, refs=("G-01", "C-01")),
    Operation(code=_O.WITHDRAW, label=_T("出金", "Withdrawal"), kind=_K.CASH, floor_acr=Acr.MFA,
              floor_binding=_B.REQUIRED, max_age_s=300, refs=("G-02", "C-03")),
    Operation(code=_O.BANK_ACCOUNT_CHANGE, label=_T("出金先口座の登録・変更", "Change of the withdrawal account"),
              kind=_K.CASH, floor_acr=Acr.MFA, floor_binding=_B.REQUIRED, max_age_s=300, refs=("G-03", "C-04")),
    Operation(code=_O.CONTACT_CHANGE, label=_T("連絡先の変更", "Change of contact"), kind=_K.IDENTITY,
              floor_acr=Acr.MFA, floor_binding=_B.REQUIRED, max_age_s=300, refs=("G-04", "C-06")),
    Operation(code=_O.AUTHENTICATOR_ADD, label=_T("認証手段の追加", "New authenticator"), kind=_K.AUTHENTICATOR,
              floor_acr=Acr.MFA, floor_binding=_B.IF_POSSIBLE, max_age_s=300, refs=("G-04", "C-09")),
    Operation(code=_O.AUTHENTICATOR_REMOVE, label=_T("認証手段の削除", "Removal of an authenticator"),
              kind=_K.AUTHENTICATOR, floor_acr=Acr.MFA, floor_binding=_B.REQUIRED, max_age_s=300, refs=("G-04",)),
    Operation(code=_O.RECOVERY, label=_T("認証手段の再登録", "Recovery"), kind=_K.AUTHENTICATOR, floor_acr=Acr.NONE,
              floor_binding=_B.NONE, max_age_s=300, refs=("C-09",)),
    Operation(code=_O.OPT_OUT, label=_T("必須化の辞退", "Opt-out"), kind=_K.AUTHENTICATOR, floor_acr=Acr.MFA,
              floor_binding=_B.IF_POSSIBLE, max_age_s=300, refs=("C-13",)),
    Operation(code=_O.LIMIT_CHANGE, label=_T("限度額の変更", "Change of limits"), kind=_K.IDENTITY, floor_acr=Acr.MFA,
              floor_binding=_B.REQUIRED, max_age_s=300, refs=("G-04", "C-06")),
    Operation(code=_O.LOCK_RELEASE, label=_T("ご自身の取引制限の解除", "Release of a lock"), kind=_K.IDENTITY,
              floor_acr=Acr.MFA, floor_binding=_B.REQUIRED, max_age_s=300, refs=("C-21",)),
    Operation(code=_O.SECURITIES_TRANSFER_OUT, label=_T("証券の移管", "Transfer of securities"), kind=_K.CASH,
              floor_acr=Acr.MFA, floor_binding=_B.REQUIRED, max_age_s=300, refs=("G-04",)),
    Operation(code=_O.ORDER_PLACE, label=_T("注文", "Order"), kind=_K.TRADE, floor_acr=Acr.NONE, floor_binding=_B.NONE,
              max_age_s=43_200, opt_out=True, ttl_s=120, refs=("G-05", "C-05")),
    Operation(code=_O.ORDER_CHANGE, label=_T("注文の訂正", "Change of an order"), kind=_K.TRADE, floor_acr=Acr.NONE,
              floor_binding=_B.NONE, max_age_s=43_200, opt_out=True, ttl_s=120, refs=("G-05", "C-05")),
    Operation(code=_O.ORDER_CANCEL, label=_T("注文の取消", "Cancellation of an order"), kind=_K.TRADE,
              floor_acr=Acr.NONE, floor_binding=_B.NONE, max_age_s=43_200, opt_out=True, ttl_s=120, refs=("C-05",)),
    Operation(code=_O.MARGIN_OPEN, label=_T("信用取引の開始", "Opening margin trading"), kind=_K.TRADE,
              floor_acr=Acr.MFA, floor_binding=_B.IF_POSSIBLE, max_age_s=300, refs=("G-04", "C-06")),
    Operation(code=_O.API_KEY_ISSUE, label=_T("APIの利用許可", "API access"), kind=_K.AUTHENTICATOR,
              floor_acr=Acr.PHR, floor_binding=_B.REQUIRED, max_age_s=300, refs=("G-04", "C-24")),
    Operation(code=_O.DELEGATE_ADD, label=_T("代理人の登録", "New delegate"), kind=_K.IDENTITY, floor_acr=Acr.PHR,
              floor_binding=_B.REQUIRED, max_age_s=300, refs=("C-23",)),
    Operation(code=_O.PERSONAL_DATA_VIEW, label=_T("個人情報の閲覧", "View of personal data"), kind=_K.DATA,
              floor_acr=Acr.NONE, floor_binding=_B.NONE, max_age_s=3_600, opt_out=True, refs=("G-04",)),
    Operation(code=_O.STAFF_LOGIN, label=_T("職員のログイン", "Staff login"), kind=_K.ACCESS, floor_acr=Acr.PHR,
              floor_binding=_B.NONE, max_age_s=28_800),
    Operation(code=_O.STAFF_APPROVAL, label=_T("職員の承認", "Approval by staff"), kind=_K.ACCESS, floor_acr=Acr.PHRH,
              floor_binding=_B.REQUIRED, max_age_s=300),
)  # fmt: skip
OPERATIONS: Mapping[OperationCode, Operation] = MappingProxyType({line.code: line for line in _LINES})
"""The catalogue, whole."""
