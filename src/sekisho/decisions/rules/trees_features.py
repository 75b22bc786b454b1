"""Which facts the model may look at, and in which direction each may only push.

The table is the whole choice: a fact that is not in it is not seen by the model, and a test holds the table against
the catalogue, where ``LEFT_OUT`` gives the reason for every fact that is missing.
"""

from typing import NamedTuple

from sekisho.activity.types.fact import Kind
from sekisho.activity.types.facts import CATALOGUE

GROUPS: dict[str, tuple[str, ...]] = {
    "access": ("login", "factor", "profile"),
    "money": ("cash", "order", "transfer"),
}
"""One forest each: who comes in and what is changed; what is done with the money."""

RISES = +1
FALLS = -1
FREE = 0

DIRECTIONS: dict[str, int] = {
    **dict.fromkeys(
        (
            # Where the event comes from.
            "foreign", "hosting", "vpn", "tor", "relayable_code", "password_only",
            # How unlike the account's habits it is.
            "new_device", "new_network", "new_asn", "new_country", "new_agent", "new_channel", "new_client",
            "client_downgraded", "language_changed", "timezone_changed", "downgraded",
            # Guessing and failing.
            "failures_24h", "code_failures_1h", "abandoned_24h", "device_failures_1h", "network_failures_1h",
            "network_failure_share_1h",
            # A session that changes hands.
            "session_network_changed", "session_asn_changed", "session_country_changed", "session_device_changed",
            "session_agent_changed", "parallel_sessions", "changes_24h",
            # Selling out and buying one name.
            "order_to_habit", "orders_10m", "new_symbol", "sold_names_1h", "liquidation_1h", "liquidation_24h",
            "concentration_24h", "power_used", "nisa_sold_24h", "margin_first", "cash_in_1h", "pull_in_24h",
            # Money to somewhere else.
            "destination_new", "other_name", "amount_to_cash",
            # The name, and who else buys it.
            "thin", "order_to_adv", "account_to_adv_24h", "risky_buyers_30m", "risky_buyers_24h", "risk_share_30m",
            "new_holder_share_30m", "matched_counter",
            # The same hand at other accounts.
            "device_accounts", "device_accounts_24h", "network_risky_logins_24h", "agent_risky_share_1h",
            "agent_risky_logins_1h", "market_risky_buy_share_30m", "session_risk",
        ),
        RISES,
    ),
    **dict.fromkeys(
        (
            "phishing_resistant", "session_known",
            # The longer known, the less suspicious. These also grow with the length of the record, so without
            # the constraint a model could read the date out of them.
            "logins_before", "device_age_days", "device_logins", "orders_before", "device_first_seen_days",
            "network_first_seen_days", "hour_share", "thin_habit", "asn_share", "agent_share",
            # The longer ago, the less suspicious.
            "minutes_since_contact_change", "minutes_since_bank_change", "minutes_since_factor_change",
            "minutes_since_recovery", "minutes_since_enablement", "minutes_since_password_change",
            "minutes_since_notice_change", "destination_age_hours",
        ),
        FALLS,
    ),
    **dict.fromkeys(
        (
            "private_relay", "address_missing", "device_missing", "days_since_login", "known_devices", "failures_10m",
            "holds_strong_factor", "minutes_since_login", "minutes_since_confirmation", "value_unknown", "order_value",
            "days_since_order", "first_order_of_session", "sold_1h", "bought_1h", "sold_24h", "bought_24h",
            "redeployment_24h", "cancels_1h", "amount", "cash_out_24h", "price_move", "to_limit_up", "limit_to_last",
            "volume_multiple", "quote_age_minutes", "buyers_30m", "buy_to_adv_30m", "seller_concentration_24h",
            "network_accounts_1h", "market_failure_share_10m",
            # Words, by their place in WORDS.
            "channel", "outcome", "field", "action", "factor_kind", "side", "position", "order_kind", "direction",
            "method",
        ),
        FREE,
    ),
}  # fmt: skip
"""+1: more of it never lowers the score, all else equal. -1: never raises it. 0: either way."""

LEFT_OUT: dict[str, str] = {
    **dict.fromkeys(("event_type",), "told by the facts that are present"),
    **dict.fromkeys(
        ("hour", "market_phase", "non_business_day"),
        "attackers choose it freely, and a made-up record has its own hours; hour_share holds it against the habit",
    ),
    **dict.fromkeys(("country",), "a word of hundreds; foreign and new_country say what matters"),
    **dict.fromkeys(("account_age_days",), "grows with the record and would tell the date"),
    **dict.fromkeys(("portfolio_value", "cash_value"), "recognises the account, not the conduct"),
    **dict.fromkeys(
        ("segment", "market_cap", "adv", "price"), "recognises the name that was attacked, not the next one"
    ),
    **dict.fromkeys(
        (
            "minutes_since_report", "minutes_since_denial", "frozen", "minutes_since_freeze", "brake",
            "instrument_reports_24h",
        ),
        "follows from the attack having been noticed; rules carry it out",
    ),
}  # fmt: skip
"""Facts the model does not see, with the reason."""

WORDS: dict[str, tuple[str, ...]] = {
    "channel": ("app", "web", "tool", "api", "phone", "branch", "system"),
    "outcome": ("success", "challenged", "failure", "abandoned"),
    "field": (
        "notices", "address", "password", "limits", "market", "margin", "api_key", "delegate", "phone", "email",
        "bank_account",
    ),
    "action": ("use", "add", "change", "enrol", "recover", "remove", "fail", "lock"),
    "factor_kind": (
        "passkey_bound", "security_key", "client_cert", "jpki", "passkey_synced", "app_push", "totp", "sms_otp",
        "email_otp", "recovery_code", "password",
    ),
    "side": ("buy", "sell"),
    "position": ("cash", "nisa", "margin_open", "margin_close"),
    "order_kind": ("limit", "stop", "market"),
    "direction": ("in", "out"),
    "method": ("linked_bank", "instant", "transfer"),
}  # fmt: skip
"""The words of each text fact; the place in the list is the number the trees see, so kindred words stand together."""


class Candidate(NamedTuple):
    """A feature: the fact, its direction, and its words when it is a text."""

    name: str
    direction: int
    words: tuple[str, ...] | None


def candidates(group: str) -> tuple[Candidate, ...]:
    """The features a group may use: numbers and flags in the order of the catalogue, then texts."""
    events = frozenset(GROUPS[group])
    found = [fact for fact in CATALOGUE if fact.name in DIRECTIONS and not events.isdisjoint(fact.events)]
    found.sort(key=lambda fact: fact.kind is Kind.TEXT)
    return tuple(Candidate(fact.name, DIRECTIONS[fact.name], WORDS.get(fact.name)) for fact in found)
