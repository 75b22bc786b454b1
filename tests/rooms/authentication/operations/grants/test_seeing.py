from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from sekisho.authentication.operations.grants.seeing import SeenError, forget, remember


def test_what_was_seen_counts_no_more_until_it_is_forgotten(database: str) -> None:
    remember(mark=b"m" * 32, until=100)
    with pytest.raises(SeenError):
        remember(mark=b"m" * 32, until=200)

    assert forget(at=101) == 1
    remember(mark=b"m" * 32, until=300)


def test_of_many_at_once_one_is_first(fresh_database: str) -> None:
    def attempt(_: int) -> bool:
        try:
            remember(mark=b"m" * 32, until=100)
        except SeenError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
