import numpy as np

from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world import lines
from sekisho.simulation.queries.packed import blocks


def test_an_address_lies_in_its_block() -> None:
    rng = stream(1, "test")
    places = lines.block_of(rng, "residential", 500)
    found = blocks()["residential"]

    address = lines.address_in(rng, "residential", places).astype(np.int64)

    assert (address >> (32 - found.bits[places]) == found.start[places] >> (32 - found.bits[places])).all()


def test_about_a_third_of_the_homes_speaks_version_six() -> None:
    block, address = lines.homes(stream(1, "test"), 3_000)

    assert 0.25 < np.mean(block < 0) < 0.35
    assert ((address >= 2**32) == (block < 0)).all()


def test_carriers_show_few_addresses_to_many_subscribers() -> None:
    carrier = np.full(20_000, 3)

    address = lines.carried(stream(1, "test"), carrier)

    assert len(np.unique(address >> np.uint64(8))) <= lines.REGIONS
    assert len(np.unique(address)) <= lines.REGIONS * lines.POOL_HOSTS


def test_a_renewed_home_stays_in_its_block() -> None:
    block = np.array([0, 0, 1])
    found = blocks()["residential"]

    address = lines.renewed(stream(1, "test"), block).astype(np.int64)

    assert (address >> (32 - found.bits[block]) == found.start[block] >> (32 - found.bits[block])).all()
