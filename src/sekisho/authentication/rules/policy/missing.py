"""What happens to somebody who holds nothing that satisfies."""

from sekisho.authentication.rules.policy.detours import interim_only
from sekisho.authentication.rules.policy.proving import Asked, blocker, hold_end, settable
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import Answer, OnMissing, Reason, Result

_WAITING = (Reason.HELD_BACK, Reason.UNCONFIRMED, Reason.CHANNEL_CANNOT)
"""He has what it takes, but not now or not here; setting up another one would not help."""


def without_way(asked: Asked, reasons: tuple[Reason, ...], *, strong: bool) -> Answer:
    """Wait, enrol, read only, or no.

    Args:
        asked: the question and the demand.
        reasons: why what was proved is not enough.
        strong: he holds a phishing-resistant factor, so that an interim one is not for him.

    """
    blocked = {held: reason for held in asked.question.held if (reason := blocker(asked, held)) is not None}
    waiting = tuple(reason for reason in _WAITING if reason in blocked.values())
    if waiting:
        ends = [hold_end(held, asked.demand) for held, reason in blocked.items() if reason is Reason.HELD_BACK]
        return Answer(
            result=Result.DENIED,
            demand=asked.demand,
            reasons=(*waiting, *reasons),
            until=min(ends, default=None),
        )
    enrol = _ways(asked, strong=strong)
    return Answer(
        result=_result(asked.demand.on_missing, enrol),
        demand=asked.demand,
        reasons=(*_why(tuple(blocked.values())), *reasons),
        enrol=enrol,
    )


def _result(on_missing: OnMissing, enrol: tuple[FactorCode, ...]) -> Result:
    if on_missing is OnMissing.READ_ONLY:
        return Result.READ_ONLY
    return Result.ENROL if on_missing < OnMissing.READ_ONLY and enrol else Result.DENIED


def _ways(asked: Asked, *, strong: bool) -> tuple[FactorCode, ...]:
    """What he could set up: what satisfies, and an interim factor where the rule says so."""
    demand, at = asked.demand, asked.question.at
    if demand.on_missing is OnMissing.DENY:
        return ()
    found = settable(asked)
    over = demand.interim_until is not None and at >= demand.interim_until
    if demand.on_missing is not OnMissing.INTERIM or strong or over:
        return found
    return (*found, *(factor for factor in settable(interim_only(asked)) if factor not in found))


def _why(blocked: tuple[Reason, ...]) -> tuple[Reason, ...]:
    for reason in (Reason.SUSPENDED, Reason.PROFILE_MISSING, Reason.RETIRED):
        if reason in blocked:
            return (reason,)
    return (Reason.NO_FACTOR,)
