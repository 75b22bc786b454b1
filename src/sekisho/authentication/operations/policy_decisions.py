"""Keep what the policy answered.

It is part of the caller's transaction and has no journal entry of its own: the caller writes one about what he did.
"""

from sekisho.authentication import models
from sekisho.authentication.rules.policy.recorded import to_json
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.policy import Answer, Question


def record(
    *, question: Question, answer: Answer, principal: str = "", session: str = "", latency: int | None = None
) -> int:
    """Keep one answer for figures, replay and supervisors.

    Args:
        question: what was asked; all that the answer rests on is kept.
        answer: what the policy said.
        principal: about whom; empty where nobody is known.
        session: in which session; empty where there is none.
        latency: how long the answer took, in microseconds; None where it was not measured.

    Returns:
        The number of the record.

    """
    row = models.PolicyDecision.objects.create(
        at=question.at,
        principal=principal,
        session=session,
        operation=question.operation.value,
        channel=question.channel,
        content=question.content,
        question=to_json(question),
        policy=answer.policy,
        digest=answer.digest,
        rules=list(answer.demand.rules),
        result=answer.result.value,
        reasons=[reason.value for reason in answer.reasons],
        observed=list(answer.observed),
        opt_out=answer.opt_out,
        override=answer.override,
        strong=any(FACTORS[held.factor].phishing_resistant for held in question.held),
        latency=latency,
    )
    return row.pk
