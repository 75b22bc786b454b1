"""Pack public address lists into the one file that ``sekisho.activity.queries.networks`` reads.

Fetch fresh lists (on a machine with internet access) into two directories:

    npm pack @ip-location-db/geo-whois-asn-country @ip-location-db/asn     # the CSV files in both, into GEO_DIR
    https://github.com/X4BNet/lists_vpn, https://github.com/SecOps-Institute/Tor-IP-Addresses      # into LISTS_DIR

Files read, each plain or ending in .xz:

    GEO_DIR    geo-whois-asn-country-ipv4.csv, geo-whois-asn-country-ipv6.csv, asn-ipv4.csv; asn-ipv6.csv if there
    LISTS_DIR  vpn_*.txt, datacenter_*.txt, apple_private_relay*.txt, tor_exit*.txt; one address, network or AS a line

Then:

    uv run python tools/pack_networks.py GEO_DIR LISTS_DIR --edition "ip-location-db 2.3…; X4BNet 2026-08-22; …"

and correct the editions in src/sekisho/activity/data/NOTICE.txt. Where ranges overlap the narrowest one counts.
IPv6 is packed by the /64: a range inside one /64 is left out, except a Tor exit, which marks its whole /64.
"""

import csv
import heapq
import json
import lzma
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import click
import numpy as np
import numpy.typing as npt
import zstandard

from sekisho.activity.queries.networks import MAGIC
from sekisho.activity.rules.networks import HOSTING, PRIVATE_RELAY, TOR, VPN, code, packed

Range = tuple[int, int, int]
Ranges = list[Range]
Numbers = npt.NDArray[np.uint64]

# Blocks whose rest the whois lists give to the seat of the address registry, not to who uses it: a Japanese
# mobile network in 2001:268::/32 would be Australian. "Unknown" is the honest answer there.
PLACEHOLDERS = (
    ("2001:200::", 23, "AU"), ("2001:c00::", 23, "AU"), ("2001:e00::", 23, "AU"), ("2001:4400::", 23, "AU"),
    ("2001:a000::", 20, "AU"), ("2001:b000::", 20, "AU"), ("2001:4200::", 23, "MU"),
)  # fmt: skip
# Blocks that no public connection comes from (IANA special-purpose registries, RFC 6890); whois has countries for some.
RESERVED = (
    ("0.0.0.0", 8), ("10.0.0.0", 8), ("100.64.0.0", 10), ("127.0.0.0", 8),  # noqa: S104 - a block, nothing binds to it
    ("169.254.0.0", 16), ("172.16.0.0", 12),
    ("192.0.0.0", 24), ("192.0.2.0", 24), ("192.168.0.0", 16), ("198.18.0.0", 15), ("198.51.100.0", 24),
    ("203.0.113.0", 24), ("224.0.0.0", 3), ("::", 8), ("100::", 64), ("2001:db8::", 32), ("3fff::", 20), ("5f00::", 16),
    ("fc00::", 6),
)  # fmt: skip
MARKS = (("datacenter_", HOSTING), ("vpn_", VPN), ("tor_exit", TOR), ("apple_private_relay", PRIVATE_RELAY))
OUT = Path(__file__).parents[1] / "src/sekisho/activity/data/networks.bin"


@dataclass(frozen=True, slots=True)
class Family:
    """One address family: ``size`` in bytes, and how many low ``bits`` of an address are not kept."""

    name: str
    size: int
    bits: int

    @property
    def end(self) -> int:
        """One past the greatest kept number."""
        return 1 << (self.size * 8 - self.bits)

    def inner(self, first: int, last: int) -> tuple[int, int]:
        """The kept numbers that lie wholly between two addresses (first after last: none)."""
        return -(-first >> self.bits), (last + 1 >> self.bits) - 1


V4, V6 = Family("v4", 4, 0), Family("v6", 16, 64)


