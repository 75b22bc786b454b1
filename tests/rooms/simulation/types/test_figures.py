"""The figures as they are written."""

import msgspec

from sekisho.simulation.types.figures import Interval


def test_a_figure_that_cannot_be_told_is_null_and_never_zero() -> None:
    assert msgspec.json.encode(Interval(None, None, None)) == b'{"value":null,"low":null,"high":null}'
