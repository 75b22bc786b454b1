"""What forms send as dates means Japan's days and minutes."""

import pytest

from sekisho.console.dates import BadDateError, day_in, minute_in
from sekisho.kernel.moments import to_rfc3339


def test_a_day_begins_in_japan() -> None:
    assert to_rfc3339(day_in("2027-06-01")).startswith("2027-06-01T00:00:00")
    assert to_rfc3339(minute_in(" 2027-06-01T09:30 ")).startswith("2027-06-01T09:30:00")


@pytest.mark.parametrize("word", ["", "soon", "2027-13-01", "2027/06/01"])
def test_what_is_no_date_is_refused(word: str) -> None:
    for read in (day_in, minute_in):
        with pytest.raises(BadDateError):
            read(word)
