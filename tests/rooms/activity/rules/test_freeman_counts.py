"""The packed log of everybody and the listed log of one account say the same."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.rules.freeman_counts import ListedCounts, PackedCounts, smoothed, unseen_values
from sekisho.activity.types.attempts import Chain

CHAINS = st.lists(st.tuples(*[st.integers(0, 3)] * 3), max_size=20)
VALUES = range(5)


def both(chains: list[Chain]) -> tuple[PackedCounts, ListedCounts]:
    """The same logins in both forms."""
    packed = PackedCounts(3)
    for chain in chains:
        packed.add(chain)
    return packed, ListedCounts(list(Counter(chains).items()))


@given(CHAINS)
def test_both_forms_count_alike(chains: list[Chain]) -> None:
    packed, listed = both(chains)

    assert packed.total == listed.total == len(chains)
    for level in range(3):
        assert packed.distinct(level) == listed.distinct(level)
        assert [packed.count(level, value) for value in VALUES] == [listed.count(level, value) for value in VALUES]


@given(CHAINS)
def test_both_forms_agree_on_what_goes_together(chains: list[Chain]) -> None:
    packed, listed = both(chains)

    for value in VALUES:
        for other in (1, 2):
            assert packed.kinds(0, value, other) == listed.kinds(0, value, other)
            assert packed.kinds(other, value, 1) == listed.kinds(other, value, 1)
            for finest in VALUES:
                assert packed.joint(other, value, finest) == listed.joint(other, value, finest)


@given(CHAINS)
def test_numbers_read_back_as_the_chain_they_stand_for(chains: list[Chain]) -> None:
    packed = PackedCounts(3)

    assert [packed.chain(*packed.add(chain)) for chain in chains] == chains


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.integers(0, 20))
def test_seen_values_and_the_room_for_unseen_ones_make_one(counts: list[int], unseen: int) -> None:
    total = sum(counts)
    seen = sum(smoothed(count, total, unseen) for count in counts)

    assert seen + unseen * smoothed(0, total, unseen) == pytest.approx(1)


def test_a_coarser_level_leaves_room_for_fewer_unseen_values() -> None:
    _, listed = both([(1, 1, 1), (2, 2, 1)])

    assert [unseen_values(listed, level, 3) for level in range(3)] == [4, 2, 1]
