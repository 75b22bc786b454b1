from tests.builders.factors import at_once
from tests.builders.signing_in import AT

from sekisho.authentication.operations.tallies import forget, take

HOUR = 3_600_000
START = AT - AT % HOUR


def test_a_stretch_has_so_many_places_and_the_next_begins_anew(database: str) -> None:
    taken = [take(key="code:au_1", limit=2, window=HOUR, at=START + minute) for minute in (0, 1, 2)]

    assert taken == [None, None, START + HOUR]
    assert take(key="code:au_1", limit=2, window=HOUR, at=START + HOUR) is None
    assert take(key="code:au_2", limit=2, window=HOUR, at=START) is None


def test_of_many_at_once_only_as_many_as_there_are_places_get_one(fresh_database: str) -> None:
    answers = at_once(6, lambda _: take(key="code:au_1", limit=2, window=HOUR, at=START))

    assert answers.count(None) == 2


def test_old_stretches_are_forgotten(database: str) -> None:
    take(key="code:au_1", limit=1, window=HOUR, at=START)

    assert forget(before=START) == 0
    assert forget(before=START + 1) == 1
    assert take(key="code:au_1", limit=1, window=HOUR, at=START) is None
