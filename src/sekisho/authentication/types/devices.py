"""Devices: browsers and apps told apart by a random first-party cookie, and nothing hidden (E-08, C-08)."""

from dataclasses import dataclass

from sekisho.kernel.moments import DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRules:
    """When a device counts as known.

    Attributes:
        kept: after so long without a login it is a stranger again, in milliseconds.
        logins: so many logins by the same principal make it known.

    """

    kept: int = 180 * DAY
    logins: int = 1


USUAL = DeviceRules()
"""One login within half a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUse:
    """One device as one principal uses it; others may use the same one (C-08).

    Attributes:
        device: the device's public reference.
        principal: who uses it.
        name: what he calls it; empty where he calls it nothing.
        user_agent: what it sent at its last login.
        first_seen: his first login on it, in milliseconds.
        last_seen: his last login on it, in milliseconds.
        logins: how many.
        last_ip: the address of the last one.
        place: where that was, in the words of whoever asked for the list; empty where nobody said.
        passkeys: ids of the passkeys that he used on it.
        revoked: when he removed it, in milliseconds; None while it counts.

    """

    device: str
    principal: str
    name: str
    user_agent: str
    first_seen: int
    last_seen: int
    logins: int
    last_ip: str
    passkeys: tuple[str, ...] = ()
    place: str = ""
    revoked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshDevice:
    """What an entrance mints for a browser that brings no device cookie.

    Attributes:
        ref: the public reference, e.g. ``dv_…``; at most 40 characters.
        digest: ``types.sessions.token_digest`` of the token in the cookie.

    """

    ref: str
    digest: bytes
