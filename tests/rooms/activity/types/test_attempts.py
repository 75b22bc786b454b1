"""A login attempt as the baselines see it."""

from tests.builders.freeman import HOME, PC, attempt


def test_the_chains_come_in_the_order_of_the_weights() -> None:
    assert attempt().chains == (HOME, PC)
