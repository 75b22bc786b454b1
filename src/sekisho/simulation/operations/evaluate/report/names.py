"""Words of the figures for people."""

from sekisho.kernel.texts import Text

KIND_NAMES = {
    "login": Text("ログイン（成功）", "Login (successful)"),
    "login_failed": Text("ログイン（不成功）", "Login (not successful)"),
    "factor": Text("認証手段の変更", "Change of authenticator"),
    "profile": Text("登録情報の変更", "Change of settings"),
    "cash": Text("入出金", "Cash in or out"),
    "order": Text("注文", "Order"),
    "transfer": Text("証券の移管", "Transfer of securities"),
    "all": Text("すべて", "All"),
}
VERDICT_NAMES = {
    "allow": Text("許可", "allow"),
    "step_up": Text("追加認証", "step-up"),
    "hold": Text("保留", "hold"),
    "deny": Text("拒否", "deny"),
}
AT_LEAST = {
    "step_up": Text("追加認証以上", "step-up or stricter"),
    "hold": Text("保留または拒否", "hold or deny"),
}
SHAPE_NAMES = {
    "ring": Text("連携した口座群", "Accounts acting together"),
    "instrument": Text("銘柄", "Instrument"),
    "infrastructure": Text("共有の端末・回線", "Shared devices or networks"),
    "beneficiary": Text("利益を得た口座", "Beneficiary"),
    "account": Text("口座", "Account"),
    "all": Text("すべての警報", "All alerts"),
    "case": Text("判定が求めた事案（口座と日ごと）", "Cases asked for by decisions (one an account and day)"),
}
VARIANT_ALL = Text("合計", "All together")


def variant(name: str) -> str | Text:
    """A variant keeps the name it has in the labels; only the sum and the unknown have words."""
    if name == "unattributed":
        return Text("事案の指定なし", "names no incident")
    return VARIANT_ALL if name == "all" else name


def shape(name: str) -> str | Text:
    """The shape of an alert."""
    return SHAPE_NAMES.get(name, name)
