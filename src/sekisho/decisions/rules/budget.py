"""At most so many holds and denials a minute of event time, for each rule and phase of the trading day."""

from sekisho.decisions.rules.conditions import Condition
from sekisho.decisions.types.rule import Budget
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.verdicts import Verdict


def limit(budget: Budget, phase: str) -> int:
    """How many this phase allows in a minute."""
    return budget.by_phase.get(phase, budget.per_minute)


def counted(condition: Condition) -> Budget | None:
    """The budget that binds the rule; rules that carry out what people decided have none."""
    return None if condition.fixed or condition.rule.verdict < Verdict.HOLD else condition.rule.budget


class Counts:
    """What was spent, in event order. An event that comes late counts in the latest minute seen."""

    def __init__(self) -> None:
        self._spent: dict[str, tuple[int, int]] = {}

    def spend(self, rule: str, at: int) -> int:
        """Count one for the rule and give the number reached in the minute."""
        minute = at // MINUTE
        current, number = self._spent.get(rule, (minute, 0))
        if minute > current:
            current, number = minute, 0
        self._spent[rule] = (current, number + 1)
        return number + 1
