"""Which of the matching rules bind this customer now: modes, dates, grace, counted skips and emergencies."""

from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.authentication.rules.policy.matching import Line
from sekisho.authentication.types.policy import Mode, Nudge, Override, Policy, Question, Reason, Rule
from sekisho.kernel.moments import DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """The matching rules, by how much they weigh.

    Attributes:
        binding: they bind him now.
        lifted: they would, were it not for ``cause``.
        observed: they only watch.
        cause: why ``lifted`` do not bind: ``GRACE``, ``EXEMPT`` or ``OVERRIDE``; None where none is lifted.
        until: when that ends, in milliseconds.
        override: the emergency that lifts them; None where it is another cause.
        nudge: he should be asked to set up a safer factor.

    """

    binding: tuple[Rule, ...]
    lifted: tuple[Rule, ...] = ()
    observed: tuple[Rule, ...] = ()
    cause: Reason | None = None
    until: int | None = None
    override: Override | None = None
    nudge: Nudge | None = None


def weigh(policy: Policy, lines: Sequence[Line], question: Question, *, strong: bool) -> Weight:
    """Sort the rules that match.

    Args:
        policy: for its emergencies.
        lines: the rules that match.
        question: who asks, and when.
        strong: he holds a phishing-resistant factor, so that neither grace nor skips are for him.

    """
    rules = [line.rule for line in lines]
    if not policy.overrides and all(_settled(rule, question) for rule in rules):
        return Weight(binding=tuple(rules))
    observed = tuple(rule for rule in rules if not _asks(rule, question))
    asking = [rule for rule in rules if _asks(rule, question)]
    resting = _override(policy, asking, question)
    if resting is not None:
        lifted = tuple(rule for rule in asking if rule.id in resting.rules)
        kept = tuple(rule for rule in asking if rule.id not in resting.rules and _binds(rule, question, strong=strong))
        return Weight(
            binding=kept,
            lifted=lifted,
            observed=observed,
            cause=Reason.OVERRIDE,
            until=resting.ends,
            override=resting,
        )
    return _graced(asking, observed, question, strong=strong)


def _graced(asking: Sequence[Rule], observed: tuple[Rule, ...], question: Question, *, strong: bool) -> Weight:
    binding = tuple(rule for rule in asking if _binds(rule, question, strong=strong))
    waiting = tuple(rule for rule in asking if rule not in binding)
    if not waiting:
        return Weight(binding=binding, observed=observed)
    lifted = tuple(rule for rule in waiting if _applies_to(rule, question))
    due = min((_due(rule, question) for rule in lifted), default=None)
    return Weight(
        binding=binding,
        lifted=lifted,
        observed=observed,
        cause=(Reason.EXEMPT if _exempt(question) else Reason.GRACE) if lifted else None,
        until=due,
        nudge=None if strong else Nudge(skips_left=_skips_left(waiting, question), due_at=due),
    )


def _settled(rule: Rule, question: Question) -> bool:
    """The usual case, quickly: it binds everybody, and nothing puts it off."""
    return (
        rule.mode is Mode.ENFORCE_ALL
        and question.at >= rule.enforce_from
        and not rule.grace_days
        and question.enrolment.exempt_until is None
    )


def _asks(rule: Rule, question: Question) -> bool:
    return rule.mode >= Mode.NUDGE and question.at >= rule.enforce_from


def _binds(rule: Rule, question: Question, *, strong: bool) -> bool:
    """Whoever holds a phishing-resistant factor, or has no skip left, is bound by all that asks."""
    if strong or (_skips_left([rule], question) == 0 and not _exempt(question)):
        return True
    return _applies_to(rule, question) and question.at >= _due(rule, question)


def _applies_to(rule: Rule, question: Question) -> bool:
    if rule.mode is Mode.ENFORCE_NEW:
        enrolled = question.enrolment.enrolled_at
        return question.enrolment.created >= rule.enforce_from or (enrolled or 0) >= rule.enforce_from
    return rule.mode is Mode.ENFORCE_ALL


def _due(rule: Rule, question: Question) -> int:
    """The end of grace. It runs from when the rule came to concern him, or from when he was first asked."""
    enrolment = question.enrolment
    if not rule.grace_days:
        return max(rule.enforce_from, enrolment.exempt_until or 0)
    begun = max(rule.enforce_from, enrolment.created, enrolment.asked_at or 0)
    return max(begun + rule.grace_days * DAY, enrolment.exempt_until or 0)


def _exempt(question: Question) -> bool:
    return question.enrolment.exempt_until is not None and question.at < question.enrolment.exempt_until


def _skips_left(rules: Sequence[Rule], question: Question) -> int | None:
    """None where no rule counts them."""
    counted = [rule.max_skips for rule in rules if rule.max_skips is not None]
    return max(0, min(counted) - question.enrolment.skips_used) if counted else None


def _override(policy: Policy, asking: Sequence[Rule], question: Question) -> Override | None:
    """The emergency that stands and sets a rule of these aside; the one that ends first, where there are several."""
    standing = [each for each in policy.overrides if each.active(question.at) and _covers(each, asking, question)]
    return min(standing, key=lambda each: each.ends, default=None)


def _covers(override: Override, asking: Sequence[Rule], question: Question) -> bool:
    return (
        (not override.operations or question.operation in override.operations)
        and (not override.channels or question.channel in override.channels)
        and any(rule.id in override.rules for rule in asking)
    )
