"""Facts about orders and money, and about devices, networks, instruments and the market."""

from sekisho.activity.types.fact import ALWAYS, Fact, Key, Kind
from sekisho.kernel.texts import Text

_N, _B, _T = Kind.NUMBER, Kind.BOOLEAN, Kind.TEXT
_A, _I, _M = Key.ACCOUNT, Key.INSTRUMENT, Key.MARKET
_MONEY = ("order", "cash", "transfer")
_ORDER = ("order",)
_NAMED = ("order", "transfer")
_CASH = ("cash",)


# fmt: off
def _fact(name: str, kind: Kind, unit: str, key: Key, window: str, source: str, ja: str, en: str,
          events: tuple[str, ...] = ALWAYS, stage: int = 1) -> Fact:
    return Fact(name, kind, unit, key, window, source, Text(ja, en), events, stage)


ORDER = (
    _fact("side", _T, "word", Key.EVENT, "now", "A-02", "売買の別", "buy or sell", _ORDER),
    _fact("position", _T, "word", Key.EVENT, "now", "5.1", "取引区分", "cash, margin_open, margin_close or nisa", _ORDER),
    _fact("order_kind", _T, "word", Key.EVENT, "now", "signal 5", "注文の種類", "market, limit or stop", _ORDER),
    _fact("order_value", _N, "yen", Key.EVENT, "now", "A-02", "注文代金", "value of the order", _ORDER),
    _fact("value_unknown", _B, "yes/no", Key.EVENT, "now", "E-09", "注文代金が不明", "the order's value in yen could not be told", _ORDER),
    _fact("order_to_habit", _N, "ratio", _A, "decayed, 20 orders", "A-09", "普段の注文額に対する倍率", "order value over the account's usual order value", _ORDER),
    _fact("orders_before", _N, "count", _A, "ever", "A-09", "過去の注文数", "orders so far", _MONEY),
    _fact("days_since_order", _N, "days", _A, "ever", "signal 13", "前回注文からの日数", "days since the previous order", _MONEY),
    _fact("first_order_of_session", _B, "yes/no", Key.SESSION, "session", "5.1", "セッション最初の注文", "no order yet in this session", _MONEY),
    _fact("orders_10m", _N, "count", _A, "10 min", "signal 5", "10分間の注文数", "orders in ten minutes", _MONEY),
    _fact("new_symbol", _B, "yes/no", _A, "last 12 names", "signal 6", "初めての銘柄", "never held or traded by the account", _NAMED),
    _fact("thin_habit", _B, "yes/no", _A, "ever", "A-09", "小型株の取引経験", "the account has traded thin names before", _NAMED),
    _fact("sold_1h", _N, "yen", _A, "1 h", "signal 5", "1時間の売却額", "value of sell orders in an hour, this one included", _MONEY),
    _fact("bought_1h", _N, "yen", _A, "1 h", "signal 6", "1時間の買付額", "value of buy orders in an hour, this one included", _MONEY),
    _fact("sold_24h", _N, "yen", _A, "24 h", "signal 5", "24時間の売却額", "value of sell orders in a day", _MONEY),
    _fact("bought_24h", _N, "yen", _A, "24 h", "signal 6", "24時間の買付額", "value of buy orders in a day", _MONEY),
    _fact("sold_names_1h", _N, "count", _A, "1 h", "signal 5", "1時間に売った銘柄数", "sell orders of distinct names in an hour", _MONEY),
    _fact("portfolio_value", _N, "yen", _A, "latest snapshot", "signal 5", "保有証券の評価額", "value of securities at the latest snapshot", _MONEY),
    _fact("cash_value", _N, "yen", _A, "latest snapshot", "signal 6", "預り金", "cash at the latest snapshot", _MONEY),
    _fact("liquidation_1h", _N, "share", _A, "1 h", "A-01", "1時間の換金率", "sold in an hour over the portfolio's value", _MONEY),
    _fact("liquidation_24h", _N, "share", _A, "24 h", "A-01", "24時間の換金率", "sold in a day over the portfolio's value", _MONEY),
    _fact("redeployment_24h", _N, "ratio", _A, "24 h", "A-01", "再投資率", "bought in a day over sold in a day", _MONEY),
    _fact("concentration_24h", _N, "share", _A, "24 h", "signal 6", "一銘柄への集中度", "share of the day's buying that went into this name", _ORDER),
    _fact("power_used", _N, "share", _A, "now", "signal 6", "買付余力の使用率", "order value over cash and the day's sales", _ORDER),
    _fact("nisa_sold_24h", _N, "yen", _A, "24 h", "signal 5", "24時間のNISA売却額", "value of tax-sheltered sales in a day", _MONEY),
    _fact("margin_first", _B, "yes/no", _A, "ever", "signal 4", "初めての信用新規", "first margin position of the account", _ORDER),
    _fact("cancels_1h", _N, "count", _A, "1 h", "5.1", "1時間の取消数", "cancelled orders in an hour", _MONEY),
    _fact("cash_in_1h", _N, "yen", _A, "1 h", "A-18", "1時間の入金額", "money paid in within an hour", _MONEY),
    _fact("pull_in_24h", _N, "yen", _A, "24 h", "A-18", "24時間の即時入金額", "money pulled from a linked bank or by instant deposit in a day", _MONEY),
)

