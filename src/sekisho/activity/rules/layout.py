"""Where each number of an account's state lies in its two flat arrays of doubles.

Doubles hold milliseconds, yen, counts and 52-bit hashes exactly, need no object each, and one account's numbers lie
side by side in memory: a million accounts stay small and an event touches few cache lines. 0 means never or none.
"""

from sekisho.activity.rules.windows import room

SETTLING = 24 * 3_600_000
"""Milliseconds until what was first seen on an account stops being new: a thief's own login must not make it usual."""

# --- access: every account has it ---
KEY = 0
FIRST_SEEN = 1
LATEST = 2
LAST_LOGIN = 3
LOGINS = 4
STRONG_KINDS = 5
CONTACT_AT = 6
BANK_AT = 7
FACTOR_AT = 8
RECOVERY_AT = 9
ENABLEMENT_AT = 10
PASSWORD_AT = 11
NOTICES_AT = 12
REPORT_AT = 13
DENIAL_AT = 14
CONFIRMED_AT = 15
FREEZE_AT = 16
FREEZE_SCOPE = 17
FREEZE_UNTIL = 18
LANGUAGE = 19
TIMEZONE = 20
TROUBLE_AT = 21
SENSITIVE_AT = 22
FRONT_SINCE = 23
"""When the youngest of the first rows of the tables below was first seen."""
IN_10M = 24
"""Window of ten minutes: failures."""
IN_1H = IN_10M + room(1)
"""Window of an hour: wrong codes."""
IN_24H = IN_1H + room(1)
"""Window of a day: failures, abandoned challenges, sensitive changes."""
DAY_COUNTERS = 3
HOURS = IN_24H + room(DAY_COUNTERS)
HOUR_BINS = 12

DEVICES = HOURS + HOUR_BINS
DEVICE_STRIDE = 4
DEVICES_END = DEVICES + 6 * DEVICE_STRIDE
D_FIRST, D_LOGINS, D_STRONG = 1, 2, 3

PAIR = 2
NETWORKS = DEVICES_END
NETWORKS_END = NETWORKS + 8 * PAIR
ASNS = NETWORKS_END
ASNS_END = ASNS + 5 * PAIR
COUNTRIES = ASNS_END
COUNTRIES_END = COUNTRIES + 3 * PAIR
AGENTS = COUNTRIES_END
AGENTS_END = AGENTS + 4 * PAIR
CHANNELS = AGENTS_END
CHANNELS_END = CHANNELS + 3 * PAIR
CLIENTS = CHANNELS_END
CLIENT_STRIDE = 3
CLIENTS_END = CLIENTS + 2 * CLIENT_STRIDE
C_FIRST, C_VERSION = 1, 2

SESSIONS = CLIENTS_END
SESSION_STRIDE = 9
SESSIONS_END = SESSIONS + 3 * SESSION_STRIDE
S_KEY, S_LOGIN, S_NETWORK, S_ASN, S_COUNTRY, S_DEVICE, S_AGENT, S_FLAGS, S_ORDERS = range(SESSION_STRIDE)
ACCESS_SIZE = SESSIONS_END

PHR, RELAYABLE, PASSWORD_ONLY, FACTORS_KNOWN = 1, 2, 4, 8
"""Bits of a session's flags."""

# --- trade: allocated with the first order, snapshot or movement of money ---
LAST_ORDER = 0
ORDERS = 1
MEAN_LOG = 2
MEAN_COUNT = 3
THIN_FIRST = 4
MARGIN_FIRST = 5
PORTFOLIO = 6
CASH = 7
SNAPSHOT_AT = 8
BASE = 9
BASE_AT = 10
SYMBOL_NEXT = 11
TRADE_10M = 12
"""Window of ten minutes: orders."""
TRADE_1H = TRADE_10M + room(1)
"""Window of an hour: sold, bought, cancels, cash in."""
HOUR_FLOWS = 4
TRADE_24H = TRADE_1H + room(HOUR_FLOWS)
"""Window of a day: sold, bought, tax-sheltered sales, pulled in, cash out."""
DAY_FLOWS = 5
SOLD_NAMES_1H = TRADE_24H + room(DAY_FLOWS)
SYMBOLS = SOLD_NAMES_1H + room(1)
SYMBOL_SLOTS = 12
SYMBOLS_END = SYMBOLS + SYMBOL_SLOTS * PAIR
BOUGHT = SYMBOLS_END
BOUGHT_STRIDE = 3
BOUGHT_END = BOUGHT + 3 * BOUGHT_STRIDE
BANKS = BOUGHT_END
BANKS_END = BANKS + 3 * PAIR
TRADE_SIZE = BANKS_END
