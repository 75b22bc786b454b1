import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.policy.truth import both, either, number, opposite

truths = st.lists(st.sampled_from((True, False, None)))


@given(truths)
def test_not_all_are_true_exactly_where_one_of_them_is_not(values: list[bool | None]) -> None:
    assert opposite(both(values)) == either([opposite(value) for value in values])


@given(truths)
def test_learning_what_was_unknown_never_turns_an_answer_round(values: list[bool | None]) -> None:
    for join in (both, either):
        if join(values) is not None:
            assert join([False if value is None else value for value in values]) is join(values)
            assert join([True if value is None else value for value in values]) is join(values)


@pytest.mark.parametrize(("value", "found"), [(3, 3.0), (0.5, 0.5), (True, None), ("3", None), (None, None)])
def test_only_numbers_are_numbers(value: object, found: float | None) -> None:
    assert number(value) == found