def overlay(ranges: Iterable[Range], *, end: int) -> list[tuple[int, int]]:
    """Starts and values of consecutive ranges from 0 on; in overlaps the narrowest range counts, in gaps 0."""
    waiting = sorted((range_ for range_ in ranges if range_[0] <= range_[1]), reverse=True)
    points = sorted({0, *(first for first, _, _ in waiting), *(last + 1 for _, last, _ in waiting)})
    covering: list[tuple[int, int, int, int]] = []
    result: list[tuple[int, int]] = []
    for point in points:
        while waiting and waiting[-1][0] == point:
            first, last, value = waiting.pop()
            heapq.heappush(covering, (last - first, first, last, value))
        while covering and covering[0][2] < point:
            heapq.heappop(covering)
        value = covering[0][3] if covering else 0
        if point < end and (not result or result[-1][1] != value):
            result.append((point, value))
    return result


def stack(layers: list[list[tuple[int, int]]]) -> tuple[Numbers, list[Numbers]]:
    """Starts at which any layer changes, and each layer's values there."""
    columns = [np.array(layer, dtype=np.uint64).reshape(-1, 2) for layer in layers]
    starts = np.unique(np.concatenate([column[:, 0] for column in columns]))
    return starts, [column[np.searchsorted(column[:, 0], starts, "right") - 1, 1] for column in columns]


def _open(directory: Path, name: str) -> IO[str]:
    """The file, plain or compressed."""
    if (plain := directory / name).exists():
        return plain.open(encoding="utf-8", newline="")
    return lzma.open(directory / f"{name}.xz", "rt", encoding="utf-8", newline="")


def _numbers(first: str, last: str) -> tuple[int, int]:
    return int.from_bytes(packed(first)), int.from_bytes(packed(last))


def _block(text: str, length: int) -> tuple[int, int]:
    """First and last address of a network."""
    address = packed(text)
    rest = len(address) * 8 - length
    first = int.from_bytes(address) >> rest << rest
    return first, first + (1 << rest) - 1


def read_countries(directory: Path, family: Family, index: Callable[[str], int]) -> Ranges:
    """Country ranges of one family, without the registries' placeholders."""
    blocks = [(*_block(text, length), country) for text, length, country in PLACEHOLDERS] if family is V6 else []
    ranges = []
    with _open(directory, f"geo-whois-asn-country-ip{family.name}.csv") as lines:
        for first_text, last_text, country in csv.reader(lines):
            first, last = _numbers(first_text, last_text)
            if not any(low <= first and last <= high and country == seat for low, high, seat in blocks):
                ranges.append((*family.inner(first, last), index(country)))
    return ranges


def read_operators(directory: Path, family: Family, names: dict[int, str]) -> Ranges:
    """Operator ranges of one family by AS number; fills ``names``. No file of IPv6 operators means no ranges."""
    name = f"asn-ip{family.name}.csv"
    if family is V6 and not any(directory.glob(f"{name}*")):
        return []
    ranges = []
    with _open(directory, name) as lines:
        for first, last, asn, organisation in csv.reader(lines):
            names[int(asn)] = " ".join(organisation.split())
            ranges.append((*family.inner(*_numbers(first, last)), int(asn)))
    return ranges


def _words(directory: Path, prefix: str) -> Iterator[str]:
    """The first word of every line of every list with the prefix."""
    for path in sorted(directory.glob(f"{prefix}*.txt*")):
        with _open(directory, path.name.removesuffix(".xz")) as lines:
            yield from (line.split()[0] for line in lines if line.strip() and not line.startswith("#"))


def read_list(directory: Path, prefix: str) -> tuple[dict[Family, Ranges], set[int]]:
    """The networks on the lists with the prefix, by family, and the AS numbers on them."""
    networks: dict[Family, Ranges] = {V4: [], V6: []}
    operators = set()
    for word in _words(directory, prefix):
        if word.startswith("AS"):
            operators.add(int(word[2:]))
            continue
        text, _, length = word.partition("/")
        family = V6 if ":" in text else V4
        first, last = _block(text, int(length or family.size * 8))
        if prefix == "tor_exit":  # whoever holds one address of a /64 holds all of it
            networks[family].append((first >> family.bits, last >> family.bits, 1))
        else:
            networks[family].append((*family.inner(first, last), 1))
    return networks, operators


