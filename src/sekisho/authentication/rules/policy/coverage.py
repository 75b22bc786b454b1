"""Operation × path × method: which ways in can do what is required on a date, and which cannot (E-03, E-04).

The evaluator itself is asked, about somebody new who holds everything that the path can carry. So what is shown here
is what happens.
"""

from collections.abc import Sequence

from sekisho.authentication.rules.policy.evaluation import evaluate
from sekisho.authentication.rules.policy.messages import fault
from sekisho.authentication.rules.policy.wording import day_text
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.paths import Cell, Coverage, Path
from sekisho.authentication.types.policy import Answer, EnrolmentView, Held, Policy, Question, Reason, Result
from sekisho.authentication.types.policy_findings import Fault

ORDINARY = {
    "amount": 0, "score": 0.0, "new_payee": False, "new_device": False, "thin": False, "country": "JP",
    "person": "individual", "residence": "JP",
}  # fmt: skip
"""The mildest case; without these facts, the strictest rules apply."""


def cell(policy: Policy, path: Path, operation: OperationCode, *, at: int) -> Cell:
    """One field of the matrix."""
    if not path.open(at):
        return Cell(path=path.code, operation=operation, coverage=Coverage.CLOSED, methods=(), at=at)
    answer = _asked(policy, path, operation, ORDINARY, at)
    coverage = _coverage(answer)
    if coverage is Coverage.FULL and _coverage(_asked(policy, path, operation, {}, at)) is Coverage.MISSING:
        coverage = Coverage.LIMITED
    methods = tuple(factor for factor in FACTORS if factor in answer.offers)
    return Cell(path=path.code, operation=operation, coverage=coverage, methods=methods, at=at)


def matrix(policy: Policy, paths: Sequence[Path], *, at: int) -> tuple[Cell, ...]:
    """Every field: each path with each operation that can be done there, in the order of the catalogue."""
    return tuple(
        cell(policy, path, operation, at=at)
        for path in paths
        for operation in OPERATIONS
        if operation in path.operations
    )


def uncovered(policy: Policy, paths: Sequence[Path], *, at: int) -> tuple[Fault, ...]:
    """A fault for each path that lacks what is required on the date, at its place in the list of paths."""
    place = {path.code: number for number, path in enumerate(paths)}
    return tuple(
        fault(
            f"path.{place[each.path]}.methods",
            "path:method:missing",
            day=day_text(at),
            operation=OPERATIONS[each.operation].label,
        )
        for each in matrix(policy, paths, at=at)
        if each.coverage is Coverage.MISSING
    )


def turning_points(policy: Policy, paths: Sequence[Path], *, at: int) -> tuple[int, ...]:
    """``at`` and every later moment at which something may change: rules, ends of factors, ends of paths."""
    dates = {rule.enforce_from for rule in policy.rules}
    dates |= {rule.interim_until for rule in policy.rules if rule.interim_until is not None}
    dates |= {date for sunset in policy.sunsets for date in (sunset.stop_enrol, sunset.stop_use)}
    dates |= {path.until for path in paths if path.until is not None}
    return (at, *sorted(date for date in {*dates, policy.effective_from} if date > at))


def leaving(policy: Policy, paths: Sequence[Path], *, at: int) -> tuple[Path, ...]:
    """Old clients that cannot do what will be required, with the date on which each closes, the earliest first."""
    last = turning_points(policy, paths, at=at)[-1]
    ending = [path for path in paths if path.open(at) and path.legacy and _lacks(policy, path, last)]
    return tuple(sorted(ending, key=lambda path: (path.until is None, path.until or 0)))


def _lacks(policy: Policy, path: Path, at: int) -> bool:
    asked = [_asked(policy, path, operation, ORDINARY, at) for operation in path.operations]
    return any(_coverage(answer) is Coverage.MISSING for answer in asked)


def _coverage(answer: Answer) -> Coverage:
    result = answer.would or answer.result
    if result is Result.STEP_UP:
        return Coverage.INTERIM if Reason.INTERIM in answer.reasons else Coverage.FULL
    return Coverage.FREE if result.allowed else Coverage.MISSING


def _asked(policy: Policy, path: Path, operation: OperationCode, facts: dict[str, object], at: int) -> Answer:
    """The answer to somebody new, whom every rule binds, with everything the path can carry."""
    question = Question(
        operation=operation,
        at=at,
        channel=path.channel,
        facts=facts,
        held=tuple(_held(factor, policy) for factor in sorted(path.methods)),
        enrolment=EnrolmentView(created=0, enrolled_at=at, asked_at=0),
        offered=path.methods,
    )
    return evaluate(policy, question)


def _held(factor: FactorCode, policy: Policy) -> Held:
    """An old authenticator whose id is its factor, and which met every profile."""
    profiles = frozenset(rule.profile for rule in policy.rules)
    return Held(authenticator=factor.value, factor=factor, created=0, confirmed=True, profiles=profiles)
