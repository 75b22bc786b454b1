import lzma
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.pack_networks import OUT, V4, V6, overlay, pack, read, stack

from sekisho.activity.queries.networks import (
    CREDIT,
    MAGIC,
    DamagedNetworksError,
    Networks,
    is_address,
    load_networks,
    read_networks,
)
from sekisho.activity.types.place import BadAddressError, Place

GEO = {
    "geo-whois-asn-country-ipv4.csv": "1.0.0.0,1.0.0.255,AU\n1.0.0.64,1.0.0.127,JP\n1.0.1.0,1.0.3.255,CN\n",
    "geo-whois-asn-country-ipv6.csv": (
        "2001:200::,2001:218:2000:51:ffff:ffff:ffff:ffff,AU\n"
        "2001:218:2000:52::,2001:218:2000:52:ffff:ffff:ffff:ffff,JP\n"
        "2400:2000::,2400:3000:ffff:ffff:ffff:ffff:ffff:ffff,JP\n"
        "2400:2000:1::29,2400:2000:1::2a,US\n"
    ),
    "asn-ipv4.csv": '1.0.0.0,1.0.1.255,4294967294,"Example, Inc."\n1.0.2.0,1.0.3.255,64500,"Bad  VPN"\n',
}
LISTS = {
    "vpn_asn.txt": "# operators\nAS64500 # Bad VPN\n\n",
    "vpn_ipv6.txt": "2400:2000:2::/48\n",
    "datacenter_ipv4.txt": "1.0.1.0/25\n",
    "tor_exit_today.txt": "1.0.0.9\n2400:2000:3::5\n",
    "apple_private_relay.txt": "1.0.0.128/31\n",
}


def write(directory: Path, files: dict[str, str]) -> Path:
    directory.mkdir()
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


@pytest.fixture
def raw(tmp_path: Path) -> tuple[Path, Path]:
    """The directories of small lists; one of them compressed."""
    geo, lists = write(tmp_path / "geo", GEO), write(tmp_path / "lists", LISTS)
    plain = lists / "datacenter_ipv4.txt"
    (lists / "datacenter_ipv4.txt.xz").write_bytes(lzma.compress(plain.read_bytes()))
    plain.unlink()
    return geo, lists


@pytest.fixture
def data(raw: tuple[Path, Path]) -> bytes:
    return pack(read(*raw), edition="of the test")


def place(country: str | None = None, asn: int = 0, *, marks: str = "", network: str = "1.0.0.0/24") -> Place:
    return Place(country, asn, "hosting" in marks, "vpn" in marks, "tor" in marks, "relay" in marks, network)


@pytest.mark.parametrize(
    ("ip", "expected"),
    [
        ("1.0.0.0", place("AU", 4294967294)),
        ("1.0.0.9", place("AU", 4294967294, marks="tor")),
        ("1.0.0.64", place("JP", 4294967294)),
        ("1.0.0.128", place("AU", 4294967294, marks="relay")),
        ("1.0.0.130", place("AU", 4294967294)),
        ("1.0.1.127", place("CN", 4294967294, marks="hosting", network="1.0.1.0/24")),
        ("1.0.1.128", place("CN", 4294967294, network="1.0.1.0/24")),
        ("1.0.3.255", place("CN", 64500, marks="vpn", network="1.0.3.0/24")),
        ("1.0.4.0", place(network="1.0.4.0/24")),
        ("0.255.255.255", place(network="0.255.255.0/24")),
        ("255.255.255.255", place(network="255.255.255.0/24")),
        ("::ffff:1.0.0.64", place("JP", 4294967294)),
        ("::", place(network="::/48")),
        ("2400:2000::1", place("JP", network="2400:2000::/48")),
        ("2400:2000:2:1::1", place("JP", marks="vpn", network="2400:2000:2::/48")),
        ("2400:3001::", place(network="2400:3001::/48")),
    ],
)
def test_a_place_is_what_the_lists_say(data: bytes, ip: str, expected: Place) -> None:
    """Requirements G-17 and E-08: country and kind of network of an address."""
    assert Networks(data).look_up(ip) == expected


def test_a_tor_exit_marks_its_64_and_a_range_inside_a_64_is_left_out(data: bytes) -> None:
    networks = Networks(data)

    assert networks.look_up("2400:2000:3::9999").tor
    assert not networks.look_up("2400:2000:3:1::5").tor
    assert networks.look_up("2400:2000:1::29").country == "JP"


def test_the_seat_of_a_registry_is_not_taken_for_the_country_of_its_members(data: bytes) -> None:
    assert Networks(data).look_up("2001:200::1").country is None
    assert Networks(data).look_up("2001:218:2000:52::1").country == "JP"


def test_operators_have_names_and_strangers_have_none(data: bytes) -> None:
    networks = Networks(data)

    assert networks.organisation(4294967294) == "Example, Inc."
    assert networks.organisation(64500) == "Bad VPN"
    assert [networks.organisation(asn) for asn in (0, 1, 64501, 4294967295)] == [None] * 4


def test_operators_of_ipv6_are_used_when_their_list_is_there(raw: tuple[Path, Path]) -> None:
    (raw[0] / "asn-ipv6.csv").write_text("2400:2000::,2400:2000:ffff:ffff:ffff:ffff:ffff:ffff,64500,Bad VPN\n")
    found = Networks(pack(read(*raw), edition="of the test")).look_up("2400:2000:8::1")

    assert (found.asn, found.vpn) == (64500, True)


