"""Where an address comes from: country, operator and marks, out of the lists packed into the product.

The packed file (``activity/data/networks.bin``, built by ``tools/pack_networks.py``; licences in ``NOTICE.txt``
beside it) is a line of magic, a line of JSON and compressed columns: for IPv4 and IPv6 the distances between
the starts of ranges and one code a range, then the operators' numbers (rising) and names. IPv6 is kept by the /64.
No address leaves the process.
"""

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import msgspec
import numpy as np
import zstandard

from sekisho.activity.rules.networks import (
    HOSTING,
    PRIVATE_RELAY,
    TOR,
    VPN,
    RangeTable,
    network_of,
    packed,
    parts,
)
from sekisho.activity.types.place import BadAddressError, Place
from sekisho.kernel.texts import Text

MAGIC = b"SEKISHO-NETWORKS-1\n"
REMEMBERED = 65_536
CREDIT = Text(
    ja="位置情報: DB-IP (https://db-ip.com)、RouteViews (https://www.routeviews.org)、NRO (https://www.nro.net)",
    en="IP geolocation by DB-IP (https://db-ip.com), RouteViews (https://www.routeviews.org) and NRO (https://www.nro.net)",
)
"""Show this, with the first address as a link, on every page that displays a country or an operator."""

_PACKED = files("sekisho.activity") / "data" / "networks.bin"
_V4_BYTES = 4


class DamagedNetworksError(ValueError):
    """The packed file is not what ``tools/pack_networks.py`` writes."""

    def __init__(self, reason: str) -> None:
        """Say what is wrong and how to get a whole file."""
        super().__init__(f"networks.bin: {reason}; restore it or run: uv run python tools/pack_networks.py --help")


class _Columns:
    """The columns of a packed file, each decompressed when asked for."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            message = f"it does not begin with {MAGIC!r}"
            raise DamagedNetworksError(message)
        header, _, self._frames = data[len(MAGIC) :].partition(b"\n")
        self.header: Mapping[str, Any] = msgspec.json.decode(header)

    def read(self, name: str) -> bytes:
        begin, length = self.header["columns"][name]
        try:
            return zstandard.ZstdDecompressor().decompress(self._frames[begin : begin + length])
        except zstandard.ZstdError as error:
            message = f"column {name} cannot be read ({error})"
            raise DamagedNetworksError(message) from error


def _table(columns: _Columns, family: str, kind: str) -> RangeTable:
    """The ranges of one family; ``kind`` is the array type of its starts (I 32 bits, Q 64 bits)."""
    starts, codes = array(kind), array("I")
    distances = np.frombuffer(columns.read(f"{family}_distances"), dtype=f"<u{starts.itemsize}")
    starts.frombytes(np.cumsum(distances, dtype=f"=u{starts.itemsize}").tobytes())
    codes.frombytes(np.frombuffer(columns.read(f"{family}_codes"), dtype="<u4").astype("=u4").tobytes())
    return RangeTable(starts=starts, codes=codes)


class Networks:
    """The lists of one edition, in memory.

    Args:
        data: the bytes of a packed file.
        remembered: how many addresses' answers are kept at hand.

    Raises:
        DamagedNetworksError: the bytes are no packed file.

    """

    def __init__(self, data: bytes, *, remembered: int = REMEMBERED) -> None:
        self._columns = _Columns(data)
        self._v4 = _table(self._columns, "v4", "I")
        self._v6 = _table(self._columns, "v6", "Q")
        self._countries: tuple[str | None, ...] = (None, *self._columns.header["countries"])
        self._operators = array("I", [0])
        self._operators.frombytes(np.frombuffer(self._columns.read("operators"), "<u4").astype("=u4").tobytes())
        self._remembered = lru_cache(maxsize=remembered)(self.look_up_afresh)

    @property
    def edition(self) -> str:
        """Which lists of which days these are, for people."""
        return str(self._columns.header["edition"])

    def look_up(self, ip: str) -> Place:
        """The place of an address; recent answers are remembered.

        Private and reserved addresses have a place without country and operator.

        Args:
            ip: IPv4 or IPv6 text; an IPv4 address written as IPv6 is looked up as IPv4.

        Raises:
            BadAddressError: ``ip`` is no address.

        """
        return self._remembered(ip)

    def look_up_afresh(self, ip: str) -> Place:
        """As ``look_up``, without the memory of recent answers."""
        try:
            address = packed(ip)
        except ValueError as error:
            raise BadAddressError(ip) from error
        if len(address) == _V4_BYTES:
            number = self._v4.find(int.from_bytes(address))
        else:
            number = self._v6.find(int.from_bytes(address[:8]))
        country, marks, operator = parts(number)
        return Place(
            self._countries[country],
            self._operators[operator],
            marks & HOSTING != 0,
            marks & VPN != 0,
            marks & TOR != 0,
            marks & PRIVATE_RELAY != 0,
            network_of(address),
        )

    def organisation(self, asn: int) -> str | None:
        """The name of the operator, or None; the names are unpacked at the first question."""
        index = bisect_left(self._operators, asn)
        if index in {0, len(self._operators)} or self._operators[index] != asn:
            return None
        names, ends = self._names
        return names[ends[index - 1] + 1 : ends[index]].decode()

    @cached_property
    def _names(self) -> "tuple[bytes, array[int]]":
        """All names in one piece, as 84,000 strings would take five times the room, and where each one ends."""
        names = b"\n" + self._columns.read("names") + b"\n"
        ends = array("I")
        ends.frombytes(np.flatnonzero(np.frombuffer(names, np.uint8) == ord("\n")).astype("=u4").tobytes())
        return names, ends


def is_address(text: str) -> bool:
    """Whether the text is an IPv4 or IPv6 address that ``look_up`` accepts."""
    try:
        packed(text)
    except ValueError:
        return False
    return True


def read_networks(source: Traversable) -> Networks:
    """The lists in a packed file, for example a fresher one than the product carries.

    Raises:
        DamagedNetworksError: the file is not what ``tools/pack_networks.py`` writes.
        OSError: the file cannot be read.

    """
    return Networks(source.read_bytes())


@cache
def load_networks() -> Networks:
    """The lists the product carries, read once a process."""
    return read_networks(_PACKED)
