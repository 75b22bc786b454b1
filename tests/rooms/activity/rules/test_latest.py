"""Who was seen of late: the same as looking through all of them each time."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.rules.latest import Latest

SIGHTINGS = st.lists(st.tuples(st.integers(1, 8).map(float), st.integers(0, 60)), max_size=100)


@given(SIGHTINGS, st.integers(1, 40))
def test_the_same_accounts_are_counted_as_by_looking_through_all(
    sightings: list[tuple[float, int]], window: int
) -> None:
    latest, seen = Latest(5), dict[float, int]()
    for account, at in sightings:
        latest.see(account, at)
        seen[account] = at
        if len(seen) > 5:
            del seen[min(seen, key=lambda other: (seen[other], other))]

        asked = account + 1.0
        others = [other for other, moment in seen.items() if other != asked and 0 <= at - moment < window]
        assert latest.others(asked, at, window) == len(others)
        assert [other in latest for other in map(float, range(10))] == [other in seen for other in range(10)]


def test_an_account_is_not_among_its_others() -> None:
    latest = Latest(3)
    latest.see(1.0, 10)
    latest.see(2.0, 20)

    assert (latest.others(1.0, 20, 15), latest.others(3.0, 20, 15), len(latest)) == (1, 2, 2)


def test_who_comes_later_does_not_count_yet() -> None:
    latest = Latest(3)
    latest.see(1.0, 50)

    assert latest.others(2.0, 40, 15) == 0
