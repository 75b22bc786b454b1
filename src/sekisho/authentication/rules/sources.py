"""Where requests come from, as far as counting them goes."""

from ipaddress import IPv6Address, ip_address, ip_network

from sekisho.authentication.types.principals import Visit

_SITE = 64
"""Bits of an IPv6 address that belong to one site; the rest is the visitor's to choose."""


def source_of(visit: Visit) -> str:
    """The address, the /64 of an IPv6 address, or the session where there is no address."""
    try:
        address = ip_address(visit.ip)
    except ValueError:
        return f"session:{visit.session}"
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((address, _SITE), strict=False).network_address)
    return str(address)
