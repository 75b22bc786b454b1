"""With what somebody who is signed in may confirm once more that it is he."""

from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.rules.confirming import ways_of
from sekisho.authentication.rules.policy.matching import index_of
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import Policy


def ways_to_confirm(*, principal: str, policy: Policy, at: int) -> tuple[FactorCode, ...]:
    """The factors, the strongest first: what he may log in with today, he may confirm with.

    Args:
        principal: who.
        policy: in force now.
        at: in milliseconds.

    """
    ends = index_of(policy).ends
    ended = {factor for (factor, operation), end in ends.items() if operation is OperationCode.LOGIN and at >= end.use}
    return ways_of(authenticators_of(principal=principal), ended=ended)
