"""What the words of a text fact mean to people, by fact: ``cash`` is one thing as an event, another as a position."""

from collections.abc import Mapping

from sekisho.kernel.texts import Text

Words = Mapping[str, Text]

_KEPT = {"add": Text("追加", "added"), "change": Text("変更", "changed"), "remove": Text("削除", "removed")}
_USED = {
    "enrol": Text("登録", "enrolled"),
    "use": Text("使用", "used"),
    "fail": Text("失敗", "failed"),
    "lock": Text("ロック", "locked"),
    "recover": Text("復旧", "recovered"),
}
MEANINGS: Mapping[str, Words] = {
    "event_type": {
        "login": Text("ログイン", "login"),
        "factor": Text("認証手段の操作", "authenticator"),
        "profile": Text("設定変更", "change of a setting"),
        "cash": Text("入出金", "deposit or withdrawal"),
        "order": Text("注文", "order"),
        "transfer": Text("証券の移管", "transfer of securities"),
    },
    "channel": {
        "web": Text("ウェブ", "web"),
        "app": Text("アプリ", "app"),
        "tool": Text("取引ツール", "trading program"),
        "api": Text("API", "API"),
        "phone": Text("電話", "telephone"),
        "branch": Text("店頭", "branch"),
        "system": Text("システム", "system"),
    },
    "market_phase": {
        "closed": Text("立会時間外", "closed"),
        "preopen": Text("寄り付き前", "pre-open"),
        "morning": Text("前場", "morning session"),
        "lunch": Text("昼休み", "lunch break"),
        "afternoon": Text("後場", "afternoon session"),
    },
    "field": {
        "password": Text("パスワード", "password"),
        "email": Text("メールアドレス", "e-mail address"),
        "phone": Text("電話番号", "telephone number"),
        "address": Text("住所", "address"),
        "bank_account": Text("出金先口座", "bank account"),
        "notices": Text("通知設定", "notices"),
        "limits": Text("取引・出金の限度額", "limits"),
        "market": Text("取引できる市場", "markets"),
        "margin": Text("信用取引", "margin trading"),
        "api_key": Text("APIキー", "API key"),
        "delegate": Text("代理人", "delegate"),
    },
    "action": {**_KEPT, **_USED},
    "factor_kind": {
        "passkey_synced": Text("同期パスキー", "synced passkey"),
        "passkey_bound": Text("端末固定パスキー", "device-bound passkey"),
        "security_key": Text("セキュリティキー", "security key"),
        "client_cert": Text("電子証明書", "client certificate"),
        "jpki": Text("マイナンバーカード", "My Number card"),
        "app_push": Text("アプリの承認通知", "approval in the app"),
        "totp": Text("認証アプリのコード", "authenticator-app code"),
        "sms_otp": Text("SMSのコード", "code by SMS"),
        "email_otp": Text("メールのコード", "code by e-mail"),
        "recovery_code": Text("回復コード", "recovery code"),
        "password": Text("パスワード", "password"),
    },
    "outcome": {
        "success": Text("成功", "success"),
        "failure": Text("失敗", "failure"),
        "challenged": Text("追加認証中", "challenged"),
        "abandoned": Text("途中放棄", "abandoned"),
    },
    "side": {"buy": Text("買い", "buy"), "sell": Text("売り", "sell")},
    "position": {
        "cash": Text("現物", "cash"),
        "margin_open": Text("信用新規", "margin open"),
        "margin_close": Text("信用返済", "margin close"),
        "nisa": Text("NISA", "NISA"),
    },
    "order_kind": {
        "market": Text("成行", "market order"),
        "limit": Text("指値", "limit order"),
        "stop": Text("逆指値", "stop order"),
    },
    "direction": {"in": Text("入金", "deposit"), "out": Text("出金", "withdrawal")},
    "method": {
        "linked_bank": Text("提携銀行からの入金", "linked bank"),
        "instant": Text("即時入金", "instant deposit"),
        "transfer": Text("振込", "bank transfer"),
    },
    "segment": {
        "prime": Text("プライム", "Prime"),
        "standard": Text("スタンダード", "Standard"),
        "growth": Text("グロース", "Growth"),
        "etf": Text("ETF", "ETF"),
        "reit": Text("REIT", "REIT"),
        "foreign": Text("外国株", "foreign"),
        "fund": Text("投資信託", "fund"),
    },
    "brake": {
        "none": Text("なし", "none"),
        "risk": Text("不審な買いのみ停止", "risky buying only"),
        "all": Text("全面停止", "all buying"),
    },
}
"""Fact → its words. A word that is not listed is shown as it is, e.g. the code of a country."""

_NOTHING: Words = {}


def meaning(fact: str, word: str) -> Text:
    """The ``word`` that is the value of ``fact``, as people read it."""
    return MEANINGS.get(fact, _NOTHING).get(word, Text(word, word))
