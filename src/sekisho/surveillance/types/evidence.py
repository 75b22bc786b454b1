"""Every piece of evidence an alert may carry: its unit and its name for people."""

from collections.abc import Callable
from dataclasses import dataclass

from sekisho.kernel.texts import Text
from sekisho.surveillance.types.alert import Scalar


@dataclass(frozen=True, slots=True)
class Signal:
    """``unit`` is one of count, yen, price, share, ratio, minutes, days, number, yes/no, word, words."""

    unit: str
    text: Text


def _signal(unit: str, ja: str, en: str) -> Signal:
    return Signal(unit, Text(ja, en))


SIGNALS: dict[str, Signal] = {
    "account_age_days": _signal("days", "口座を初めて見てからの日数", "days since the account was first seen"),
    "answered": _signal("word", "回答", "what was answered"),
    "answering": _signal("share", "不審な買いに対する売りの割合", "sold over what unusual buyers ordered"),
    "bought_before": _signal("count", "事前に買い集めた株数", "shares bought before the unusual buying"),
    "buyers": _signal("count", "買い手の口座数", "accounts buying"),
    "buyers_named": _signal("words", "不審な買い手の口座", "the unusual buyers"),
    "close_meetings": _signal("count", "ほぼ同時または同数量の対当", "meetings within 15 seconds or in equal quantity"),
    "concentration": _signal("share", "一日の買付に占める割合", "share of the day's buying"),
    "held_for": _signal("minutes", "買い集め始めてからの時間", "time since it began to buy"),
    "devices": _signal("count", "端末の種類", "different devices"),
    "disclosure": _signal("yes/no", "24時間以内の適時開示", "disclosure within a day"),
    "held": _signal("count", "保留または拒否された口座数", "accounts whose orders were held or denied"),
    "held_before": _signal("count", "停止銘柄で止められた口座数", "accounts held in the stopped name before"),
    "liquidation": _signal("share", "24時間の換金率", "share of the holdings sold in a day"),
    "market_cap": _signal("yen", "時価総額", "market capitalisation"),
    "met_buyers": _signal("count", "同値で対当した不審な買い手", "unusual buyers met at one price"),
    "minutes": _signal("minutes", "経過時間", "time it took"),
    "minutes_since_login": _signal("minutes", "ログインからの時間", "time since the login"),
    "names_bought": _signal("words", "買われた銘柄", "names bought"),
    "networks": _signal("count", "回線の種類", "different networks"),
    "new_name": _signal("yes/no", "保有歴のない銘柄", "name never held before"),
    "order_to_adv": _signal("share", "平均売買代金に対する注文代金", "order value over the mean value traded in a day"),
    "order_to_habit": _signal("ratio", "普段の注文額に対する倍率", "order value over the account's usual order"),
    "orders_change": _signal(
        "number", "注文数の標準偏差の変化率", "relative change of the deviation of orders a minute"
    ),
    "portfolio": _signal("yen", "保有証券の評価額", "value of the holdings"),
    "price": _signal("price", "株価", "price"),
    "price_change": _signal("share", "直近の株価の変化", "price against the latest minutes"),
    "price_move": _signal("share", "前日比", "price against the previous close"),
    "profit": _signal("share", "推定利益率", "estimated gain"),
    "pulled_in": _signal("yen", "銀行からの引き込み額", "money pulled in from the bank"),
    "redeployment": _signal("share", "再投資率", "bought over sold in a day"),
    "reported": _signal("yes/no", "24時間以内の銘柄通報", "misuse of the name reported within a day"),
    "risky_accounts": _signal("count", "不審なアクセスのあった口座数", "accounts entered in unusual sessions"),
    "rush_change": _signal(
        "number", "同時刻注文の標準偏差の変化率", "relative change of the deviation of same-second orders"
    ),
    "segment": _signal("word", "市場区分", "market segment"),
    "seller_share": _signal("share", "当社の売りに占める割合", "share of our selling"),
    "series_out": _signal("count", "普段の形から外れた系列数", "series out of their pattern"),
    "session_risk": _signal("number", "セッションの危険度", "session risk"),
    "shared": _signal("word", "共有されたもの", "what is shared"),
    "shared_value": _signal("word", "共有された値", "the shared value"),
    "sold": _signal("yen", "売却額", "value sold"),
    "sold_out": _signal(
        "count", "直前に保有証券の半分以上を売った口座数", "accounts that had just sold half of their holdings or more"
    ),
    "steady": _signal("yes/no", "一定間隔の操作", "acts at even intervals"),
    "stopped_by": _signal("word", "停止の理由", "what stopped it"),
    "stopped_name": _signal("word", "停止された銘柄", "the stopped name"),
    "unusual_buyers": _signal("count", "不審な買い手の口座数", "accounts buying in unusual sessions"),
    "unusual_value_share": _signal(
        "share", "不審な口座の注文額の割合", "share of the ordered value held by unusual accounts"
    ),
    "value": _signal("yen", "注文額の合計", "value ordered"),
    "value_change": _signal("number", "注文額の標準偏差の変化率", "relative change of the deviation of value a minute"),
    "value_to_adv": _signal("share", "平均売買代金に対する割合", "over the mean value traded in a day"),
    "young_account": _signal("yes/no", "新しいまたは取引の少ない口座", "young account, or one with few orders"),
}

