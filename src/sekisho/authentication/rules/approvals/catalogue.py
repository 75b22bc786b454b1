"""Every content that can be signed, by operation and version (C-03 to C-06, C-21, C-23, C-24)."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.authentication.rules.approvals.kinds import (
    CURRENCY,
    THUMBPRINT,
    WORD,
    Choice,
    Day,
    Digest,
    Digits,
    Kind,
    Name,
    Number,
    Several,
)
from sekisho.authentication.rules.approvals.schemas import Check, Field, Schema, only_where, whole_yen
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.locks import LOCK_RULES
from sekisho.firms.types.scopes import SCOPES, Holder
from sekisho.kernel.texts import Text

_O, _T = OperationCode, Text
_SHARES = Text("株（口）", " shares or units")
_SIDES = Choice({"buy": _T("買い", "Buy"), "sell": _T("売り", "Sell")})
_PRICES = Choice({"market": _T("成行", "Market"), "limit": _T("指値", "Limit"), "stop": _T("逆指値", "Stop")})
_POSITIONS = Choice(
    {
        "cash": _T("現物", "Cash"),
        "margin_open": _T("信用新規", "Margin, opening"),
        "margin_close": _T("信用返済", "Margin, closing"),
        "nisa": _T("NISA", "NISA"),
    }
)
_ACCOUNT_TYPES = Choice(
    {"ordinary": _T("普通", "Ordinary"), "current": _T("当座", "Current"), "savings": _T("貯蓄", "Savings")}
)
_ACTIONS = Choice({"add": _T("追加", "Add"), "change": _T("変更", "Change"), "remove": _T("削除", "Remove")})
_CONTACTS = Choice(
    {"email": _T("メールアドレス", "E-mail address"), "phone": _T("電話番号", "Telephone number"),
     "address": _T("住所", "Postal address")}
)  # fmt: skip
_LIMITS = Choice(
    {
        "withdrawal_once": _T("1回の出金", "One withdrawal"),
        "withdrawal_day": _T("1日の出金", "Withdrawals in one day"),
        "order_once": _T("1回の注文", "One order"),
        "order_day": _T("1日の注文", "Orders in one day"),
    }
)
_VERDICTS = Choice({"approve": _T("承認する", "Approve"), "reject": _T("却下する", "Reject")})
_REASONS = Choice(
    {
        "no_device": _T("使える端末がない", "No device that can do it"),
        "accessibility": _T("身体上の理由", "Accessibility"),
        "overseas": _T("海外在住", "Living abroad"),
        "corporate_control": _T("会社の規程", "Rules of the company"),
        "other": _T("その他", "Other"),
    }
)
_OPERATIONS = Choice({code.value: line.label for code, line in OPERATIONS.items()})
_FACTORS = Choice({code.value: line.label for code, line in FACTORS.items()})
_SCOPES = Choice({line.scope.value: line.label for line in SCOPES.values() if line.holder is Holder.CUSTOMER})
_LOCKS = Choice({kind.value: line.label for kind, line in LOCK_RULES.items()})


def _f(name: str, ja: str, en: str, kind: Kind, *, required: bool = True, money: str = "") -> Field:
    return Field(name=name, label=Text(ja, en), kind=kind, required=required, money=money)


def _amount(ja: str, en: str, *, name: str = "amount", zero: bool = False, required: bool = True) -> Field:
    return _f(name, ja, en, Number(zero=zero), money="currency", required=required)


_MONEY = _f("currency", "通貨", "Currency", CURRENCY)
_BANK = (
    _f("bank", "金融機関", "Bank", Name()),
    _f("bank_code", "金融機関コード", "Bank code", Digits(4, 4), required=False),
    _f("branch", "支店", "Branch", Name()),
    _f("branch_code", "支店コード", "Branch code", Digits(3, 3), required=False),
    _f("account_type", "口座の種類", "Kind of account", _ACCOUNT_TYPES, required=False),
    _f("account_number", "口座番号", "Account number", Digits(4, 14)),
    _f("payee", "口座名義", "Account holder", Name()),
)
_ISSUE = (_f("symbol", "銘柄コード", "Symbol", WORD), _f("name", "銘柄名", "Issue", Name()))
_PRICED = (
    _f("quantity", "数量", "Quantity", Number(whole=True, unit=_SHARES)),
    _f("kind", "注文方法", "Kind of order", _PRICES),
    _f("price", "値段", "Price", Number(), required=False, money="currency"),
    _MONEY,
)


def _schema(code: OperationCode, ja: str, en: str, *fields: Field, checks: tuple[Check, ...] = ()) -> Schema:
    return Schema(code=code, version=1, title=Text(ja, en), fields=fields, checks=checks)


_ORDERED = (only_where("price", "kind", "limit", "stop"), whole_yen("price", "currency"))
_LINES = (
    _schema(_O.WITHDRAW, "出金の内容", "Withdrawal",
            _amount("出金額", "Amount"), _MONEY, *_BANK, checks=(whole_yen("amount", "currency"),)),
    _schema(_O.BANK_ACCOUNT_CHANGE, "新しい出金先口座", "New withdrawal account",
            *_BANK, _f("replaces", "いまの口座番号の末尾", "Present account ends in", Digits(3, 4), required=False)),
    _schema(_O.CONTACT_CHANGE, "連絡先の変更", "Change of contact",
            _f("action", "変更の種類", "What is done", _ACTIONS), _f("field", "連絡先", "Contact", _CONTACTS),
            _f("value", "新しい連絡先", "New contact", Name(200), required=False),
            _f("replaces", "いまの連絡先", "Present contact", Name(200), required=False),
            checks=(only_where("value", "action", "add", "change"),)),
    _schema(_O.ORDER_PLACE, "注文の内容", "Order",
            _f("side", "売買", "Side", _SIDES), *_ISSUE, _f("market", "市場", "Market", WORD),
            _f("position", "取引区分", "Position", _POSITIONS), *_PRICED,
            _amount("概算金額", "Estimated amount", name="notional", required=False),
            _f("valid_until", "有効期限", "Valid until", Day(), required=False), checks=_ORDERED),
    _schema(_O.ORDER_CHANGE, "注文の訂正", "Change of an order",
            _f("order", "注文番号", "Order", WORD), *_ISSUE, *_PRICED, checks=_ORDERED),
    _schema(_O.ORDER_CANCEL, "注文の取消", "Cancellation of an order", _f("order", "注文番号", "Order", WORD), *_ISSUE),
    _schema(_O.MARGIN_OPEN, "信用取引の開始", "Opening margin trading",
            _amount("建玉の上限", "Limit of positions", name="limit"), _MONEY,
            _f("agreement_sha256", "同意文書の照合番号", "Check number of the agreement", Digest())),
    _schema(_O.SECURITIES_TRANSFER_OUT, "証券の移管", "Transfer of securities",
            *_ISSUE, _f("quantity", "数量", "Quantity", Number(whole=True, unit=_SHARES)),
            _f("institution", "移管先の会社", "To the firm", Name()), _f("branch", "移管先の支店", "Branch", Name()),
            _f("account_number", "移管先の口座番号", "Account number", Digits(4, 20)),
            _f("holder", "移管先の名義", "Account holder", Name())),
    _schema(_O.LIMIT_CHANGE, "限度額の変更", "Change of limits",
            _f("limit", "限度額の種類", "Limit of", _LIMITS),
            _amount("いまの限度額", "Present limit", name="old", zero=True),
            _amount("新しい限度額", "New limit", name="new", zero=True), _MONEY,
            checks=(whole_yen("old", "currency"), whole_yen("new", "currency"))),
    _schema(_O.API_KEY_ISSUE, "APIの利用許可", "API access",
            _f("client", "利用するプログラム", "Program", Name()),
            _f("scopes", "許可する範囲", "It may", Several(_SCOPES)),
            _f("key", "鍵の照合番号", "Check number of its key", THUMBPRINT),
            _f("expires", "期限", "Until", Day()),
            _amount("1回の注文の上限", "Limit of one order", name="order_limit", required=False),
            _amount("1日の注文の上限", "Limit of orders in one day", name="day_limit", required=False),
            _f("currency", "通貨", "Currency", CURRENCY, required=False),
            _f("symbols", "注文できる銘柄", "Only these symbols", Several(WORD), required=False),
            _f("markets", "注文できる市場", "Only these markets", Several(WORD), required=False)),
    _schema(_O.DELEGATE_ADD, "代理人の登録", "New delegate",
            _f("delegate", "代理人の番号", "Delegate's number", WORD),
            _f("name", "代理人の氏名", "Delegate's name", Name()), _f("relation", "ご関係", "Relation", Name()),
            _f("operations", "任せる手続き", "May do", Several(_OPERATIONS)),
            _f("valid_until", "期限", "Until", Day()),
            _amount("1回の上限", "Limit each time", name="limit", required=False),
            _f("currency", "通貨", "Currency", CURRENCY, required=False)),
    _schema(_O.AUTHENTICATOR_ADD, "認証手段の追加", "New authenticator",
            _f("factor", "種類", "Kind", _FACTORS), _f("name", "名前", "Name", Name(100))),
    _schema(_O.AUTHENTICATOR_REMOVE, "認証手段の削除", "Removal of an authenticator",
            _f("authenticator", "番号", "Number", WORD), _f("factor", "種類", "Kind", _FACTORS),
            _f("name", "名前", "Name", Name(100), required=False)),
    _schema(_O.LOCK_RELEASE, "取引制限の解除", "Release of a lock",
            _f("lock", "解除する制限", "Lock", _LOCKS), _f("lock_id", "制限の番号", "Number of the lock", WORD),
            _f("what", "対象", "Of", Name(), required=False)),
    _schema(_O.OPT_OUT, "必須化の辞退", "Opt-out",
            _f("operations", "辞退する手続き", "For", Several(_OPERATIONS)),
            _f("declined", "使わない認証手段", "Not to be used", Several(_FACTORS), required=False),
            _f("reason", "理由", "Reason", _REASONS), _f("valid_until", "期限", "Until", Day()),
            _f("text_sha256", "説明文の照合番号", "Check number of the explanation", Digest())),
    _schema(_O.STAFF_APPROVAL, "職員の承認", "Approval by staff",
            _f("verdict", "判断", "Verdict", _VERDICTS), _f("kind", "対象の種類", "Kind", WORD),
            _f("reference", "対象の番号", "Reference", WORD), _f("summary", "概要", "Summary", Name(200)),
            _f("sha256", "対象の照合番号", "Check number", Digest())),
)  # fmt: skip
SCHEMAS: Mapping[tuple[OperationCode, int], Schema] = MappingProxyType(
    {(line.code, line.version): line for line in _LINES}
)
"""Every version that was ever published: old evidence is checked with the version it was made with."""
LATEST: Mapping[OperationCode, Schema] = MappingProxyType({line.code: line for line in _LINES})
"""The version that new operations get."""


class NotSignableError(LookupError):
    """There is no such content."""


def schema_of(code: OperationCode, version: int | None = None) -> Schema:
    """The schema of a version, or the latest one.

    Raises:
        NotSignableError: operations of this kind are not signed, or there is no such version.

    """
    found = LATEST.get(code) if version is None else SCHEMAS.get((code, version))
    if found is None:
        raise NotSignableError(code)
    return found
