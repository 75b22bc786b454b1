"""Moments are whole milliseconds; only people see Japan's time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.kernel.moments import from_milliseconds, from_rfc3339, jst_day, jst_hour, to_milliseconds, to_rfc3339

MOMENTS = st.integers(946_684_800_000, 4_102_444_799_999)


@given(MOMENTS)
def test_a_moment_written_and_read_again_is_the_same(at: int) -> None:
    assert from_rfc3339(to_rfc3339(at)) == at


@given(MOMENTS, st.integers(0, 999))
def test_finer_parts_than_milliseconds_are_cut_off(at: int, microseconds: int) -> None:
    moment = from_milliseconds(at) + timedelta(microseconds=microseconds)

    assert to_milliseconds(moment) == at


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="no offset"):
        from_rfc3339("2025-03-17T09:00:00")
    with pytest.raises(TypeError, match="no time zone"):
        to_milliseconds(datetime(2025, 3, 17))  # noqa: DTZ001 - on purpose


def test_the_day_and_the_hour_are_japans() -> None:
    at = to_milliseconds(datetime(2025, 3, 16, 15, 30, tzinfo=UTC))

    assert (jst_day(at), jst_hour(at)) == (20_164, 0)
