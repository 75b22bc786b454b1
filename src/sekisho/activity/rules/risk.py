"""Session risk: one readable number from stage-1 facts, by which stage 2 weighs logins and orders.

A sum of weights through a logistic curve. The weights are a judgement of how much each sign speaks against the
account holder, in log-odds; they are not fitted, so that stage 2 does not move when the model is trained anew.
"""

from functools import lru_cache
from math import exp
from operator import itemgetter

from sekisho.activity.types.facts import INDEX, FactRow, Value
from sekisho.kernel.moments import DAY

_BASE = -4.6
_SIGNS: tuple[tuple[str, float], ...] = (
    ("new_device", 1.5),
    ("new_network", 0.8),
    ("new_asn", 0.7),
    ("new_country", 1.0),
    ("new_agent", 0.7),
    ("new_channel", 0.5),
    ("new_client", 0.3),
    ("foreign", 0.6),
    ("hosting", 0.9),
    ("vpn", 1.0),
    ("tor", 2.5),
    ("client_downgraded", 0.7),
    ("language_changed", 0.9),
    ("timezone_changed", 0.9),
    ("downgraded", 1.2),
    ("password_only", 0.4),
    ("phishing_resistant", -2.0),
    ("session_country_changed", 1.6),
    ("session_device_changed", 1.6),
    ("session_agent_changed", 1.6),
    ("session_asn_changed", 0.8),
)
_COUNTS: tuple[tuple[str, float, float], ...] = (
    ("failures_10m", 3.0, 0.6),
    ("code_failures_1h", 2.0, 0.5),
    ("abandoned_24h", 1.0, 0.5),
    ("parallel_sessions", 1.0, 0.6),
    ("device_accounts_24h", 4.0, 1.2),
)
_SHARES: tuple[tuple[str, float, float], ...] = (
    ("liquidation_1h", 0.8, 1.2),
    ("power_used", 0.8, 0.5),
)
_RECENT: tuple[tuple[str, float, float], ...] = (
    ("minutes_since_contact_change", 1440.0, 1.0),
    ("minutes_since_factor_change", 1440.0, 0.9),
    ("minutes_since_recovery", 1440.0, 1.2),
    ("minutes_since_password_change", 1440.0, 0.5),
    ("minutes_since_enablement", 1440.0, 0.5),
    ("minutes_since_denial", 1440.0, 4.0),
    ("minutes_since_report", 1440.0, 3.0),
)
_CONFIRMED = (INDEX["minutes_since_confirmation"], 60.0, -2.5)
_seen_often = itemgetter(*(INDEX[name] for name, _ in _SIGNS), *(INDEX[name] for name, _, _ in _COUNTS))
_SHARE_PLACES = tuple((INDEX[name], bound, weight) for name, bound, weight in _SHARES)
_RECENT_PLACES = tuple((INDEX[name], bound, weight) for name, bound, weight in _RECENT)
_LIQUIDATION, _POWER = _SHARE_PLACES
STIRRED = DAY
"""Milliseconds for which a change, a report or an answer weighs."""


def session_risk(row: FactRow, *, stirred: bool) -> float:
    """In [0, 1]. Absent facts add nothing. ``stirred``: whether anything of the group CHANGES befell within a day."""
    total = _weigh(_seen_often(row))
    place, bound, weight = _LIQUIDATION
    value = row[place]
    if value is not None and value >= bound:  # type: ignore[operator]  # the catalogue says these are numbers
        total += weight
    place, bound, weight = _POWER
    value = row[place]
    if value is not None and value >= bound:  # type: ignore[operator]  # the catalogue says these are numbers
        total += weight
    if stirred:
        total = _weigh_changes(row, total)
    return 1.0 / (1.0 + exp(-total))


@lru_cache(maxsize=8_192)
def _weigh(values: tuple[Value, ...]) -> float:
    """The base, and the weights of signs and counts added in their order. The same few combinations come all day."""
    total = _BASE
    for value, (_, weight) in zip(values, _SIGNS, strict=False):
        if value:
            total += weight
    for value, (_, bound, weight) in zip(values[len(_SIGNS) :], _COUNTS, strict=True):
        if value is not None and value >= bound:  # type: ignore[operator]  # the catalogue says these are numbers
            total += weight
    return total


def _weigh_changes(row: FactRow, total: float) -> float:
    for place, bound, weight in (*_RECENT_PLACES, _CONFIRMED):
        value = row[place]
        if value is not None and value < bound:  # type: ignore[operator]  # the catalogue says these are numbers
            total += weight
    return total
