"""Constants in the words of each language."""

import pytest

from sekisho.decisions.rules.dialects import PYTHON, ZEN
from sekisho.decisions.rules.tree import Scalar


@pytest.mark.parametrize(
    ("value", "python", "zen"),
    [
        (1, "1", "1"),
        (0.25, "0.25", "0.25"),
        (1e-7, "1e-07", "0.0000001"),
        (1e15, "1000000000000000.0", "1000000000000000.0"),
        ("it's", '"it\'s"', '"it\'s"'),
        ('a"b', "'a\"b'", '"a\\"b"'),
        ("買い", "'買い'", '"買い"'),
    ],
)
def test_a_constant_is_spelt_so_that_it_reads_back(value: Scalar, python: str, zen: str) -> None:
    assert PYTHON.constant(value) == python
    assert ZEN.constant(value) == zen


def test_zen_says_flags_its_own_way() -> None:
    yes: Scalar = True

    assert ZEN.constant(yes) == "true"
