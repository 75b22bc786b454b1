from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.delegations import answer, grantable
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.delegations import DELEGABLE, DENIALS, LONGEST, Delegation, DelegationState, Denial
from sekisho.kernel.moments import DAY

AT = 1_796_000_400_000
O = OperationCode  # noqa: E741 - short in tables
MOTHERS = Delegation(
    id="dg_1", agent="agent:7", account="a-1", granted_by="customer:a-1", name="山田 太郎", relation="長男",
    operations=frozenset({O.ORDER_PLACE, O.ORDER_CANCEL, O.PERSONAL_DATA_VIEW}), limit_yen=50_000, start=AT - DAY,
    until=AT + DAY, operation="op_1",
)  # fmt: skip


def test_a_delegate_does_what_was_left_to_him() -> None:
    assert answer([MOTHERS], operation=O.ORDER_PLACE, yen=50_000, at=AT).delegation == MOTHERS
    assert answer([MOTHERS], operation=O.PERSONAL_DATA_VIEW, yen=None, at=AT).allowed
    assert answer([MOTHERS], operation=O.ORDER_CANCEL, yen=None, at=AT).allowed
    assert answer([MOTHERS], operation=O.LOGIN, yen=None, at=AT).allowed


@pytest.mark.parametrize(
    ("operation", "yen", "at", "denial"),
    [
        (O.ORDER_PLACE, 50_001, AT, Denial.OVER_LIMIT),
        (O.ORDER_PLACE, None, AT, Denial.AMOUNT_UNKNOWN),
        (O.WITHDRAW, 1, AT, Denial.NOT_IN_SCOPE),
        (O.AUTHENTICATOR_ADD, None, AT, Denial.NOT_IN_SCOPE),
        (O.ORDER_PLACE, 1, MOTHERS.until, Denial.NO_DELEGATION),
        (O.ORDER_PLACE, 1, MOTHERS.start - 1, Denial.NO_DELEGATION),
        (O.LOGIN, None, MOTHERS.until, Denial.NO_DELEGATION),
    ],
)
def test_everything_else_is_refused_with_what_to_do(
    operation: OperationCode, yen: int | None, at: int, denial: Denial
) -> None:
    found = answer([MOTHERS], operation=operation, yen=yen, at=at)

    assert (found.denial, found.allowed, found.text) == (denial, False, DENIALS[denial])


def test_one_that_was_taken_back_allows_nothing_and_another_may_still_allow_it() -> None:
    revoked = replace(MOTHERS, state=DelegationState.REVOKED, limit_yen=None)
    generous = replace(MOTHERS, id="dg_2", limit_yen=90_000)

    assert answer([revoked], operation=O.LOGIN, yen=None, at=AT).denial is Denial.NO_DELEGATION
    assert answer([MOTHERS, revoked, generous], operation=O.ORDER_PLACE, yen=80_000, at=AT).delegation == generous
    assert answer([generous], operation=O.ORDER_PLACE, yen=1, at=AT).text is None


def test_without_a_limit_the_amount_does_not_matter() -> None:
    assert answer([replace(MOTHERS, limit_yen=None)], operation=O.ORDER_PLACE, yen=None, at=AT).allowed


@given(
    operation=st.sampled_from(O), yen=st.none() | st.integers(0, 10**9), at=st.integers(AT - 2 * DAY, AT + 2 * DAY),
    left=st.frozensets(st.sampled_from(sorted(DELEGABLE))), limit=st.none() | st.integers(1, 10**9),
)  # fmt: skip
def test_a_delegate_never_gets_further_than_was_signed(
    operation: OperationCode, yen: int | None, at: int, left: frozenset[OperationCode], limit: int | None
) -> None:
    delegation = replace(MOTHERS, operations=left, limit_yen=limit)
    if answer([delegation], operation=operation, yen=yen, at=at).allowed:
        assert delegation.holds(at)
        assert operation in left | {O.LOGIN, O.LOGIN_NEW_DEVICE}
        assert operation not in {O.AUTHENTICATOR_ADD, O.BANK_ACCOUNT_CHANGE, O.DELEGATE_ADD, O.API_KEY_ISSUE}


def test_what_would_make_somebody_the_holder_cannot_be_left_to_him() -> None:
    assert grantable({O.ORDER_PLACE}, start=AT, until=AT + LONGEST)
    for operations, until in (
        ({O.CONTACT_CHANGE}, AT + DAY),
        (set(), AT + DAY),
        ({O.ORDER_PLACE}, AT),
        ({O.ORDER_PLACE}, AT + LONGEST + 1),
    ):
        assert not grantable(operations, start=AT, until=until)
