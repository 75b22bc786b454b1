"""On which terms a policy lets a customer decline, for each operation.

Rules with a condition are left out: an amount or a score is known only when something is done, and the evaluator asks
for more then, whatever was declined.
"""

from collections.abc import Iterable, Mapping

from sekisho.authentication.rules.policy.demands import NO_RISK, demand
from sekisho.authentication.rules.policy.matching import Line, index_of
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.opt_out import Granted
from sekisho.authentication.types.policy import Mode, OptOutTerms, Policy, Question

Terms = Mapping[OperationCode, OptOutTerms | None]
"""By operation; None where nobody may decline."""


def terms_by(
    policy: Policy, *, operations: Iterable[OperationCode], facts: Mapping[str, object], at: int
) -> dict[OperationCode, OptOutTerms | None]:
    """The terms that the policy offers this customer at a moment; the strictest of all channels."""
    index = index_of(policy)
    found: dict[OperationCode, OptOutTerms | None] = {}
    for operation in operations:
        rules = [line.rule for line in index.every.get(operation, ()) if _asks(line, facts, at)]
        question = Question(operation=operation, at=at, facts=facts)
        # A rule without terms stands beside an opt-out and would still ask: then there is nothing to decline.
        offered = all(rule.opt_out is not None for rule in rules)
        found[operation] = demand((), rules, question, NO_RISK).opt_out if offered else None
    return found


def forbidden(
    policy: Policy, *, operations: Iterable[OperationCode], facts: Mapping[str, object], at: int
) -> frozenset[OperationCode]:
    """The operations for which the policy asks something and lets nobody decline."""
    index, wanted = index_of(policy), tuple(operations)
    terms = terms_by(policy, operations=wanted, facts=facts, at=at)
    return frozenset(
        operation
        for operation in wanted
        if not OPERATIONS[operation].opt_out
        or (terms[operation] is None and any(_asks(line, facts, at) for line in index.every.get(operation, ())))
    )


def together(terms: Iterable[OptOutTerms]) -> Granted | None:
    """The terms of several operations as one: the fewest alternatives, all controls, the shortest time."""
    known = tuple(terms)
    if not known:
        return None
    alternatives = frozenset.intersection(*[each.alternatives for each in known])
    controls = frozenset().union(*[each.controls for each in known])
    return Granted(alternatives=alternatives, controls=controls, valid_days=min(each.valid_days for each in known))


def _asks(line: Line, facts: Mapping[str, object], at: int) -> bool:
    rule = line.rule
    if rule.condition or rule.mode < Mode.NUDGE or at < rule.enforce_from:
        return False
    member = True if line.member is None else line.member(facts)
    return rule.unknown_matches if member is None else member
