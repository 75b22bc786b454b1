"""What a policy would do to customers, before it is approved: it judges what the present one judged."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sekisho.authentication.rules.policy.evaluation import evaluate
from sekisho.authentication.types.policy import Answer, Policy, Question, Reason, Result

_SHUT = (Result.ENROL, Result.READ_ONLY, Result.DENIED)


def impact(policy: Policy, *, before: Policy, questions: Iterable[Question]) -> dict[str, object]:
    """Figures as plain JSON: how many questions, results, changes, customers without a way, opt-outs, by operation.

    Args:
        policy: the draft.
        before: the policy in force.
        questions: one for each customer and operation, or questions that were recorded.

    """
    count, results, changes = 0, Counter[str](), Counter[str]()
    rules, without, opted = Counter[str](), Counter[str](), Counter[str]()
    for question in questions:
        count += 1
        old, new = _plain(evaluate(before, question)), evaluate(policy, question)
        result, name = _plain(new), question.operation.value
        results[f"{name} {result.value}"] += 1
        rules.update(new.demand.rules)
        if result is not old:
            changes[f"{name} {old.value} -> {result.value}"] += 1
        if result in _SHUT:
            without[name] += 1
        if result is Result.OPT_OUT_USED or Reason.OPT_OUT in new.reasons:
            opted[name] += 1
    return {
        "questions": count,
        "before": before.version,
        "results": _sorted(results),
        "changes": _sorted(changes),
        "rules": _sorted(rules),
        "without_a_way": _sorted(without),
        "opt_outs": _sorted(opted),
    }


def _plain(answer: Answer) -> Result:
    """The result; of a policy that only watches, what it would have answered."""
    return answer.would or answer.result


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
