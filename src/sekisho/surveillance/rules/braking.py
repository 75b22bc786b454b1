"""What a brake stops, how long it may last, and which alerts deserve one (A-06)."""

from sekisho.kernel.moments import DAY, HOUR, from_rfc3339
from sekisho.surveillance.types.alert import Alert
from sekisho.surveillance.types.brake import BrakeProposal, Group
from sekisho.surveillance.types.sighting import RAISED

LONGEST = 3 * DAY
"""A brake that shall last longer is placed anew, by two people who look again."""
PROPOSED = 4 * HOUR
"""How long a proposed brake lasts: the pumps of 2025 took about two hours."""
_PROPOSING = frozenset({"ring", "instrument"})
_RISK_SCORE, _ALL_SCORE, _ALL_DEPTH = 0.6, 0.9, 0.5


def proposal_of(alert: Alert) -> BrakeProposal | None:
    """The brake an alert deserves, or ``None``.

    A ring or an instrument alert of score 0.6 or more deserves one for risky sessions. From 0.9 on, with orders of
    half the mean value traded in a day, it deserves one for all: then followers are hurt too.
    """
    if alert.symbol is None or alert.type not in _PROPOSING or alert.score < _RISK_SCORE:
        return None
    at = from_rfc3339(alert.at)
    return BrakeProposal(
        symbol=alert.symbol,
        group=_group(alert),
        at=at,
        until=at + PROPOSED,
        alert=alert.id,
        detector=alert.detector,
        evidence=alert.evidence,
        ja=alert.ja,
        en=alert.en,
    )


def _group(alert: Alert) -> Group:
    depth = alert.evidence.get("value_to_adv")
    deep = depth is not None and isinstance(depth.value, float) and depth.value >= _ALL_DEPTH
    return "all" if deep and alert.score >= _ALL_SCORE else "risk"


def stops(*, group: Group, until: int, at: int, side: str, session_risk: float | None) -> bool:
    """Whether a brake in force stops an order. It never stops a sell, and nothing once it has run out.

    An unknown session risk counts as raised: the brake is there because somebody is at work.
    """
    if side != "buy" or at >= until:
        return False
    return group == "all" or session_risk is None or session_risk >= RAISED
