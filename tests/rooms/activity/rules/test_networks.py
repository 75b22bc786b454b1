from array import array
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.rules.networks import RangeTable, code, network_of, packed, parts


@given(st.ip_addresses())
def test_every_address_packs_into_its_bytes_unless_it_is_ipv4_in_ipv6(address: IPv4Address | IPv6Address) -> None:
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None

    assert packed(str(address)) == (inner or address).packed


def test_ipv4_written_as_ipv6_is_the_ipv4_address() -> None:
    assert packed("::ffff:203.0.113.7") == packed("::FFFF:cb00:7107") == packed("203.0.113.7")


@pytest.mark.parametrize(
    "text",
    ["", " ", "203.0.113", "203.0.113.256", "203.0.113.07", " 203.0.113.7", "203.0.113.7\n", "203.0.113.7:443", "::g",
     "[::1]", "fe80::1%eth0", "1:2:3:4:5:6:7:8:9", "localhost", "0x7f.1", "203.0.113.7/24", "\u0661.1.1.1"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an IPv4 or IPv6 address"):
        packed(text)


@pytest.mark.parametrize("text", ["203.0.113.7\0", "\ud800::"])
def test_bytes_that_no_system_call_takes_are_refused_as_well(text: str) -> None:
    with pytest.raises(ValueError, match=r"null|surrogates"):
        packed(text)


@given(st.ip_addresses(v=4))
def test_the_network_of_ipv4_is_its_24(address: IPv4Address) -> None:
    assert network_of(address.packed) == str(ip_network((address, 24), strict=False))


@given(st.ip_addresses(v=6))
def test_the_network_of_ipv6_is_its_48_spelt_canonically(address: IPv6Address) -> None:
    assert network_of(address.packed) == str(ip_network((address, 48), strict=False))


def test_networks_look_as_in_the_documentation() -> None:
    assert network_of(packed("126.12.33.5")) == "126.12.33.0/24"
    assert network_of(packed("2400:2411:a:b::1")) == "2400:2411:a::/48"
    assert network_of(ip_address("::1").packed) == "::/48"


@given(st.integers(0, 255), st.integers(0, 15), st.integers(0, 2**20 - 1))
def test_a_code_gives_its_parts_back(country: int, marks: int, operator: int) -> None:
    number = code(country=country, marks=marks, operator=operator)

    assert parts(number) == (country, marks, operator)
    assert number < 2**32


@pytest.mark.parametrize(("country", "marks", "operator"), [(256, 0, 0), (0, 16, 0), (0, 0, 2**20)])
def test_parts_that_do_not_fit_are_refused(country: int, marks: int, operator: int) -> None:
    with pytest.raises(ValueError, match="do not fit in 8, 4 and 20 bits"):
        code(country=country, marks=marks, operator=operator)


@given(st.sets(st.integers(1, 2**32 - 1)), st.integers(0, 2**32 - 1))
def test_a_number_is_found_in_the_last_range_that_begins_at_or_before_it(starts: set[int], number: int) -> None:
    rising = [0, *sorted(starts)]
    table = RangeTable(starts=array("I", rising), codes=array("I", range(len(rising))))

    assert table.find(number) == sum(start <= number for start in rising) - 1
    assert len(table) == len(rising)


@pytest.mark.parametrize(("starts", "codes"), [([], []), ([1], [0]), ([0, 1], [0])])
def test_columns_that_are_no_table_are_refused(starts: list[int], codes: list[int]) -> None:
    with pytest.raises(ValueError, match="begins at 0 and has a code a range"):
        RangeTable(starts=array("I", starts), codes=array("I", codes))
