"""Other ways than the one demanded: a recorded opt-out, and interim factors until their end.

Neither is for anybody who holds a phishing-resistant factor, and neither goes below the floor.
"""

from sekisho.authentication.rules.policy.proving import Asked, lowered, shortfall, suffices, usable
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import Answer, Nudge, Reason, Result


def by_opt_out(asked: Asked, floor: Acr) -> Answer | None:
    """The answer for somebody who declined, where the rules and the floor let him; else None.

    Args:
        asked: the question and the demand.
        floor: the class below which nothing goes.

    """
    question, terms, record = asked.question, asked.demand.opt_out, asked.question.opt_out
    if record is None or terms is None:
        return None
    if question.operation not in record.operations or not record.valid(question.at):
        return None
    low = lowered(
        asked.demand,
        acr=floor,
        binding=OPERATIONS[question.operation].floor_binding,
        factors=record.alternatives & terms.alternatives,
    )
    return _by(
        asked.of(low),
        Answer(
            result=Result.OPT_OUT_USED,
            demand=low,
            reasons=(Reason.OPT_OUT,),
            controls=terms.controls,
            until=record.valid_until,
            opt_out=record.id,
        ),
    )


def by_interim(asked: Asked, floor: Acr) -> Answer | None:
    """The answer for somebody with an interim factor that has not ended; None without one.

    Args:
        asked: the question and the demand.
        floor: the class below which nothing goes.

    """
    question, needed = asked.question, asked.demand
    if not needed.interim or (needed.interim_until is not None and question.at >= needed.interim_until):
        return None
    low = lowered(needed, acr=floor, binding=needed.binding, factors=needed.interim)
    until = _end(asked, needed.interim)
    return _by(
        asked.of(low),
        Answer(
            result=Result.INTERIM_USED,
            demand=low,
            reasons=(Reason.INTERIM,),
            controls=needed.interim_controls,
            nudge=Nudge(due_at=until),
            until=until,
        ),
    )


def _by(asked: Asked, granted: Answer) -> Answer | None:
    """``granted`` where the proof is enough; else what to prove; None for somebody who holds nothing for it."""
    holding = usable(asked)
    missing = shortfall(asked, holding)
    if missing is None:
        return granted
    if not suffices(asked, holding):
        return None
    return Answer(
        result=Result.STEP_UP,
        demand=granted.demand,
        reasons=(*granted.reasons, missing),
        offers=tuple(held.authenticator for held in holding),
        nudge=granted.nudge,
        until=granted.until,
    )


def _end(asked: Asked, factors: frozenset[FactorCode]) -> int | None:
    """When the last of these stops: by the rule, or by its own sunset."""
    ends = [asked.index.ends.get((factor, asked.question.operation)) for factor in factors]
    known = [end.use for end in ends if end is not None]
    last = max(known) if len(known) == len(ends) else None
    rule = asked.demand.interim_until
    return min((each for each in (last, rule) if each is not None), default=None)
