"""Whether a delegate may do something on an account (C-23)."""

from collections.abc import Collection, Iterable

from sekisho.authentication.types.catalogue import OPERATIONS, OperationClass, OperationCode
from sekisho.authentication.types.delegations import ALWAYS, DELEGABLE, LONGEST, DelegateAnswer, Delegation, Denial

_VALUED = frozenset({OperationClass.CASH, OperationClass.TRADE})
_WORTHLESS = frozenset({OperationCode.ORDER_CANCEL})
"""An amount does not matter."""


def answer(delegations: Iterable[Delegation], *, operation: OperationCode, yen: int | None, at: int) -> DelegateAnswer:
    """Whether one of a delegate's delegations on an account allows an operation.

    Args:
        delegations: all that he ever had on that account.
        operation: what he is about to do.
        yen: how much it is worth; None where that is not known.
        at: in milliseconds.

    """
    standing = [each for each in delegations if each.holds(at)]
    if not standing:
        return DelegateAnswer(denial=Denial.NO_DELEGATION)
    fitting = [each for each in standing if operation in ALWAYS or operation in each.operations]
    if not fitting:
        return DelegateAnswer(denial=Denial.NOT_IN_SCOPE)
    denials = [_denial(each, operation, yen) for each in fitting]
    for each, denial in zip(fitting, denials, strict=True):
        if denial is None:
            return DelegateAnswer(delegation=each)
    return DelegateAnswer(denial=denials[0])


def _denial(delegation: Delegation, operation: OperationCode, yen: int | None) -> Denial | None:
    limit = delegation.limit_yen
    if limit is None or OPERATIONS[operation].kind not in _VALUED or operation in _WORTHLESS:
        return None
    if yen is None:
        return Denial.AMOUNT_UNKNOWN
    return Denial.OVER_LIMIT if yen > limit else None


def grantable(operations: Collection[OperationCode], *, start: int, until: int) -> bool:
    """Whether a holder may leave these to somebody for this time."""
    return bool(operations) and set(operations) <= DELEGABLE and start < until <= start + LONGEST