CASH = (
    _fact("direction", _T, "word", Key.EVENT, "now", "C-03", "入出金の別", "in or out", _CASH),
    _fact("method", _T, "word", Key.EVENT, "now", "A-18", "入出金の方法", "linked_bank, instant or transfer", _CASH),
    _fact("amount", _N, "yen", Key.EVENT, "now", "C-03", "入出金額", "amount of money", _CASH),
    _fact("destination_new", _B, "yes/no", _A, "last 3 accounts", "C-04", "初めての出金先", "bank account never paid to before", _CASH),
    _fact("destination_age_hours", _N, "hours", _A, "last 3 accounts", "C-04", "出金先登録からの時間", "hours since the bank account was first seen", _CASH),
    _fact("other_name", _B, "yes/no", Key.EVENT, "now", "C-04", "他人名義の出金先", "bank account in another name", _CASH),
    _fact("amount_to_cash", _N, "share", _A, "latest snapshot", "C-03", "預り金に対する割合", "amount over cash at the latest snapshot", _CASH),
    _fact("cash_out_24h", _N, "yen", _A, "24 h", "C-03", "24時間の出金額", "money paid out in a day, this included", _MONEY),
)

INSTRUMENT = (
    _fact("segment", _T, "word", _I, "day", "signal 7", "市場区分", "market segment", _NAMED),
    _fact("market_cap", _N, "yen", _I, "day", "signal 7", "時価総額", "market capitalisation", _NAMED),
    _fact("adv", _N, "yen", _I, "20 days", "signal 7", "平均売買代金", "20-day mean traded value", _NAMED),
    _fact("price", _N, "yen", _I, "latest", "signal 7", "株価", "latest price", _NAMED),
    _fact("thin", _B, "yes/no", _I, "day", "A-02", "流動性の低い銘柄", "capitalisation under 10 bn yen or mean traded value under 50 M yen", _NAMED),
    _fact("order_to_adv", _N, "ratio", _I, "20 days", "A-02", "平均売買代金に対する注文代金", "order value over the 20-day mean traded value", _ORDER),
    _fact("account_to_adv_24h", _N, "ratio", _I, "24 h", "A-02", "平均売買代金に対する一日の買付", "the account's buying of this name in a day over mean traded value", _NAMED),
    _fact("price_move", _N, "share", _I, "day", "signal 7", "前日比", "latest price over previous close, less one", _NAMED),
    _fact("to_limit_up", _N, "share", _I, "day", "A-02", "ストップ高までの距離", "distance to the limit price over the day's allowed move", _NAMED),
    _fact("limit_to_last", _N, "ratio", _I, "latest", "signal 7", "直近値に対する指値", "limit price over the latest price", _ORDER),
    _fact("volume_multiple", _N, "ratio", _I, "day", "signal 7", "売買代金の倍率", "value traded today over the 20-day mean", _NAMED),
    _fact("quote_age_minutes", _N, "minutes", _I, "latest", "E-09", "気配情報の古さ", "minutes since the latest quote or reference data", _NAMED),
    _fact("buyers_30m", _N, "count", _I, "30 min", "signal 8", "30分間の買い手口座数", "accounts that ordered to buy this name in half an hour (at most 64 are counted)", _ORDER, 2),
    _fact("risky_buyers_30m", _N, "count", _I, "30 min", "A-03", "30分間の不審な買い手数", "other accounts of raised session risk that ordered to buy in half an hour", _ORDER, 2),
    _fact("risky_buyers_24h", _N, "count", _I, "24 h", "A-03", "24時間の不審な買い手数", "other accounts of raised session risk that ordered to buy in a day", _ORDER, 2),
    _fact("buy_to_adv_30m", _N, "ratio", _I, "30 min", "signal 7", "30分間の買いの厚み", "our buy orders of half an hour over mean traded value", _ORDER, 2),
    _fact("risk_share_30m", _N, "share", _I, "30 min", "signal 8", "30分間の不審な買いの割合", "share of our buying of half an hour weighted by session risk", _ORDER, 2),
    _fact("new_holder_share_30m", _N, "share", _I, "30 min", "signal 8", "30分間の新規買い手の割合", "share of our buy orders by accounts new to the name", _ORDER, 2),
    _fact("seller_concentration_24h", _N, "share", _I, "24 h", "signal 9", "売り手の集中度", "largest seller's share of our selling in a day", _ORDER, 2),
    _fact("matched_counter", _B, "yes/no", _I, "2 min", "signal 9", "同値の対当注文", "an opposite order of another account at the same price within two minutes", _ORDER, 2),
    _fact("instrument_reports_24h", _N, "count", _I, "24 h", "A-07", "24時間の銘柄通報数", "reports of misuse of this name in a day", _NAMED, 2),
    _fact("brake", _T, "word", _I, "until lifted", "A-06", "買付停止", "brake on buying: none, risk or all", _ORDER, 2),
)

