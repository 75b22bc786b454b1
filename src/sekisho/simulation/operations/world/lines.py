"""Addresses: homes, carriers' shared addresses, offices, hosts, and lines abroad."""

import numpy as np
from numpy.random import Generator

from sekisho.simulation.queries.packed import blocks, prefixes6
from sekisho.simulation.types.world import Blocks, Bools, Ints, Words

REGIONS = 6
"""Pools of /24 of a carrier that one subscriber meets."""
POOL_HOSTS = 64
SIX_SHARE = 0.3
"""Homes whose broker traffic runs over IPv6; an assumption."""


def block_of(rng: Generator, kind: str, count: int) -> Ints:
    """Blocks of one kind of line, by weight."""
    return rng.choice(len(blocks()[kind].start), size=count, p=blocks()[kind].weight)


def address_in(rng: Generator, kind: str, places: Ints) -> Words:
    """An address drawn evenly from each block."""
    found = blocks()[kind]
    room = (np.int64(1) << (32 - found.bits[places])) - 2
    return (found.start[places] + 1 + (rng.random(len(places)) * room).astype(np.int64)).astype(np.uint64)


def homes(rng: Generator, count: int) -> tuple[Ints, Words]:
    """Block and address of ``count`` homes; the block of a home with IPv6 is -1."""
    block = block_of(rng, "residential", count)
    address = address_in(rng, "residential", block)
    six = rng.random(count) < SIX_SHARE
    return np.where(six, -1, block), np.where(six, _six(rng, count), address)


def renewed(rng: Generator, block: Ints) -> Words:
    """New addresses of homes in the same blocks (none of them IPv6)."""
    return address_in(rng, "residential", block)


def _six(rng: Generator, count: int) -> Words:
    starts, bits = prefixes6()
    place = rng.integers(0, len(starts), count)
    room = np.uint64(64) - bits[place].astype(np.uint64)
    inside = rng.integers(0, 1 << 62, count).astype(np.uint64) >> (np.uint64(62) - np.minimum(room, np.uint64(62)))
    delegated: Words = starts[place] | (inside & ~np.uint64(0xFF))
    return delegated


def carried(rng: Generator, carrier: Ints) -> Words:
    """Shared addresses of mobile carriers: few /24 in a subscriber's region, few hosts in each."""
    found: Blocks = blocks()["mobile"]
    slash24 = np.maximum((np.int64(1) << (24 - found.bits[carrier])), 1)
    pool = (carrier * 2_654_435_761 + rng.integers(0, REGIONS, len(carrier)) * 40_503) % slash24
    host = 1 + rng.integers(0, POOL_HOSTS, len(carrier))
    addresses: Words = (found.start[carrier] + pool * 256 + host).astype(np.uint64)
    return addresses


def choose(where: Bools, yes: Words, no: Words) -> Words:
    """:func:`numpy.where` that keeps the type of addresses."""
    chosen: Words = np.where(where, yes, no).astype(np.uint64)
    return chosen