WORDS: dict[str, Text] = {
    "allow": Text("許可", "allowed"),
    "step_up": Text("追加認証", "step-up"),
    "hold": Text("保留", "held"),
    "deny": Text("拒否", "denied"),
    "device": Text("端末", "device"),
    "network": Text("回線", "network"),
    "trace": Text("自動操作の痕跡", "automation trace"),
    "brake": Text("買付停止の措置", "a brake"),
    "holds": Text("注文の保留の集中", "many held orders"),
}
"""Words of the machine's vocabulary that alerts show to people."""


def spell(name: str, value: Scalar | tuple[str, ...], language: str) -> str:
    """The value of the signal ``name`` as a person reads it in ``language``.

    Raises:
        KeyError: there is no signal of that name.

    """
    unit = SIGNALS[name].unit
    japanese = language == "ja"
    if isinstance(value, tuple):
        return ("、" if japanese else ", ").join(value)
    if isinstance(value, str):
        return WORDS[value].read(language) if value in WORDS else value
    if isinstance(value, bool):
        return _YES_NO[value].read(language)
    return _SPELLINGS[unit](value)[japanese]


def _plain(value: float) -> str:
    """Whole numbers and large ones without decimals, others with three significant digits."""
    return f"{value:,.0f}" if abs(value) >= _LARGE or value == int(value) else f"{value:,.3g}"


def _share(value: float) -> tuple[str, str]:
    """Percent; from ten on, times."""
    if abs(value) >= _MANY:
        return f"{_plain(value)} times", f"{_plain(value)}倍"
    return f"{_plain(100 * value)} %", f"{_plain(100 * value)}%"


def _span(minutes: float) -> tuple[str, str]:
    """Minutes below two hours, hours below two days, else days."""
    for most, divisor, en, ja in _SPANS:
        if minutes < most:
            return f"{_plain(minutes / divisor)} {en}", f"{_plain(minutes / divisor)}{ja}"
    return f"{_plain(minutes / 1440)} days", f"{_plain(minutes / 1440)}日"


_LARGE, _MANY = 100, 10
_SPANS = ((120, 1, "min", "分"), (2880, 60, "h", "時間"))
_YES_NO = (Text("いいえ", "no"), Text("はい", "yes"))
_SPELLINGS: dict[str, Callable[[float], tuple[str, str]]] = {
    "count": lambda value: (_plain(value), _plain(value)),
    "number": lambda value: (_plain(value), _plain(value)),
    "yen": lambda value: (f"¥{value:,.0f}", f"{value:,.0f}円"),
    "price": lambda value: (f"¥{_plain(value)}", f"{_plain(value)}円"),
    "share": _share,
    "ratio": lambda value: (f"{_plain(value)} times", f"{_plain(value)}倍"),
    "minutes": _span,
    "days": lambda value: (f"{_plain(value)} days", f"{_plain(value)}日"),
}
"""English and Japanese spelling by unit."""
