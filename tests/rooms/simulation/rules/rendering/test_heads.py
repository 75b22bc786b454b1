import ipaddress

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sekisho.kernel.moments import from_rfc3339, to_rfc3339
from sekisho.simulation.rules.rendering.heads import addresses, moments

MIDNIGHT = from_rfc3339("2025-03-17T00:00:00.000+09:00")


@given(st.lists(st.integers(0, 86_399_999), min_size=1, max_size=20))
def test_moments_are_spelled_as_the_kernel_spells_them(times: int) -> None:
    at = np.array(times) + MIDNIGHT

    assert moments(at) == [to_rfc3339(int(moment)) for moment in at]


@given(st.integers(0, 2**32 - 1))
def test_small_numbers_are_addresses_of_version_four(number: int) -> None:
    assert ipaddress.ip_address(addresses(np.array([number], dtype=np.uint64), 1)[0]) == ipaddress.IPv4Address(number)


@given(st.integers(2**32, 2**64 - 1))
def test_large_numbers_are_networks_of_version_six(number: int) -> None:
    address = ipaddress.ip_address(addresses(np.array([number], dtype=np.uint64), 1)[0])

    assert address.version == 6
    assert int(address) >> 64 == number
