"""Which authenticators count today, and whether what was proved is enough."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from sekisho.authentication.rules.policy.demands import STRICTNESS, binds, demand
from sekisho.authentication.rules.policy.matching import Index, closed, retired
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS, Binding, OperationClass
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.policy import Demand, Group, Held, Question, Reason, RiskStep, Rule
from sekisho.kernel.moments import HOUR, SECOND

_NOT_SET_UP = {
    FactorCode.PASSWORD, FactorCode.UPSTREAM, FactorCode.RECOVERY_CODE, FactorCode.PHONE_DESK, FactorCode.BRANCH_VISIT,
}  # fmt: skip
SETTABLE = tuple(factor for factor in FACTORS if factor not in _NOT_SET_UP)
"""Factors that a customer can set up in order to go on, in the order of the catalogue: passkeys come first."""


class Asked(NamedTuple):
    """A question about one demand, and the rules that the demand was made of: those that bind, and all that match."""

    index: Index  # type: ignore[assignment] # a tuple's own method is not missed
    question: Question
    demand: Demand
    binding: tuple[Rule, ...]
    every: tuple[Rule, ...]
    risk: RiskStep

    def of(self, demand: Demand) -> "Asked":
        """The same question about another demand."""
        return self._replace(demand=demand)

    def without(self, spared: Callable[[Rule], bool], factors: frozenset[FactorCode], binding: Binding) -> "Asked":
        """The same question where some rules let these factors pass, while the other rules stay in force.

        Args:
            spared: the rules that let them pass.
            factors: what is needed instead.
            binding: at least this.

        """
        others = tuple(rule for rule in self.binding if not spared(rule))
        rest = demand(others, self.every, self.question, self.risk)
        stricter = max(rest.binding, binding, key=STRICTNESS.__getitem__)
        groups = (*rest.groups, Group(factors=factors))
        ages = min(rest.max_age_s, self.demand.max_age_s)
        return self.of(replace(rest, binding=stricter, groups=groups, max_age_s=ages, rules=self.demand.rules))


def blocker(asked: Asked, held: Held) -> Reason | None:
    """Why this authenticator cannot satisfy the demand now; None where it can."""
    question, demand = asked.question, asked.demand
    if held.suspended:
        return Reason.SUSPENDED
    if reason := _unfit(asked, held.factor):
        return reason
    if not demand.profiles <= held.profiles:
        return Reason.PROFILE_MISSING
    if guarded(question, demand):
        if held.auto_created and not held.confirmed:
            return Reason.UNCONFIRMED
        if question.at < hold_end(held, demand):
            return Reason.HELD_BACK
    return None


def usable(asked: Asked) -> tuple[Held, ...]:
    """The authenticators that can satisfy the demand now, the strongest first."""
    found = [held for held in asked.question.held if blocker(asked, held) is None]
    return tuple(sorted(found, key=lambda held: -FACTORS[held.factor].rank)) if len(found) > 1 else tuple(found)


def suffices(asked: Asked, holding: Iterable[Held]) -> bool:
    """Whether the demand could be met with these."""
    return _groups_met(asked.demand, {held.factor for held in holding})


def hold_end(held: Held, demand: Demand) -> int:
    """Until when a new authenticator cannot do this."""
    return max(held.hold_until or 0, held.created + demand.hold_hours * HOUR)


def guarded(question: Question, demand: Demand) -> bool:
    """Whether new authenticators, and those made in passing, wait (C-10).

    They do for all that moves cash or securities out, and where a rule says so.
    """
    return demand.hold_hours > 0 or OPERATIONS[question.operation].kind is OperationClass.CASH


def shortfall(asked: Asked, holding: tuple[Held, ...]) -> Reason | None:
    """What is missing in what was proved already; None where it is enough.

    Args:
        asked: the question and the demand.
        holding: the authenticators that can satisfy the demand.

    """
    question, demand = asked.question, asked.demand
    if demand.acr is Acr.NONE and demand.binding is not Binding.REQUIRED and not demand.groups:
        return None
    if question.standing.acr is Acr.NONE:
        return Reason.PROOF_NEEDED
    proven = _proven(asked, holding)
    if not _strong_enough(asked, proven) or not _groups_met(demand, proven):
        return Reason.PROOF_WEAK
    return _stale(asked, holding)


def _stale(asked: Asked, holding: tuple[Held, ...]) -> Reason | None:
    question, standing = asked.question, asked.question.standing
    if question.at - standing.auth_time > asked.demand.max_age_s * SECOND:
        return Reason.PROOF_OLD
    if standing.device != question.device:
        return Reason.OTHER_DEVICE
    if _must_bind(asked, holding) and (not question.content or standing.content != question.content):
        return Reason.NOT_BOUND
    return None


def _must_bind(asked: Asked, holding: tuple[Held, ...]) -> bool:
    if asked.demand.binding is Binding.IF_POSSIBLE:
        return bool(asked.question.content) and any(binds(held.factor) for held in holding)
    return asked.demand.binding is Binding.REQUIRED


def _proven(asked: Asked, holding: tuple[Held, ...]) -> set[FactorCode]:
    """The factors that were used and still count. Where it matters which authenticator it was, it must be known."""
    standing = asked.question.standing
    if standing.authenticators or guarded(asked.question, asked.demand) or asked.demand.profiles:
        return {held.factor for held in holding if held.authenticator in standing.authenticators}
    return {factor for factor in standing.factors if _unfit(asked, factor) is None}


def _strong_enough(asked: Asked, proven: set[FactorCode]) -> bool:
    if not proven:
        return asked.demand.acr is Acr.NONE
    return min(asked.question.standing.acr, max(FACTORS[factor].acr for factor in proven)) >= asked.demand.acr


def _groups_met(demand: Demand, proven: set[FactorCode]) -> bool:
    if not demand.groups:
        return bool(proven)
    return all(len(group.factors & proven) >= group.count for group in demand.groups)


def _unfit(asked: Asked, factor: FactorCode) -> Reason | None:
    """Why no authenticator of this factor can satisfy the demand."""
    index, question, demand = asked.index, asked.question, asked.demand
    if index.ends and retired(index, factor, question):
        return Reason.RETIRED
    if FACTORS[factor].acr < demand.acr or not _wanted(demand.groups, factor):
        return Reason.PROOF_WEAK
    if demand.binding is Binding.REQUIRED and not binds(factor):
        return Reason.NOT_BOUND
    if question.offered is not None and factor not in question.offered:
        return Reason.CHANNEL_CANNOT
    return None


def _wanted(groups: tuple[Group, ...], factor: FactorCode) -> bool:
    return not groups or any(factor in group.factors for group in groups)


def raised(demand: Demand) -> Demand:
    """The demand for somebody who holds a phishing-resistant factor: nothing less will do (downgrade ban)."""
    if demand.acr is Acr.NONE or demand.acr >= Acr.PHR:
        return demand
    groups = [
        (frozenset(each for each in group.factors if FACTORS[each].phishing_resistant), group.count)
        for group in demand.groups
    ]
    kept = tuple(Group(factors=factors, count=min(count, len(factors))) for factors, count in groups if factors)
    return replace(demand, acr=Acr.PHR, groups=kept)


def settable(asked: Asked) -> tuple[FactorCode, ...]:
    """The factors that somebody could set up today to satisfy the demand, passkeys first."""
    return tuple(
        factor
        for factor in SETTABLE
        if _unfit(asked, factor) is None and not closed(asked.index, factor, asked.question)
    )


def strong(index: Index, question: Question) -> bool:
    """Whether the customer holds a phishing-resistant factor. One that is suspended or in hold is his all the same."""
    return any(
        FACTORS[held.factor].phishing_resistant and not retired(index, held.factor, question) for held in question.held
    )
