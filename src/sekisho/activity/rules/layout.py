"""Where each number of an account's state lies in its flat array of doubles.

Doubles hold milliseconds, yen, counts and 52-bit hashes exactly, need no object each, and one account's numbers lie
side by side in memory: a million accounts stay small and an event touches few cache lines. 0 means never or none.
What every login reads comes first: scalars, the first row of each table, hours and sessions, some 70 doubles. What
only trouble, change or an unfamiliar place asks for comes after, and the trading part is added with the first order,
snapshot or movement of money.
"""

from typing import NamedTuple

from sekisho.activity.rules.windows import room

SETTLING = 24 * 3_600_000
"""Milliseconds until what was first seen on an account stops being new: a thief's own login must not make it usual."""


class Table(NamedTuple):
    """Rows of ``stride`` doubles, most recent first: the first at ``front``, the others from ``rest`` to ``end``."""

    front: int
    rest: int
    end: int
    stride: int

    @classmethod
    def at(cls, start: int, rows: int, stride: int) -> "Table":
        """A table in one piece."""
        return cls(start, start + stride, start + rows * stride, stride)


PAIR = 2
"""A row of key and moment first seen."""
DEVICE_STRIDE = 4
D_FIRST, D_LOGINS, D_STRONG = 1, 2, 3
CLIENT_STRIDE = 3
C_FIRST, C_VERSION = 1, 2

# --- what every login reads ---
KEY = 0
FIRST_SEEN = 1
LATEST = 2
LAST_LOGIN = 3
LOGINS = 4
STRONG_KINDS = 5
TROUBLE_AT = 6
SENSITIVE_AT = 7
FRONT_SINCE = 8
"""When the youngest of the first rows of the tables below was first seen."""
KNOWN_DEVICES = 9
LANGUAGE = 10
TIMEZONE = 11
DEVICE = 12
NETWORK = DEVICE + DEVICE_STRIDE
ASN = NETWORK + PAIR
COUNTRY = ASN + PAIR
AGENT = COUNTRY + PAIR
CHANNEL = AGENT + PAIR
CLIENT = CHANNEL + PAIR
NEWEST_SESSION = CLIENT + CLIENT_STRIDE
"""Which row of the sessions was opened last."""
HOURS_TOTAL = NEWEST_SESSION + 1
HOURS = HOURS_TOTAL + 1
HOUR_BINS = 12
SESSIONS = HOURS + HOUR_BINS
SESSION_STRIDE = 9
SESSION_ROWS = 3
SESSIONS_END = SESSIONS + SESSION_ROWS * SESSION_STRIDE
S_KEY, S_LOGIN, S_NETWORK, S_ASN, S_COUNTRY, S_DEVICE, S_AGENT, S_FLAGS, S_ORDERS = range(SESSION_STRIDE)

PHR, RELAYABLE, PASSWORD_ONLY, FACTORS_KNOWN = 1, 2, 4, 8
"""Bits of a session's flags."""

# --- trouble and changes ---
IN_10M = SESSIONS_END
"""Window of ten minutes: failures."""
IN_1H = IN_10M + room(1)
"""Window of an hour: wrong codes."""
IN_24H = IN_1H + room(1)
"""Window of a day: failures, abandoned challenges, sensitive changes."""
DAY_COUNTERS = 3
CONTACT_AT = IN_24H + room(DAY_COUNTERS)
BANK_AT = CONTACT_AT + 1
FACTOR_AT = CONTACT_AT + 2
RECOVERY_AT = CONTACT_AT + 3
ENABLEMENT_AT = CONTACT_AT + 4
PASSWORD_AT = CONTACT_AT + 5
NOTICES_AT = CONTACT_AT + 6
REPORT_AT = CONTACT_AT + 7
DENIAL_AT = CONTACT_AT + 8
CONFIRMED_AT = CONTACT_AT + 9
FREEZE_AT = CONTACT_AT + 10
FREEZE_SCOPE = CONTACT_AT + 11
FREEZE_UNTIL = CONTACT_AT + 12

# --- the other rows of the tables ---
DEVICE_ROWS = 6
DEVICES = Table(DEVICE, FREEZE_UNTIL + 1, FREEZE_UNTIL + 1 + (DEVICE_ROWS - 1) * DEVICE_STRIDE, DEVICE_STRIDE)
NETWORKS = Table(NETWORK, DEVICES.end, DEVICES.end + 7 * PAIR, PAIR)
ASNS = Table(ASN, NETWORKS.end, NETWORKS.end + 4 * PAIR, PAIR)
COUNTRIES = Table(COUNTRY, ASNS.end, ASNS.end + 2 * PAIR, PAIR)
AGENTS = Table(AGENT, COUNTRIES.end, COUNTRIES.end + 3 * PAIR, PAIR)
CHANNELS = Table(CHANNEL, AGENTS.end, AGENTS.end + 2 * PAIR, PAIR)
CLIENTS = Table(CLIENT, CHANNELS.end, CHANNELS.end + CLIENT_STRIDE, CLIENT_STRIDE)
ACCESS_SIZE = CLIENTS.end

# --- trading, added with the first order, snapshot or movement of money ---
LAST_ORDER = ACCESS_SIZE
ORDERS = ACCESS_SIZE + 1
MEAN_LOG = ACCESS_SIZE + 2
MEAN_COUNT = ACCESS_SIZE + 3
THIN_FIRST = ACCESS_SIZE + 4
MARGIN_FIRST = ACCESS_SIZE + 5
PORTFOLIO = ACCESS_SIZE + 6
CASH = ACCESS_SIZE + 7
SNAPSHOT_AT = ACCESS_SIZE + 8
BASE = ACCESS_SIZE + 9
BASE_AT = ACCESS_SIZE + 10
SYMBOL_NEXT = ACCESS_SIZE + 11
TRADE_10M = ACCESS_SIZE + 12
"""Window of ten minutes: orders."""
TRADE_1H = TRADE_10M + room(1)
"""Window of an hour: sold, bought, cancels, cash in."""
HOUR_FLOWS = 4
TRADE_24H = TRADE_1H + room(HOUR_FLOWS)
"""Window of a day: sold, bought, tax-sheltered sales, pulled in, cash out."""
DAY_FLOWS = 5
SOLD_NAMES_1H = TRADE_24H + room(DAY_FLOWS)
SYMBOL_SLOTS = 12
SYMBOLS = Table.at(SOLD_NAMES_1H + room(1), SYMBOL_SLOTS, PAIR)
BOUGHT = Table.at(SYMBOLS.end, 3, 3)
BANKS = Table.at(BOUGHT.end, 3, PAIR)
WHOLE_SIZE = BANKS.end
