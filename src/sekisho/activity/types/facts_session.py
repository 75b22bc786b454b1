"""Facts about the event itself, where it came from, the session and the habits of access."""

from sekisho.activity.types.fact import ALWAYS, Fact, Key, Kind
from sekisho.kernel.texts import Text

_N, _B, _T = Kind.NUMBER, Kind.BOOLEAN, Kind.TEXT
_E, _A, _S = Key.EVENT, Key.ACCOUNT, Key.SESSION


# fmt: off
def _fact(name: str, kind: Kind, unit: str, key: Key, window: str, source: str, ja: str, en: str,
          events: tuple[str, ...] = ALWAYS) -> Fact:
    return Fact(name, kind, unit, key, window, source, Text(ja, en), events)


EVENT = (
    _fact("event_type", _T, "word", _E, "now", "E-01", "イベントの種類", "type of the event"),
    _fact("channel", _T, "word", _E, "now", "E-03", "利用チャネル", "channel used"),
    _fact("hour", _N, "hour 0-23 JST", _E, "now", "signal 13", "時刻（日本時間の時）", "hour of day in Japan"),
    _fact("market_phase", _T, "word", _E, "now", "X-02", "立会の局面", "phase of the trading day (closed, preopen, morning, lunch, afternoon)"),
    _fact("non_business_day", _B, "yes/no", _E, "now", "signal 13", "休業日", "the exchange is closed all day"),
    _fact("country", _T, "ISO 3166 alpha-2", _E, "now", "G-17", "接続元の国", "country of the address"),
    _fact("foreign", _B, "yes/no", _E, "now", "G-17", "国外からの接続", "address outside Japan"),
    _fact("hosting", _B, "yes/no", _E, "now", "E-08", "データセンターの回線", "address of a data centre"),
    _fact("vpn", _B, "yes/no", _E, "now", "E-08", "VPNの回線", "address of a VPN service"),
    _fact("tor", _B, "yes/no", _E, "now", "E-08", "Torの出口", "Tor exit"),
    _fact("private_relay", _B, "yes/no", _E, "now", "E-08", "端末メーカーの中継回線", "address of a device maker's privacy relay"),
    _fact("address_missing", _B, "yes/no", _E, "now", "E-09", "接続元アドレスなし", "the event names no address"),
    _fact("device_missing", _B, "yes/no", _E, "now", "E-09", "端末情報なし", "the event names no device"),
    _fact("field", _T, "word", _E, "now", "C-06", "変更された項目", "setting that changed", ("profile",)),
    _fact("action", _T, "word", _E, "now", "C-09", "変更の種類", "what was done to the setting or authenticator", ("profile", "factor")),
    _fact("factor_kind", _T, "word", _E, "now", "C-09", "認証手段の種類", "kind of authenticator concerned", ("factor",)),
    _fact("outcome", _T, "word", _E, "now", "C-01", "ログインの結果", "outcome of the login", ("login",)),
    _fact("phishing_resistant", _B, "yes/no", _E, "now", "C-01", "耐フィッシング認証の使用", "a phishing-resistant factor was used at this session's login"),
    _fact("relayable_code", _B, "yes/no", _E, "now", "G-07", "中継可能なコードの使用", "the session rests on a one-time code that can be relayed"),
    _fact("password_only", _B, "yes/no", _E, "now", "G-07", "パスワードのみ", "the session rests on a password alone"),
)

