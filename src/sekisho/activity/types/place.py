"""What an address tells about where a connection comes from."""

from msgspec import Struct


class BadAddressError(ValueError):
    """The text in ``field`` is no IPv4 or IPv6 address."""

    def __init__(self, text: str, *, field: str = "ip") -> None:
        """Name the field and show at most the 45 characters that an address can have."""
        self.field = field
        super().__init__(f"{field}: {text[:45]!r} is not an IPv4 or IPv6 address; write 203.0.113.7 or 2001:db8::7")


class Place(Struct, frozen=True, gc=False):
    """The network behind one address, as public lists describe it.

    ``country`` is ISO 3166 alpha-2 (``XK`` for Kosovo) or None where the lists do not say, as for private
    addresses. ``asn`` is the operator's number, 0 where unknown; always 0 for IPv6 unless the packed lists hold
    IPv6 operators. ``network`` is the key under which neighbours are counted: the /24 of an IPv4 address, the /48
    of an IPv6 address.

    The four marks say that the address is on a list. They are weak evidence, and their absence is none: nothing
    here can tell a home line from a residential proxy, so nothing here says "residential". The marks overlap: an
    address of a privacy relay or of a VPN usually lies in a data centre as well.
    """

    country: str | None
    asn: int
    hosting: bool
    vpn: bool
    tor: bool
    private_relay: bool
    network: str
