"""What is wrong with a policy that can be read: contradictions, and what the floors forbid.

Every check is one line of a table and looks at the whole policy. Keys are those of the document.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from sekisho.authentication.rules.policy.messages import fault
from sekisho.authentication.rules.policy.rule_checks import RULE_CHECKS, unconditional
from sekisho.authentication.rules.policy.versions import parsed
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS, OperationClass
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.policy import ClientMinimum, Mode, Policy
from sekisho.authentication.types.policy_findings import Fault

Check = Callable[[Policy], Iterator[Fault]]


def contradictions(policy: Policy) -> tuple[Fault, ...]:
    """Everything wrong, in the order of the tables."""
    return (
        *(found for check in CHECKS for found in check(policy)),
        *(
            fault(f"rule.{place}.{check.key}", check.code, most=OPERATIONS[rule.operation].max_age_s)
            for place, rule in enumerate(policy.rules)
            for check in RULE_CHECKS
            if check.wrong(rule, policy)
        ),
    )


def _repeated_rules(policy: Policy) -> Iterator[Fault]:
    yield from _repeated("rule", "id", [rule.id for rule in policy.rules])


def _repeated_segments(policy: Policy) -> Iterator[Fault]:
    """``all`` is always there and does not stand in the document."""
    codes = [segment.code for segment in policy.segments]
    yield from _repeated("segment", "code", codes, first=1)


def _repeated_scores(policy: Policy) -> Iterator[Fault]:
    yield from _repeated("risk", "score", [f"{step.score} {sorted(step.operations)}" for step in policy.risk])


def _repeated(table: str, name: str, values: list[str], first: int = 0) -> Iterator[Fault]:
    counts = Counter(values)
    for place, value in enumerate(values[first:]):
        if counts[value] > 1:
            yield fault(f"{table}.{place}.{name}", "policy:name:repeated", name=value)


def _unknown_segments(policy: Policy) -> Iterator[Fault]:
    known = {segment.code for segment in policy.segments}
    for place, rule in enumerate(policy.rules):
        if rule.segment not in known:
            yield fault(f"rule.{place}.segment", "policy:segment:unknown", segment=rule.segment)


def _uncovered(policy: Policy) -> Iterator[Fault]:
    """Every operation with a floor has a rule for everybody, everywhere and always (G-01 to G-04)."""
    covered = {rule.operation for rule in policy.rules if rule.mode >= Mode.NUDGE and unconditional(rule)}
    for code, line in OPERATIONS.items():
        if line.floor_acr > Acr.NONE and code not in covered and not policy.observing:
            yield fault("rule", "policy:operation:uncovered", operation=line.label)


def _sunsets(policy: Policy) -> Iterator[Fault]:
    for place, sunset in enumerate(policy.sunsets):
        if not sunset.announced <= sunset.stop_enrol <= sunset.stop_use:
            yield fault(f"sunset.{place}.stop_use", "policy:sunset:order")
        if not FACTORS[sunset.replacement].phishing_resistant:
            yield fault(f"sunset.{place}.replacement", "policy:sunset:replacement")


def _clients(policy: Policy) -> Iterator[Fault]:
    """A minimum only rises: an older version is not let in again later."""
    for place, each in enumerate(policy.clients):
        if any(_falls(each, other) for other in policy.clients):
            yield fault(f"client.{place}.version", "policy:client:falls")


def _falls(later: ClientMinimum, earlier: ClientMinimum) -> bool:
    same = (earlier.channel, earlier.program) == (later.channel, later.program)
    return same and earlier.since < later.since and (parsed(earlier.version) or ()) > (parsed(later.version) or ())


def _cash_holds(policy: Policy) -> Iterator[Fault]:
    """New authenticators wait before they move cash (C-10)."""
    for code, line in OPERATIONS.items():
        rules = [rule for rule in policy.rules if rule.operation is code and unconditional(rule)]
        if line.kind is OperationClass.CASH and rules and not any(rule.hold_hours for rule in rules):
            yield fault(f"rule.{policy.rules.index(rules[0])}.hold_hours", "policy:hold:missing")


CHECKS: tuple[Check, ...] = (
    _repeated_rules,
    _repeated_segments,
    _repeated_scores,
    _unknown_segments,
    _uncovered,
    _sunsets,
    _clients,
    _cash_holds,
)
"""Every check of the whole."""
