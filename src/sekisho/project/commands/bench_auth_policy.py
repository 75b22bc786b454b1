"""How many questions the policy answers in a second on one core, over a grid of operations and customers."""

import statistics
import time
from itertools import product

from sekisho.authentication.operations.policies import evaluate
from sekisho.authentication.queries.policy_files import default_policy
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.policy import Held, OptOutView, Question, Standing
from sekisho.kernel.moments import DAY, HOUR, MINUTE, from_rfc3339

AT = from_rfc3339("2027-06-15T10:00:00+09:00")
"""Everything that the shipped policy enforces is in force."""
_ROUNDS = 7
_CHANNELS = ("web", "app", "api", "phone")
_HOLDINGS = (
    (),
    (FactorCode.PASSWORD, FactorCode.TOTP),
    (FactorCode.PASSKEY_SYNCED,),
    (FactorCode.PASSWORD, FactorCode.PASSKEY_SYNCED, FactorCode.SECURITY_KEY),
)
_FACTS: tuple[dict[str, object], ...] = (
    {"amount": 50_000, "score": 0.1, "person": "individual", "residence": "JP", "new_device": False},
    {"amount": 20_000_000, "score": 0.93, "person": "corporate", "thin": True},
    {},
)


def measure_policy() -> float:
    """Evaluations per second of process time: the median of several rounds over the same grid."""
    policy, questions = default_policy(), grid()
    for question in questions:
        evaluate(policy, question)
    return statistics.median(_round(questions) for _ in range(_ROUNDS))


def grid() -> list[Question]:
    """Every operation on four channels, by four kinds of customers, with fresh, old and no proofs."""
    return [
        _question(operation, channel, holding, facts, age)
        for operation, channel, holding, facts, age in product(
            OperationCode, _CHANNELS, _HOLDINGS, _FACTS, (None, MINUTE, 20 * HOUR)
        )
    ]


def _round(questions: list[Question]) -> float:
    policy = default_policy()
    begun = time.process_time_ns()
    for question in questions:
        evaluate(policy, question)
    return len(questions) / (time.process_time_ns() - begun) * 1e9


def _question(
    operation: OperationCode, channel: str, holding: tuple[FactorCode, ...], facts: dict[str, object], age: int | None
) -> Question:
    proved = age is not None and bool(holding)
    return Question(
        operation=operation,
        at=AT,
        channel=channel,
        facts=facts,
        held=tuple(Held(authenticator=factor.value, factor=factor, created=AT - 90 * DAY) for factor in holding),
        standing=_standing(holding, age or 0) if proved else Standing(),
        opt_out=_OPT_OUT if FactorCode.TOTP in holding else None,
        device="dv",
        content="digest",
    )


def _standing(holding: tuple[FactorCode, ...], age: int) -> Standing:
    return Standing(
        acr=max((FACTORS[factor].acr for factor in holding), default=Acr.NONE),
        auth_time=AT - age,
        factors=frozenset(holding),
        authenticators=frozenset(factor.value for factor in holding),
        device="dv",
        content="digest",
    )


_OPT_OUT = OptOutView(
    id="oo",
    operations=frozenset({OperationCode.LOGIN}),
    alternatives=frozenset({FactorCode.TOTP}),
    valid_from=AT - 30 * DAY,
    valid_until=AT + 30 * DAY,
)
