"""Shares over time become a line within its frame."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.console.picture import EDGE, HEIGHT, WIDTH, curve


@given(st.lists(st.floats(-1, 2), min_size=1, max_size=30))
def test_every_point_lies_within_the_frame_from_left_to_right(shares: list[float]) -> None:
    points = [tuple(map(float, each.split(","))) for each in curve("x", shares).points.split(" ")]

    assert len(points) == len(shares)
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert all(EDGE <= x <= WIDTH - EDGE and EDGE <= y <= HEIGHT - EDGE for x, y in points)


def test_more_is_higher() -> None:
    low, high = (float(each.split(",")[1]) for each in curve("x", [0.1, 0.9]).points.split(" "))

    assert high < low