SURROUNDINGS = (
    _fact("device_accounts", _N, "count", Key.DEVICE, "last 8 accounts", "signal 2", "端末を使った口座数", "accounts the device was used for (at most 8 are counted)"),
    _fact("device_accounts_24h", _N, "count", Key.DEVICE, "24 h", "signal 2", "24時間に端末を使った口座数", "accounts the device was used for in a day"),
    _fact("device_failures_1h", _N, "count", Key.DEVICE, "1 h", "signal 12", "端末の1時間の失敗数", "failed logins from the device in an hour"),
    _fact("device_first_seen_days", _N, "days", Key.DEVICE, "ever", "signal 1", "端末を初めて見てからの日数", "days since the device was first seen anywhere"),
    _fact("network_accounts_1h", _N, "count", Key.NETWORK, "1 h", "signal 2", "回線の1時間の口座数", "accounts seen on the network in an hour (estimate)"),
    _fact("network_failures_1h", _N, "count", Key.NETWORK, "1 h", "signal 2", "回線の1時間の失敗数", "failed logins on the network in an hour"),
    _fact("network_failure_share_1h", _N, "share", Key.NETWORK, "1 h", "signal 2", "回線の1時間の失敗率", "failed share of logins on the network in an hour"),
    _fact("network_first_seen_days", _N, "days", Key.NETWORK, "ever", "signal 1", "回線を初めて見てからの日数", "days since the network was first seen anywhere"),
    _fact("asn_share", _N, "share", _M, "decayed, 1 M logins", "E-08", "通信事業者の利用割合", "share of all logins that come from the operator", ALWAYS, 2),
    _fact("agent_share", _N, "share", _M, "decayed, 1 M logins", "E-08", "ブラウザの利用割合", "share of all logins that show the browser and system", ALWAYS, 2),
    _fact("network_risky_logins_24h", _N, "count", Key.NETWORK, "24 h", "signal 2", "回線の24時間の不審ログイン数", "logins of raised risk of other accounts on the network in a day", ALWAYS, 2),
    _fact("agent_risky_share_1h", _N, "share", Key.AGENT, "1 h", "signal 2", "同一ブラウザの不審ログイン率", "share of logins of raised risk among those with the same exact browser string in an hour", ALWAYS, 2),
    _fact("agent_risky_logins_1h", _N, "count", Key.AGENT, "1 h", "signal 2", "同一ブラウザの不審ログイン数", "logins of raised risk with the same exact browser string in an hour", ALWAYS, 2),
    _fact("market_failure_share_10m", _N, "share", _M, "10 min", "X-03", "全体の失敗率", "failed share of all logins in ten minutes", ALWAYS, 2),
    _fact("market_risky_buy_share_30m", _N, "share", _M, "30 min", "A-07", "全体の不審な買いの割合", "share of all thin-name buying of half an hour weighted by session risk", ALWAYS, 2),
    _fact("session_risk", _N, "0-1", Key.SESSION, "session", "E-08", "セッションの危険度", "how unlike the account holder the session's login and conduct are", ALWAYS, 2),
)
