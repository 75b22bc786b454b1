"""Other ways than the one demanded: a recorded opt-out, and interim factors until their end.

Neither is for anybody who holds a phishing-resistant factor, and neither goes below the floor.
"""

from sekisho.authentication.rules.policy.proving import Asked, shortfall, suffices, usable
from sekisho.authentication.types.catalogue import OPERATIONS
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import Answer, Nudge, Reason, Result


def by_opt_out(asked: Asked) -> Answer | None:
    """The answer for somebody who declined, where the rules and the floor let him; else None."""
    question, terms, record = asked.question, asked.demand.opt_out, asked.question.opt_out
    if record is None or terms is None:
        return None
    if question.operation not in record.operations or not record.valid(question.at):
        return None
    floor = OPERATIONS[question.operation].floor_binding
    low = asked.without(lambda rule: rule.opt_out is not None, record.alternatives & terms.alternatives, floor)
    return _by(
        low,
        Answer(
            result=Result.OPT_OUT_USED,
            demand=low.demand,
            reasons=(Reason.OPT_OUT,),
            controls=terms.controls,
            until=record.valid_until,
            opt_out=record.id,
        ),
    )


def by_interim(asked: Asked) -> Answer | None:
    """The answer for somebody with an interim factor that has not ended; None without one."""
    question, needed = asked.question, asked.demand
    if not needed.interim or (needed.interim_until is not None and question.at >= needed.interim_until):
        return None
    low = interim_only(asked)
    until = _end(asked, needed.interim)
    return _by(
        low,
        Answer(
            result=Result.INTERIM_USED,
            demand=low.demand,
            reasons=(Reason.INTERIM,),
            controls=needed.interim_controls,
            nudge=Nudge(due_at=until),
            until=until,
        ),
    )


def interim_only(asked: Asked) -> Asked:
    """The question for somebody with an interim factor. What is done must be covered all the same."""
    return asked.without(lambda rule: bool(rule.interim), asked.demand.interim, asked.demand.binding)


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
