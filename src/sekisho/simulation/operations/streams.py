"""Seeded randomness: one independent stream for each subsystem and day.

A stream's key is spelled out instead of counted, so that adding a subsystem or a campaign leaves every other draw as
it was: the honest population of a seed is the same whatever attacks it.
"""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence

from sekisho.simulation.types.world import Floats, Ints


def stream(seed: int, subsystem: str, day: int = 0) -> Generator:
    """The generator of ``subsystem`` on ``day``."""
    return Generator(PCG64(SeedSequence(seed, spawn_key=(zlib.crc32(subsystem.encode()), day))))


def chosen(rng: Generator, count: int, shares: Sequence[float] | Floats) -> Ints:
    """``count`` places drawn by ``shares``, which need not add up to one."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))
    places: Ints = np.searchsorted(edges, rng.random(count) * edges[-1], side="right").astype(np.int64)
    return places
