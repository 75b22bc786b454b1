"""The closed lists whose places are stored in tables instead of words."""

from typing import Final

KINDS: Final = (
    "instrument", "quote", "login", "holdings", "factor", "profile", "cash", "order", "execution", "cancel",
    "transfer", "answer", "report", "logout",
)  # fmt: skip
"""Kinds of event in the order in which events of one millisecond are told: causes first."""

IMPERSONAL: Final = frozenset({"instrument", "quote"})
"""Kinds that belong to no account."""

FACTORS: Final = ("password", "sms_otp", "email_otp", "totp", "app_push", "passkey_synced", "passkey_bound")
PASSWORD, SMS, EMAIL, TOTP, PUSH, SYNCED, BOUND = range(7)
STRONG: Final = SYNCED
"""Factors from this place on resist phishing."""
SPOKEN: Final = (
    ("pwd", "password"), ("pwd", "sms", "sms_otp"), ("pwd", "otp", "email_otp"), ("pwd", "otp", "totp"),
    ("pwd", "swk", "app_push"), ("swk", "user", "passkey_synced"), ("hwk", "user", "passkey_bound"),
)  # fmt: skip
"""RFC 8176 values and the kind itself, as a login names them."""

CHANNELS: Final = ("web", "app", "tool", "api", "system")
WEB, APP, TOOL, API, SYSTEM = range(5)

CLIENTS: Final = (
    "", "trader-app/9.0.4", "trader-app/9.1.0", "trader-app/9.1.2", "trader-app/9.2.0", "trade-desk/17.10",
    "trade-desk/17.16", "trade-desk/17.20", "trade-desk/17.22", "order-kit/2.1", "ledger-sync/3.4",
)  # fmt: skip
FIRST_APP, LAST_APP = 1, 4
OLD_DESK, FIRST_DESK, LAST_DESK = 5, 7, 8
ORDER_KIT, LEDGER_SYNC = 9, 10

LOCALES: Final = (
    ("ja", "Asia/Tokyo"), ("ja-JP", "Asia/Tokyo"), ("en-US", "Asia/Tokyo"), ("zh-CN", "Asia/Tokyo"),
    ("ko-KR", "Asia/Tokyo"), ("zh-CN", "Asia/Shanghai"), ("zh-TW", "Asia/Taipei"), ("en-US", "America/New_York"),
)  # fmt: skip

OUTCOMES: Final = ("success", "failure", "challenged", "abandoned")
SUCCESS, FAILURE, CHALLENGED, ABANDONED = range(4)
FAILURES: Final = ("", "password", "code", "passkey")
NO_FAULT, WRONG_PASSWORD, WRONG_CODE, NO_PASSKEY = range(4)

SIDES: Final = ("buy", "sell")
BUY, SELL = range(2)
ORDER_KINDS: Final = ("market", "limit", "stop")
AT_MARKET, AT_LIMIT, AT_STOP = range(3)
POSITIONS: Final = ("cash", "margin_open", "margin_close", "nisa")
IN_CASH, MARGIN_OPEN, MARGIN_CLOSE, IN_NISA = range(4)

FACTOR_ACTIONS: Final = ("enrol", "remove", "use", "fail", "lock", "recover")
ENROL, REMOVE, USE, FAIL, LOCK, RECOVER = range(6)
FIELDS: Final = (
    "password", "email", "phone", "address", "bank_account", "notices", "limits", "market", "margin", "api_key",
    "delegate",
)  # fmt: skip
FIELD: Final = {name: place for place, name in enumerate(FIELDS)}
CHANGES: Final = ("add", "change", "remove")
ADD, CHANGE, DROP = range(3)
DIRECTIONS: Final = ("in", "out")
METHODS: Final = ("linked_bank", "instant", "transfer")
LINKED_BANK, INSTANT, BY_TRANSFER = range(3)
ANSWERS: Final = ("yes", "no", "timeout")
SAYS: Final = ("not_my_login", "not_my_order", "phished", "device_lost", "suspicious_instrument")
LOGOUTS: Final = ("", "customer", "timeout")
CANCELS: Final = ("customer", "unfilled")

MARKETS: Final = ("XTKS", "XHKG", "XNAS")
TOKYO, HONG_KONG, NEW_YORK = range(3)
CURRENCIES: Final = ("", "HKD", "USD")
YEN_A_UNIT: Final = (1.0, 19.3, 149.5)
SEGMENTS: Final = ("growth", "standard", "prime", "etf", "foreign")
GROWTH, STANDARD, PRIME, ETF, FOREIGN = range(5)
