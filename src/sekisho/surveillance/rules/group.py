"""A finding about the unusual buyers of one name: what every such finding shows."""

from collections.abc import Sequence

from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.surveillance.rules.flow import Buyer, Name, usual_share
from sekisho.surveillance.rules.state import Pair, measures
from sekisho.surveillance.types.alert import Shape
from sekisho.surveillance.types.finding import Finding

SHOWN = 20
"""How many event ids a finding names at most; the latest ones."""

GROUP_TEXTS = (
    Text("端末は{devices}種、回線は{networks}種です。", "They used {devices} devices and {networks} networks."),
    Text(
        "うち{sold_out}口座は直前に保有証券の半分以上を売却し、{held}口座の注文は保留または拒否されています。",
        "Of them {sold_out} had just sold half of their holdings or more; held or denied: {held}.",
    ),
    Text(
        "注文額は合計{value}、一日の平均売買代金の{value_to_adv}です（この時間の市場全体で通常{value_to_adv_usual}）。",
        "Together they ordered {value}, which is {value_to_adv} of the mean value traded in a day "
        "(the whole market usually trades {value_to_adv_usual} in such a time).",
    ),
    Text("株価は前日比{price_move}です。", "The price has moved {price_move} since the previous close."),
)


USUAL_RISK = 0.01
"""Session risk of a login with nothing new about it."""


def group_finding(
    *,
    shape: Shape,
    symbol: str,
    name: Name,
    at: int,
    window: int,
    score: float,
    signals: dict[str, Pair],
    texts: tuple[Text, ...],
) -> Finding:
    """The unusual buyers now in the window of ``symbol``, with the detector's own signals before the common ones."""
    group = list(name.odd.values())
    return Finding(
        key=symbol,
        type=shape,
        at=at,
        start=min(buyer.since for buyer in group),
        accounts=tuple(sorted(name.odd)),
        symbol=symbol,
        score=score,
        size=len(group),
        evidence=measures({**signals, **of_group(group), **of_name(name, window)}),
        events=tuple(buyer.event for buyer in group[-SHOWN:]),
        texts=texts + GROUP_TEXTS,
    )


def of_group(group: Sequence[Buyer]) -> dict[str, Pair]:
    """Signals of the accounts: where they came from, what they did before, what was answered."""
    return {
        "devices": (len({buyer.device for buyer in group if buyer.device is not None}), None),
        "networks": (len({buyer.network for buyer in group if buyer.network is not None}), None),
        "session_risk": (sum(buyer.risk for buyer in group) / len(group), USUAL_RISK),
        "sold_out": (sum(buyer.sold_out for buyer in group), 0),
        "held": (sum(buyer.held for buyer in group), 0),
        "value": (sum(buyer.value for buyer in group), None),
    }


def of_name(name: Name, window: int) -> dict[str, Pair]:
    """Signals of the instrument: how deep the orders go, and how the price moves."""
    adv = name.adv
    return {
        "value_to_adv": (name.odd_value() / adv if adv else None, usual_share(window)),
        "price_move": (name.move, 0.0),
    }


def minutes_between(start: int, at: int) -> float:
    """Whole minutes begun, at least one."""
    return float(max(1, -((start - at) // MINUTE)))
