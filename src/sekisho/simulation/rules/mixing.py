"""Identifiers that say nothing: numbers stirred by splitmix64, a bijection on 64 bits."""

import numpy as np

from sekisho.simulation.types.world import Column, Words

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def mix(numbers: Column, salt: int) -> Words:
    """Stir ``numbers`` with ``salt``; different numbers stay different (Steele, Lea and Flood, 2014)."""
    with np.errstate(over="ignore"):
        z = numbers.astype(np.uint64) * _GOLDEN + np.uint64(salt & 0xFFFFFFFFFFFFFFFF)
        z = (z ^ (z >> np.uint64(30))) * _FIRST
        z = (z ^ (z >> np.uint64(27))) * _SECOND
        return z ^ (z >> np.uint64(31))


def mix_one(number: int, salt: int) -> int:
    """:func:`mix` of a single number."""
    return int(mix(np.array([number]), salt)[0])
