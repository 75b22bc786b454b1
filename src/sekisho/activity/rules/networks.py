"""Addresses as numbers, and the table of ranges in which they are looked up."""

from array import array
from bisect import bisect_right
from socket import AF_INET, AF_INET6, inet_ntop, inet_pton

COUNTRY_BITS = 8
MARK_BITS = 4
HOSTING, VPN, TOR, PRIVATE_RELAY = 1, 2, 4, 8
_COUNTRY_MASK = (1 << COUNTRY_BITS) - 1
_MARK_MASK = (1 << MARK_BITS) - 1
_MAPPED = bytes(10) + b"\xff\xff"
_V6_NETWORK_BYTES = 6


def packed(text: str) -> bytes:
    """The address in network order: 4 bytes for IPv4, 16 bytes for IPv6.

    An IPv4 address written as IPv6 (``::ffff:203.0.113.7``, RFC 4291 part 2.5.5.2) is the IPv4 address.
    Leading zeros, zone names, ports and blanks are refused.

    Raises:
        ValueError: the text is no address.

    """
    try:
        address = inet_pton(AF_INET6 if ":" in text else AF_INET, text)
    except OSError as error:
        message = f"{text[:45]!r} is not an IPv4 or IPv6 address"
        raise ValueError(message) from error
    return address[12:] if address.startswith(_MAPPED) else address


def network_of(address: bytes) -> str:
    """The /24 of a packed IPv4 address, the /48 of a packed IPv6 address, spelt canonically (RFC 5952)."""
    if len(address) == 4:  # noqa: PLR2004 - the length of an IPv4 address
        return f"{address[0]}.{address[1]}.{address[2]}.0/24"
    return inet_ntop(AF_INET6, address[:_V6_NETWORK_BYTES].ljust(16, b"\0")) + "/48"


def code(*, country: int, marks: int, operator: int) -> int:
    """One number for a place: indices of country and operator (0 unknown) and the marks, in 32 bits.

    Raises:
        ValueError: an index does not fit.

    """
    limit = 32 - MARK_BITS - COUNTRY_BITS
    if country >> COUNTRY_BITS or marks >> MARK_BITS or operator >> limit:
        message = f"country {country}, marks {marks}, operator {operator} do not fit in 8, 4 and {limit} bits"
        raise ValueError(message)
    return operator << (MARK_BITS + COUNTRY_BITS) | marks << COUNTRY_BITS | country


def parts(number: int) -> tuple[int, int, int]:
    """Country index, marks and operator index of a ``code``."""
    return number & _COUNTRY_MASK, number >> COUNTRY_BITS & _MARK_MASK, number >> (MARK_BITS + COUNTRY_BITS)


class RangeTable:
    """Consecutive ranges of numbers, each with a code; a range ends where the next begins.

    Args:
        starts: the first number of each range, rising, the first one 0.
        codes: one code a range.

    Raises:
        ValueError: the columns are empty, differ in length or do not begin at 0.

    """

    __slots__ = ("_codes", "_starts")

    def __init__(self, *, starts: "array[int]", codes: "array[int]") -> None:
        if not starts or starts[0] != 0 or len(starts) != len(codes):
            message = f"a table of ranges begins at 0 and has a code a range; got {len(starts)} and {len(codes)}"
            raise ValueError(message)
        self._starts = starts
        self._codes = codes

    def __len__(self) -> int:
        return len(self._starts)

    def find(self, number: int) -> int:
        """The code of the range that holds ``number``."""
        return self._codes[bisect_right(self._starts, number) - 1]
