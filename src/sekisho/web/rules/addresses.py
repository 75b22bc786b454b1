"""Whose address it is behind reverse proxies."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

Network = IPv4Network | IPv6Network


def client_address(*, peer: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """The address of the client, as far as somebody trusted vouches for it.

    ``X-Forwarded-For`` is read from its end for as long as its authors are known proxies; what a stranger wrote in
    front of that means nothing.

    Args:
        peer: the address that connected.
        forwarded: the header's value; empty where there is none.
        proxies: networks of our own reverse proxies.

    Returns:
        The address in its usual spelling; empty where there is none, e.g. behind a Unix socket.

    """
    trail = [word.strip() for word in forwarded.split(",") if word.strip()]
    address = _spelled(peer)
    while trail and _is_ours(address, proxies):
        found = _spelled(trail.pop())
        if not found:
            break
        address = found
    return address


def _is_ours(address: str, proxies: Sequence[Network]) -> bool:
    return bool(address) and any(ip_address(address) in network for network in proxies)


def _spelled(word: str) -> str:
    try:
        found = ip_address(word)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