ACCESS = (
    _fact("account_age_days", _N, "days", _A, "ever", "E-08", "口座を初めて見てからの日数", "days since the account was first seen"),
    _fact("logins_before", _N, "count", _A, "ever", "E-08", "過去の成功ログイン数", "successful logins so far"),
    _fact("days_since_login", _N, "days", _A, "ever", "signal 13", "前回ログインからの日数", "days since the previous successful login"),
    _fact("known_devices", _N, "count", _A, "last 6 devices", "E-08", "既知の端末数", "devices known for the account"),
    _fact("new_device", _B, "yes/no", _A, "24 h settling", "signal 1", "新しい端末", "device not yet settled on this account (first used less than 24 h ago)"),
    _fact("device_age_days", _N, "days", _A, "last 6 devices", "signal 1", "この口座での端末の使用日数", "days since this account first used the device"),
    _fact("device_logins", _N, "count", _A, "last 6 devices", "signal 1", "この端末でのログイン数", "successful logins of this account from the device"),
    _fact("new_network", _B, "yes/no", _A, "24 h settling", "signal 1", "新しい回線", "network (/24 or /48) not yet settled on this account"),
    _fact("new_asn", _B, "yes/no", _A, "24 h settling", "signal 1", "新しい通信事業者", "operator (ASN) not yet settled on this account"),
    _fact("new_country", _B, "yes/no", _A, "24 h settling", "signal 1", "新しい国", "country not yet settled on this account"),
    _fact("new_agent", _B, "yes/no", _A, "24 h settling", "signal 1", "新しいブラウザ・OS", "browser and system not yet settled on this account"),
    _fact("new_channel", _B, "yes/no", _A, "24 h settling", "signal 3", "新しい利用経路", "channel not yet settled on this account"),
    _fact("new_client", _B, "yes/no", _A, "24 h settling", "signal 3", "新しいクライアント", "client program not yet settled on this account"),
    _fact("client_downgraded", _B, "yes/no", _A, "ever", "signal 3", "旧版クライアント", "older client version than the account last used"),
    _fact("language_changed", _B, "yes/no", _A, "last login", "signal 1", "表示言語の変化", "device language differs from the account's last settled one"),
    _fact("timezone_changed", _B, "yes/no", _A, "last login", "signal 1", "時間帯設定の変化", "device time zone differs from the account's last settled one"),
    _fact("hour_share", _N, "share 0-1", _A, "decayed, 60 logins", "signal 13", "この時間帯のログイン割合", "share of past logins within two hours of this hour"),
    _fact("failures_10m", _N, "count", _A, "10 min", "signal 12", "10分間の認証失敗数", "failed authentications in ten minutes"),
    _fact("failures_24h", _N, "count", _A, "24 h", "signal 12", "24時間の認証失敗数", "failed authentications in a day"),
    _fact("code_failures_1h", _N, "count", _A, "1 h", "signal 12", "1時間のコード誤り", "wrong one-time codes in an hour"),
    _fact("abandoned_24h", _N, "count", _A, "24 h", "signal 12", "24時間の途中放棄", "challenges abandoned in a day"),
    _fact("holds_strong_factor", _B, "yes/no", _A, "ever", "signal 12", "耐フィッシング認証の登録", "a phishing-resistant authenticator is enrolled"),
    _fact("downgraded", _B, "yes/no", _A, "now", "signal 12", "認証強度の低下", "weaker factor than the strongest enrolled one"),
)

SESSION = (
    _fact("session_known", _B, "yes/no", _S, "session", "E-09", "ログインが確認できる", "the login of this session was seen"),
    _fact("minutes_since_login", _N, "minutes", _S, "session", "5.1", "ログインからの分数", "minutes since the session's login"),
    _fact("session_network_changed", _B, "yes/no", _S, "session", "C-02", "セッション中の回線変化", "network differs from the one at login"),
    _fact("session_asn_changed", _B, "yes/no", _S, "session", "C-02", "セッション中の事業者変化", "operator differs from the one at login"),
    _fact("session_country_changed", _B, "yes/no", _S, "session", "C-02", "セッション中の国変化", "country differs from the one at login"),
    _fact("session_device_changed", _B, "yes/no", _S, "session", "C-02", "セッション中の端末変化", "device differs from the one at login"),
    _fact("session_agent_changed", _B, "yes/no", _S, "session", "C-02", "セッション中のブラウザ変化", "browser or system differs from the one at login"),
    _fact("parallel_sessions", _N, "count", _S, "30 min", "5.1", "並行セッション数", "other sessions of the account begun in half an hour from another device"),
)

CHANGES = (
    _fact("minutes_since_contact_change", _N, "minutes", _A, "ever", "signal 4", "連絡先変更からの分数", "minutes since e-mail, phone or address changed"),
    _fact("minutes_since_bank_change", _N, "minutes", _A, "ever", "signal 4", "出金口座変更からの分数", "minutes since the withdrawal account changed"),
    _fact("minutes_since_factor_change", _N, "minutes", _A, "ever", "C-10", "認証手段変更からの分数", "minutes since an authenticator was enrolled or removed"),
    _fact("minutes_since_recovery", _N, "minutes", _A, "ever", "C-09", "認証復旧からの分数", "minutes since an authenticator was recovered"),
    _fact("minutes_since_enablement", _N, "minutes", _A, "ever", "signal 4", "取引枠変更からの分数", "minutes since a market, margin, limit, API key or delegate was enabled"),
    _fact("minutes_since_password_change", _N, "minutes", _A, "ever", "signal 11", "パスワード変更からの分数", "minutes since the password changed"),
    _fact("minutes_since_notice_change", _N, "minutes", _A, "ever", "C-16", "通知設定変更からの分数", "minutes since the notices were changed"),
    _fact("changes_24h", _N, "count", _A, "24 h", "signal 4", "24時間の重要変更数", "sensitive changes in a day"),
    _fact("minutes_since_report", _N, "minutes", _A, "ever", "signal 11", "本人の届け出からの分数", "minutes since the customer or another body reported misuse"),
    _fact("minutes_since_denial", _N, "minutes", _A, "ever", "C-19", "本人否認からの分数", "minutes since the customer answered that it was not them"),
    _fact("minutes_since_confirmation", _N, "minutes", _A, "ever", "A-07", "本人確認回答からの分数", "minutes since the customer confirmed with a phishing-resistant factor"),
    _fact("frozen", _B, "yes/no", _A, "until lifted", "C-20", "凍結中", "a freeze covers this kind of event"),
    _fact("minutes_since_freeze", _N, "minutes", _A, "ever", "signal 11", "凍結からの分数", "minutes since a freeze was placed"),
)
