from dataclasses import replace
from typing import Any

from tests.builders.policies import AT, F, Op, a_policy, a_question, a_rule, proved

from sekisho.authentication import models
from sekisho.authentication.operations.policies import evaluate
from sekisho.authentication.operations.policy_decisions import record
from sekisho.authentication.queries.policy_decisions import counts, latest_questions, questions
from sekisho.authentication.types.policy import Question
from sekisho.authentication.types.policy_counts import DecisionCount

POLICY = a_policy(a_rule())
PASSKEY = a_question(Op.WITHDRAW, F.PASSKEY_SYNCED, standing=proved(F.PASSKEY_SYNCED))


def kept(question: Question, **changes: Any) -> int:
    return record(question=question, answer=evaluate(POLICY, question), **changes)


def test_an_answer_is_kept_with_all_it_rests_on(database: str) -> None:
    """5.5."""
    number = kept(PASSKEY, principal="customer:a-1", session="se_1", latency=42)

    row = models.PolicyDecision.objects.get(pk=number)
    assert (row.result, row.policy, row.digest, row.rules) == ("satisfied", 7, "d7", ["withdraw"])
    assert (row.reasons, row.strong, row.latency) == (["policy:proof:enough"], True, 42)
    assert list(questions(since=AT, until=AT + 1)) == [PASSKEY]
    assert list(questions(since=0, until=AT)) == []


def test_the_last_questions_come_first_and_no_more_than_wanted(database: str) -> None:
    asked = [replace(PASSKEY, at=AT + number) for number in range(4)]
    for question in asked:
        kept(question)

    assert list(latest_questions(since=AT + 1, limit=2)) == [asked[3], asked[2]]
    assert list(latest_questions(since=AT + 3, limit=9)) == [asked[3]]


def test_answers_are_counted_by_result(database: str) -> None:
    """E-06: whether it is really enforced."""
    for name in ("customer:a-1", "customer:a-1", "customer:a-2"):
        kept(PASSKEY, principal=name)
    kept(a_question(Op.WITHDRAW, F.TOTP, standing=proved(F.TOTP)))

    found = counts(since=AT, until=AT + 1)

    usual = {"operation": "withdraw", "channel": "web", "policy": 7}
    assert found == (
        DecisionCount(**usual, result="enrol", strong=False, count=1, people=1),
        DecisionCount(**usual, result="satisfied", strong=True, count=3, people=2),
    )
    assert counts(since=AT + 1, until=AT + 2) == ()
