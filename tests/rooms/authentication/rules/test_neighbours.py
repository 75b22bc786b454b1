import pytest

from sekisho.authentication.rules.neighbours import UNKNOWN, network_of


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("", UNKNOWN),
        ("no address", UNKNOWN),
    ],
)
def test_neighbours_count_together(ip: str, network: str) -> None:
    assert network_of(ip) == network
