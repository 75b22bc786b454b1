import numpy as np
from tests.builders.simulation import world

from sekisho.simulation.types.world import Counters


def test_numbers_are_given_out_once() -> None:
    counters = Counters()

    assert counters.take("order", 2).tolist() == [0, 1]
    assert counters.take("order", 1).tolist() == [2]
    assert counters.take("session", 1).tolist() == [0]


def test_a_name_is_thin_by_capitalisation_or_by_trade() -> None:
    instruments = world().instruments
    instruments.adv[:2], instruments.shares[:2], instruments.close[:2] = [1e9, 1e6], 1e9, 1_000.0

    assert instruments.thin()[:2].tolist() == [False, True]
    assert np.isclose(instruments.cap[0], 1e12)
