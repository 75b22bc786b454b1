"""Bounded dicts, and evidence."""

import pytest
from msgspec import ValidationError

from builders.surveillance import stolen
from sekisho.surveillance.rules.ring import Ring
from sekisho.surveillance.rules.state import measures, touch
from sekisho.surveillance.types.alert import Measure


def test_the_one_longest_untouched_goes() -> None:
    kept: dict[str, list[int]] = {}
    for key in ("a", "b", "a", "c"):
        touch(kept, key, list, 2).append(1)
    assert kept == {"a": [1, 1], "c": [1]}


def test_evidence_leaves_out_what_is_absent_and_shortens_floats() -> None:
    seen = measures({"a": (1 / 3, 2 / 3), "b": (None, 1), "c": (("x",), None), "d": (True, False)})
    assert seen == {"a": Measure(0.33333, 0.66667), "c": Measure(("x",)), "d": Measure(value=True, usual=False)}


def test_a_state_comes_back_as_it_was() -> None:
    one, other = Ring(), Ring()
    one.update(stolen("a"))
    other.restore(one.snapshot())
    assert other.state == one.state


def test_what_is_no_state_is_refused() -> None:
    with pytest.raises(ValidationError):
        Ring().restore(b"\x93\x01\x02\x03")
