"""The envelope of an event: who, when, through which door, from where."""

import numpy as np

from sekisho.kernel.moments import JST_OFFSET, from_milliseconds
from sekisho.simulation.rules.mixing import mix
from sekisho.simulation.rules.rendering.ageing import steps
from sekisho.simulation.rules.rendering.names import CHANNEL, LOCALE, MILLIS, PAIRS, SECONDS, Names
from sekisho.simulation.types.words import CLIENTS
from sekisho.simulation.types.world import Column, Ints, Words

_DAY = 86_400_000
_V4_END = np.uint64(1 << 32)
_SESSION, _COOKIE, _HOST = 11, 12, 13


def moments(at: Ints) -> list[str]:
    """Moments of one JST day as RFC 3339."""
    day = from_milliseconds(int(at[0])).date().isoformat()
    local = (at + JST_OFFSET) % _DAY
    pairs = zip((local // 1000).tolist(), (local % 1000).tolist(), strict=True)
    return [f"{day}T{SECONDS[second]}{MILLIS[ms]}" for second, ms in pairs]


def addresses(numbers: Words, salt: int) -> list[str]:
    """Numbers below 2^32 are IPv4 addresses; others are the network half of an IPv6 address."""
    hosts = mix(numbers, salt + _HOST).tolist()
    return [
        PAIRS[n >> 16] + "." + PAIRS[n & 0xFFFF] if n < 1 << 32 else _v6(n, h)
        for n, h in zip(numbers.tolist(), hosts, strict=True)
    ]


def _v6(network: int, host: int) -> str:
    parts = (network >> 48, network >> 32 & 0xFFFF, network >> 16 & 0xFFFF, network & 0xFFFF)
    tail = (host >> 48 | 1, host >> 32 & 0xFFFF | 1, host >> 16 & 0xFFFF | 1, host & 0xFFFF | 1)
    return ":".join(f"{part:x}" for part in parts + tail)


def visitors(visits: dict[str, Column], names: Names, day: int) -> list[str]:
    """One piece of JSON a visit: account, channel, client, session, address and device, as of ``day`` (since 1970)."""
    cookies = mix(visits["cookie"], names.salt + _COOKIE)
    columns = zip(
        names.account(visits["account"]),
        (visits["channel"] * len(CLIENTS) + visits["client"]).tolist(),
        mix(visits["session"], names.salt + _SESSION).tolist(),
        addresses(visits["address"], names.salt),
        cookies.tolist(),
        visits["agent"].tolist(),
        steps(day, cookies).tolist(),
        visits["locale"].tolist(),
        visits["bound"].tolist(),
        strict=True,
    )
    at = names.wardrobe.at
    return [
        f',"account":"{account}"{CHANNEL[channel]},"session":"s{session:016x}","ip":"{ip}","device":{{"id":"{cookie:016x}",'
        f"{at(step)[agent]}{LOCALE[locale]}{BOUND[bound]}}}"
        for account, channel, session, ip, cookie, agent, step, locale, bound in columns
    ]


BOUND = ("", ',"bound":true')
