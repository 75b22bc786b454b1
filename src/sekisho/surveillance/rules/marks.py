"""When a buyer counts as unusual: the session, the conduct, or both, compared with the account's own habit.

No mark alone is enough. A crowd that buys on news has new buyers and large orders but known sessions and kept
portfolios; a family with a new tablet has new devices but no such orders.
"""

from sekisho.surveillance.types.sighting import RAISED, Sighting

CERTAIN = 0.8
"""Session risk that is enough without any mark of conduct."""
HIGH = 0.5
"""Session risk that needs one mark of conduct."""
NO_HABIT_DAYS = 2.0
"""An account younger than this has no habit to deviate from: a new device says nothing about it."""
_SOLD_OUT, _ALL_IN, _FAR_ABOVE, _DEEP, _CHURN, _OTHER_MONEY = 0.5, 0.8, 5.0, 0.05, 1.5, 1.3


def unusual(seen: Sighting) -> bool:
    """Whether this buy order is unlike the account holder (domain notes, signals 1, 5 and 6).

    True when the session risk is at least 0.8; at least 0.5 with one mark of conduct; at least 0.3 with two; or when
    the whole portfolio went into one name never held, whatever the session looks like. For an account without a
    habit only the last two count, and the session only together with a sold portfolio.

    >>> from sekisho.surveillance.types.sighting import Sighting
    >>> unusual(Sighting(0, "e1", "order", "a", session_risk=0.6, new_symbol=True))
    True
    >>> unusual(Sighting(0, "e2", "order", "a", session_risk=0.1, new_symbol=True, order_to_habit=9.0))
    False
    """
    risk = seen.session_risk or 0.0
    if risk < RAISED:
        return emptied_into_one(seen)
    if (seen.account_age_days or NO_HABIT_DAYS) < NO_HABIT_DAYS:
        return at_least(seen.liquidation_24h, _SOLD_OUT)
    if risk >= CERTAIN:
        return True
    return marks(seen) >= (1 if risk >= HIGH else 2)


def marks(seen: Sighting) -> int:
    """How many of five marks of conduct the order shows; absent facts show none."""
    return (
        (seen.new_symbol is True)
        + at_least(seen.liquidation_24h, _SOLD_OUT)
        + (at_least(seen.power_used, _ALL_IN) or at_least(seen.pull_in_24h, 1.0))
        + at_least(seen.order_to_habit, _FAR_ABOVE)
        + at_least(seen.order_to_adv, _DEEP)
    )


def at_least(value: float | None, bound: float) -> bool:
    """Whether a fact is present and reaches a bound."""
    return value is not None and value >= bound


def emptied_into_one(seen: Sighting) -> bool:
    """The holdings were sold and the proceeds, not other money, went into one name never held."""
    return (
        seen.new_symbol is True
        and at_least(seen.liquidation_24h, _ALL_IN)
        and not is_churn(seen)
        and at_least(seen.concentration_24h, _ALL_IN)
        and _SOLD_OUT <= (seen.redeployment_24h or 0.0) <= _OTHER_MONEY
    )


def is_churn(seen: Sighting) -> bool:
    """More was sold within the day than was held: a day trader's turnover, not an emptied account."""
    return at_least(seen.liquidation_24h, _CHURN)