def test_the_edition_can_be_read(data: bytes) -> None:
    assert Networks(data).edition == "of the test"


def test_a_missing_list_is_an_error(raw: tuple[Path, Path]) -> None:
    (raw[0] / "asn-ipv4.csv").unlink()

    with pytest.raises(FileNotFoundError, match=r"asn-ipv4\.csv"):
        read(*raw)


@pytest.mark.parametrize("ip", ["", "localhost", "1.2.3", "1.2.3.4.5", "x" * 200])
def test_what_is_no_address_names_the_field(data: bytes, ip: str) -> None:
    assert not is_address(ip)
    with pytest.raises(BadAddressError, match=r"^ip: .* is not an IPv4 or IPv6 address; write") as caught:
        Networks(data).look_up(ip)
    assert caught.value.field == "ip"
    assert len(str(caught.value)) < 150


@given(st.ip_addresses())
def test_every_address_is_an_address_and_has_a_place(address: object) -> None:
    assert is_address(str(address))
    assert load_networks().look_up(str(address)).network.endswith(("/24", "/48"))


def test_a_remembered_answer_is_the_same_and_memory_is_bounded(data: bytes) -> None:
    networks = Networks(data, remembered=1)
    first = networks.look_up("1.0.0.9")

    assert networks.look_up("1.0.0.9") is first
    networks.look_up("1.0.0.10")
    assert networks.look_up("1.0.0.9") == first
    assert networks.look_up("1.0.0.9") is not first


@pytest.mark.parametrize(
    ("damage", "message"),
    [(lambda data: data[1:], "does not begin with"), (lambda data: data[:-4], "column names cannot be read")],
)
def test_a_damaged_file_says_how_to_get_a_whole_one(data, damage, message) -> None:  # noqa: ANN001 - a way of damage
    with pytest.raises(DamagedNetworksError, match=rf"{message}.*pack_networks\.py"):
        Networks(damage(data)).organisation(64500)
    assert data.startswith(MAGIC)


RANGES = st.lists(
    st.tuples(st.integers(0, 63), st.integers(0, 63), st.integers(1, 9)).filter(lambda it: it[0] <= it[1])
)


@given(RANGES)
def test_the_narrowest_range_counts_as_a_naive_scan_finds_it(ranges: list[tuple[int, int, int]]) -> None:
    distinct = list({(first, last): (first, last, value) for first, last, value in ranges}.values())
    starts, (values,) = stack([overlay(distinct, end=64)])

    for number in range(64):
        covering = [(last - first, first, value) for first, last, value in distinct if first <= number <= last]
        row = sum(int(start) <= number for start in starts) - 1
        assert values[row] == (min(covering)[2] if covering else 0)


@given(RANGES, RANGES)
def test_stacked_layers_keep_their_own_values(
    one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]
) -> None:
    layers = [overlay(one, end=64), overlay(other, end=64)]
    starts, columns = stack(layers)

    for layer, column in zip(layers, columns, strict=True):
        for start, value in zip(starts, column, strict=True):
            assert value == [kept for first, kept in layer if first <= start][-1]


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**66))
def test_only_whole_64s_of_ipv6_are_kept(first: int, length: int) -> None:
    last = min(first + length, 2**128 - 1)
    low, high = V6.inner(first, last)

    assert all(first <= number << 64 and (number + 1 << 64) - 1 <= last for number in (low, high) if low <= high)
    assert (low - 1 << 64) < first
    assert (high + 2 << 64) - 1 > last


def test_ipv4_is_kept_whole() -> None:
    assert V4.inner(5, 9) == (5, 9)
    assert (V4.end, V6.end) == (2**32, 2**64)


def test_the_carried_lists_know_well_known_networks() -> None:
    networks = load_networks()
    softbank, google, docomo = (networks.look_up(ip) for ip in ("126.12.33.5", "8.8.8.8", "49.98.1.1"))

    assert (softbank.country, softbank.asn, networks.organisation(softbank.asn)) == ("JP", 17676, "SoftBank Corp.")
    assert (google.country, google.asn, google.hosting) == ("US", 15169, True)
    assert (docomo.country, docomo.hosting, docomo.vpn, docomo.tor) == ("JP", False, False, False)
    assert networks.look_up("2400:2411:1::1").country == "JP"
    assert networks.look_up("104.28.28.1").private_relay
    assert networks.look_up("101.99.92.179").tor


@pytest.mark.parametrize(
    "ip",
    ["10.1.2.3", "100.64.0.1", "169.254.7.7", "203.0.113.7", "198.51.100.7", "224.0.0.1", "64:ff9b::1", "ff02::1",
     "192.168.0.1", "172.16.9.9", "127.0.0.1", "::1", "fd00::1", "fe80::1", "2001:db8::1"],
)  # fmt: skip
def test_private_and_reserved_addresses_have_no_country_operator_or_mark(ip: str) -> None:
    network = str(ip_network((ip_address(ip), 48 if ":" in ip else 24), strict=False))

    assert load_networks().look_up(ip) == place(network=network)


def test_the_carried_file_is_the_one_the_tool_writes() -> None:
    assert read_networks(OUT).edition == load_networks().edition
    assert "ip-location-db" in load_networks().edition
    assert load_networks() is load_networks()


def test_the_credit_links_to_its_makers_in_both_languages() -> None:
    assert "https://db-ip.com" in CREDIT.ja
    assert "https://db-ip.com" in CREDIT.en
