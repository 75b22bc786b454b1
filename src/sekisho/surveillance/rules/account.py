"""Account: one account is emptied and put into few new names (A-01, A-18, signals 5, 6 and 10)."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct

from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.rules.chance import together
from sekisho.surveillance.rules.group import USUAL_RISK
from sekisho.surveillance.rules.marks import HIGH, NO_HABIT_DAYS, at_least, emptied_into_one, is_churn
from sekisho.surveillance.rules.state import NOTHING, Pair, Stateful, measures
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import RAISED, Seen, Sighting

_LIQUIDATING, _REDEPLOYED, _PULLED = 1.0, 2.0, 2.0
_DEEP, _WHOLE = 0.1, 0.8


class Stateless(Struct):
    """Everything it needs is among the facts."""


class AccountWatch(Stateful[Stateless]):
    """Finds an account whose holdings are sold and put into one or two names it never held.

    Told first when at least ``liquidation`` of the portfolio was sold within a day in a session of high risk, and
    again when at least ``redeployment`` of it is bought back into a new name that takes most of the day's buying, in
    a session of raised risk or deep into a thin name. Money pulled from a linked bank and put whole into a thin new
    name in a session of high risk is told too, unless the account is too young to have a habit.

    Args:
        liquidation: share of the portfolio sold within a day.
        redeployment: value bought over value sold within a day (A-01 asks for thresholds per firm).
        concentration: share of the day's buying that went into the name.

    References:
        Domain notes 5.3, signals 5, 6 and 10; data notes part 7: bought over sold was 0.65 to 0.97 in 2025.

    Examples:
        >>> from sekisho.surveillance.types.sighting import Sighting
        >>> watch = AccountWatch()
        >>> [finding] = watch.update(Sighting(
        ...     0, "order-1", "order", "a", symbol="7992", side="buy", session_risk=0.7, new_symbol=True, thin=True,
        ...     liquidation_24h=0.98, redeployment_24h=0.9, concentration_24h=1.0,
        ... ))
        >>> finding.evidence["liquidation"].value
        0.98

    """

    name = "account"
    version: ClassVar[int] = 1
    hears: ClassVar[frozenset[str]] = frozenset({"order"})
    window = DAY
    bound = 0

    def __init__(self, *, liquidation: float = 0.7, redeployment: float = 0.5, concentration: float = 0.5) -> None:
        super().__init__(Stateless())
        self.liquidation, self.redeployment, self.concentration = liquidation, redeployment, concentration

    def size(self) -> int:
        """Nothing is held."""
        return 0

    def update(self, seen: Seen) -> Sequence[Finding]:
        """Take an order in."""
        if not isinstance(seen, Sighting):
            return NOTHING
        emptied = at_least(seen.liquidation_24h, self.liquidation) and not is_churn(seen)
        pulled = at_least(seen.pull_in_24h, 1.0)
        if not emptied and not pulled:
            return NOTHING
        if seen.side == "sell":
            wave = emptied and at_least(seen.session_risk, HIGH)
            return (_finding(seen, _LIQUIDATING, _SELLING),) if wave else NOTHING
        return self._buying(seen, emptied=emptied) if seen.side == "buy" else NOTHING

    def _buying(self, seen: Sighting, *, emptied: bool) -> Sequence[Finding]:
        if seen.new_symbol is not True or not at_least(seen.concentration_24h, self.concentration):
            return NOTHING
        risky = at_least(seen.session_risk, RAISED)
        if emptied and at_least(seen.redeployment_24h, self.redeployment) and (risky or _deep(seen)):
            return (_finding(seen, _REDEPLOYED, _BUYING),)
        return (_finding(seen, _PULLED, _PULLING),) if not emptied and _all_in(seen) else NOTHING


def _deep(seen: Sighting) -> bool:
    """Nearly everything went from many names into a thin one, for a good part of its trading."""
    return seen.thin is True and at_least(seen.order_to_adv, _DEEP) and emptied_into_one(seen)


def _all_in(seen: Sighting) -> bool:
    """Everything goes into a thin name in a session of high risk, and the account has a habit this is unlike."""
    known = seen.account_age_days is None or seen.account_age_days >= NO_HABIT_DAYS
    return known and seen.thin is True and at_least(seen.session_risk, HIGH) and at_least(seen.power_used, _WHOLE)


def _finding(seen: Sighting, size: float, first: Text) -> Finding:
    buying = seen.side == "buy"
    signals: dict[str, Pair] = {
        "liquidation": (seen.liquidation_24h, 0.0),
        "sold": (seen.sold_24h, None),
        "portfolio": (seen.portfolio_value, None),
        "redeployment": (seen.redeployment_24h if buying else None, None),
        "concentration": (seen.concentration_24h if buying else None, None),
        "pulled_in": (seen.pull_in_24h, 0.0),
        "new_name": (seen.new_symbol if buying else None, False),
        "order_to_habit": (seen.order_to_habit, 1.0),
        "order_to_adv": (seen.order_to_adv if buying else None, None),
        "session_risk": (seen.session_risk, USUAL_RISK),
        "minutes_since_login": (seen.minutes_since_login, None),
        "answered": (None if seen.verdict is None else seen.verdict.word, Verdict.ALLOW.word),
    }
    return Finding(
        key=seen.account,
        type="account",
        at=seen.at,
        start=seen.at,
        accounts=(seen.account,),
        symbol=seen.symbol if buying else None,
        score=together(
            seen.session_risk or 0.0,
            0.5 * min(seen.liquidation_24h or 0.0, 1.0),
            0.3 * (seen.thin is True),
            0.3 * buying,
        ),
        size=size,
        evidence=measures(signals),
        events=(seen.event,),
        texts=(first, *_TEXTS),
    )


_SELLING = Text(
    "危険度の高いセッションで、保有証券の{liquidation}が一日のうちに売却されました。",
    "{liquidation} of the holdings were sold within a day in a session of high risk.",
)
_BUYING = Text(
    "保有証券の{liquidation}が売却され、その{redeployment}が保有歴のない銘柄を中心に買い付けられました"
    "（一日の買付のうち{symbol}が{concentration}）。",
    "{liquidation} of the holdings were sold and {redeployment} of the proceeds bought back, {concentration} of it "
    "{symbol}, never held before.",
)
_PULLING = Text(
    "銀行から{pulled_in}が引き込まれ、保有歴のない銘柄{symbol}に投じられました（一日の買付の{concentration}）。",
    "{pulled_in} were pulled in from the bank and put into {symbol}, never held before ({concentration} of the day's "
    "buying).",
)
_TEXTS = (
    Text(
        "セッションの危険度は{session_risk}（通常{session_risk_usual}）です。",
        "Session risk is {session_risk} (usual {session_risk_usual}).",
    ),
    Text("注文額は普段の{order_to_habit}です。", "The order is {order_to_habit} the account's usual order."),
    Text("注文額は一日の平均売買代金の{order_to_adv}です。", "It is {order_to_adv} of the mean value traded in a day."),
    Text("回答：{answered}。", "Answered: {answered}."),
)