@dataclass(frozen=True, slots=True)
class Lists:
    """Everything read, by family: ranges of countries (by index from 1), of operators, and of each mark's list."""

    countries: tuple[str, ...]
    names: dict[int, str]
    places: dict[Family, Ranges]
    operators: dict[Family, Ranges]
    marks: dict[int, tuple[dict[Family, Ranges], set[int]]]


def read(geo: Path, lists: Path) -> Lists:
    """Read every list.

    Raises:
        OSError: a list is missing.
        ValueError: a line holds no address, network or AS number.

    """
    countries: dict[str, int] = {}
    names: dict[int, str] = {}

    def index(word: str) -> int:
        return countries.setdefault(word, len(countries) + 1)

    return Lists(
        places={family: read_countries(geo, family, index) for family in (V4, V6)},
        operators={family: read_operators(geo, family, names) for family in (V4, V6)},
        marks={bit: read_list(lists, prefix) for prefix, bit in MARKS},
        countries=tuple(countries),
        names=dict(sorted(names.items())),
    )


def _mark(lists: Lists, family: Family, bit: int) -> list[tuple[int, int]]:
    """Where a mark is set: the listed networks, and the ranges of the listed operators."""
    networks, listed = lists.marks[bit]
    ranges = [(first, last, bit) for first, last, asn in lists.operators[family] if asn in listed]
    return overlay([*((first, last, bit) for first, last, _ in networks[family]), *ranges], end=family.end)


def _public(family: Family) -> list[tuple[int, int]]:
    """1 where connections may come from, 0 in the reserved blocks."""
    blocks = [_block(text, length) for text, length in RESERVED if (":" in text) == (family is V6)]
    return overlay([(*family.inner(*block), 0) for block in blocks] + [(0, family.end - 1, 1)], end=family.end)


def table(lists: Lists, family: Family) -> tuple[Numbers, Numbers]:
    """Starts and codes of one family."""
    layers = [overlay(lists.places[family], end=family.end), overlay(lists.operators[family], end=family.end)]
    marks = [_mark(lists, family, bit) for bit in lists.marks]
    starts, (public, country, asn, *marked) = stack([_public(family), *layers, *marks])
    operator = np.searchsorted(np.array([0, *lists.names], dtype=np.uint64), asn)
    columns = (country, np.bitwise_or.reduce(np.array(marked)), operator.astype(np.uint64))
    rows = zip(*((column * public).tolist() for column in columns), strict=True)
    return starts, np.array([code(country=c, marks=m, operator=o) for c, m, o in rows], dtype=np.uint64)


def _columns(lists: Lists) -> dict[str, bytes]:
    """The columns of the file by name."""
    columns = {}
    for family, width in ((V4, "<u4"), (V6, "<u8")):
        starts, codes = table(lists, family)
        columns[f"{family.name}_distances"] = np.diff(starts, prepend=np.uint64(0)).astype(width).tobytes()
        columns[f"{family.name}_codes"] = codes.astype("<u4").tobytes()
    columns["operators"] = np.array(list(lists.names), dtype="<u4").tobytes()
    columns["names"] = "\n".join(lists.names.values()).encode()
    return columns


def pack(lists: Lists, *, edition: str) -> bytes:
    """The bytes of the packed file."""
    compressor = zstandard.ZstdCompressor(level=22, write_checksum=True)
    frames, places = b"", {}
    for name, column in _columns(lists).items():
        frame = compressor.compress(column)
        places[name] = (len(frames), len(frame))
        frames += frame
    header = {"edition": edition, "countries": lists.countries, "columns": places}
    return MAGIC + json.dumps(header, ensure_ascii=False).encode() + b"\n" + frames


@click.command(help=__doc__)
@click.argument("geo", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("lists", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--edition", required=True, help="Which lists of which days these are.")
@click.option("--out", default=OUT, show_default=True, type=click.Path(dir_okay=False, path_type=Path))
def main(geo: Path, lists: Path, edition: str, out: Path) -> None:
    """Write the packed file."""
    data = pack(read(geo, lists), edition=edition)
    out.write_bytes(data)
    click.echo(f"{out}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
