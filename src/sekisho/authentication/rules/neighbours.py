"""Under which name the neighbours of an address are counted together."""

from ipaddress import IPv4Address, IPv6Address, ip_address

UNKNOWN = "unknown"
"""Everything without a readable address is one neighbourhood."""


def network_of(ip: str) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 address; an IPv4 address written as IPv6 counts as IPv4."""
    try:
        address = ip_address(ip)
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if isinstance(address, IPv4Address):
        return f"{IPv4Address(int(address) >> 8 << 8)}/24"
    return f"{IPv6Address(int(address) >> 80 << 80)}/48"
