"""The largest sums: the same as looking through all of them each time."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.rules.largest import Largest

PAYMENTS = st.lists(st.tuples(st.integers(1, 12).map(float), st.integers(0, 5).map(float)), max_size=200)


@given(PAYMENTS)
def test_the_same_accounts_are_held_as_by_looking_through_all(payments: list[tuple[float, float]]) -> None:
    largest, sums = Largest(4), dict[float, float]()
    for account, value in payments:
        largest.add(account, value)
        sums[account] = sums.get(account, 0.0) + value
        if len(sums) > 4:
            del sums[min(sums, key=lambda other: (sums[other], other))]

        assert largest.sums == sums
        assert largest.top == max(sums.values())


def test_of_equals_the_lowest_account_goes() -> None:
    largest = Largest(2)
    for account in (2.0, 1.0, 3.0):
        largest.add(account, 5.0)

    assert (1.0 in largest, 2.0 in largest, len(largest)) == (False, True, 2)


def test_one_who_grew_stays_before_one_who_did_not() -> None:
    largest = Largest(2)
    for account, value in ((1.0, 1.0), (2.0, 2.0), (1.0, 9.0), (3.0, 3.0)):
        largest.add(account, value)

    assert largest.sums == {1.0: 10.0, 3.0: 3.0}


def test_forgetting_everybody_forgets_the_top() -> None:
    largest = Largest(2)
    largest.add(1.0, 5.0)
    largest.clear()

    assert (len(largest), largest.top) == (0, 0.0)
