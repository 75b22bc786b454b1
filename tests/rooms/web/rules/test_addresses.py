from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.web.rules.addresses import client_address

OURS = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),  # a stranger's word means nothing
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.2.0.9", "198.51.100.1"),  # what the client wrote in front is ignored
        ("10.0.0.1", "not an address", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("fd00::1", "2001:DB8::0001", "2001:db8::1"),
        ("::ffff:203.0.113.5", "", "203.0.113.5"),
        ("", "198.51.100.1", ""),
    ],
)
def test_an_address_is_believed_as_far_as_our_own_proxies_vouch_for_it(peer: str, forwarded: str, address: str) -> None:
    assert client_address(peer=peer, forwarded=forwarded, proxies=OURS) == address


@given(st.text(max_size=60))
def test_any_header_is_survived_and_gives_an_address(forwarded: str) -> None:
    assert client_address(peer="10.0.0.1", forwarded=forwarded, proxies=OURS)
