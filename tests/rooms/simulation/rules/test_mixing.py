import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sekisho.simulation.rules.mixing import mix, mix_one


@given(st.lists(st.integers(0, 2**40), unique=True, min_size=1, max_size=50), st.integers(0, 2**64 - 1))
def test_different_numbers_stay_different(numbers: list[int], salt: int) -> None:
    assert len(set(mix(np.array(numbers), salt).tolist())) == len(numbers)


def test_neighbours_share_nothing_and_salts_make_another_order() -> None:
    first, other = mix(np.arange(1_000), 1), mix(np.arange(1_000), 2)

    assert abs(np.corrcoef(np.arange(1_000), first.astype(float))[0, 1]) < 0.1
    assert (first != other).all()


def test_one_number_mixes_as_in_a_list() -> None:
    assert mix_one(5, 9) == mix(np.array([4, 5]), 9)[1]
