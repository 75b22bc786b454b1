"""A policy made ready to answer quickly, and which of its rules speak of a question.

Made once for each policy and kept while it is used.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sekisho.authentication.rules.policy.conditions import Applies, applies
from sekisho.authentication.rules.policy.segments import Member, compiled
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import Mode, Policy, Question, RiskStep, Rule

CHANNELS = ("web", "app", "tool", "api", "phone", "branch", "system")
"""Every way in. A channel that is none of these is judged by all rules: no side door is milder."""
_KEPT = 64


class Line(NamedTuple):
    """A rule with its tests ready; None where there is nothing to test."""

    rule: Rule
    member: Member | None
    applies: Applies | None


class Ends(NamedTuple):
    """From when a factor cannot be set up, and from when it proves nothing."""

    enrol: int
    use: int


class Index(NamedTuple):
    """A policy, ready.

    ``lines`` is by operation and channel, ``every`` by operation alone. ``ends`` is by factor and operation. ``risk``
    has the highest score first.
    """

    lines: Mapping[tuple[OperationCode, str], tuple[Line, ...]]
    every: Mapping[OperationCode, tuple[Line, ...]]
    ends: Mapping[tuple[FactorCode, OperationCode], Ends]
    risk: tuple[RiskStep, ...]


@lru_cache(maxsize=_KEPT)
def index_of(policy: Policy) -> Index:
    """The policy, ready."""
    every = _by_operation(policy)
    return Index(
        lines={
            (operation, channel): tuple(each for each in lines if _speaks_of(each.rule, channel))
            for operation, lines in every.items()
            for channel in CHANNELS
        },
        every=every,
        ends=_ends(policy),
        risk=tuple(sorted(policy.risk, key=lambda step: -step.score)),
    )


def matching(index: Index, question: Question) -> tuple[Line, ...]:
    """The rules that speak of this operation, customer, channel and case."""
    lines = index.lines.get((question.operation, question.channel))
    if lines is None:
        lines = index.every.get(question.operation, ())
    return tuple([line for line in lines if _fits(line, question)])


def retired(index: Index, factor: FactorCode, question: Question) -> bool:
    """Whether the factor proves nothing for this operation any more."""
    ends = index.ends.get((factor, question.operation))
    return ends is not None and question.at >= ends.use


def closed(index: Index, factor: FactorCode, question: Question) -> bool:
    """Whether the factor cannot be set up any more."""
    ends = index.ends.get((factor, question.operation))
    return ends is not None and question.at >= ends.enrol


def _by_operation(policy: Policy) -> dict[OperationCode, tuple[Line, ...]]:
    members = {segment.code: compiled(segment.where) for segment in policy.segments if segment.where}
    found: dict[OperationCode, tuple[Line, ...]] = {}
    for rule in policy.rules:
        if rule.mode is not Mode.OFF:
            line = Line(rule, members.get(rule.segment), applies(rule.condition))
            found[rule.operation] = (*found.get(rule.operation, ()), line)
    return found


def _speaks_of(rule: Rule, channel: str) -> bool:
    return not rule.channels or channel in rule.channels


def _fits(line: Line, question: Question) -> bool:
    """What is not known counts as the rule says."""
    if line.member is not None and not _counts(line.rule, line.member(question.facts)):
        return False
    return line.applies is None or _counts(line.rule, line.applies(question))


def _counts(rule: Rule, found: bool | None) -> bool:  # noqa: FBT001 - a truth value is what it is about
    return rule.unknown_matches if found is None else found


def _ends(policy: Policy) -> dict[tuple[FactorCode, OperationCode], Ends]:
    """Where several speak of the same, the earliest wins."""
    found: dict[tuple[FactorCode, OperationCode], Ends] = {}
    for sunset in policy.sunsets:
        for operation in sunset.operations or OperationCode:
            at = (sunset.factor, operation)
            known = found.get(at, Ends(sunset.stop_enrol, sunset.stop_use))
            found[at] = Ends(min(known.enrol, sunset.stop_enrol), min(known.use, sunset.stop_use))
    return found
