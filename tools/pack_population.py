"""Pack the published distributions the made-up brokerage is drawn from into small files of the product.

Run once per refresh of the sources: ``python tools/pack_population.py SOURCES DESTINATION``. Every number that
comes out of this file is a count or a share from a public source; ``SOURCE.md`` beside the result names them.
"""

import csv
import io
import ipaddress
import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import exchange_calendars

FAMILIES = (
    ("edge", "Edg"), ("opera", "OPR/"), ("samsung", "SamsungBrowser"), ("crios", "CriOS"), ("gsa", "GSA/"),
    ("firefox", "Firefox/"), ("chrome", "Chrome/"), ("safari", "Safari/"),
)  # fmt: skip
SYSTEMS = (("ios", "iPhone"), ("android", "Android"), ("windows", "Windows NT"), ("mac", "Macintosh"))
PLATFORMS = {"ios": "iPhone", "android": "Linux a", "windows": "Win32", "mac": "MacIntel"}
# Shares of use in Japan by caniuse, broken down to systems: its "chrome" is every desktop (four fifths Windows),
# its "ios_saf" is every browser of an iPhone.
SHARES = {
    "android_chrome": ("and_chr", 1.0), "android_samsung": ("samsung", 1.0), "ios_safari": ("ios_saf", 0.84),
    "ios_crios": ("ios_saf", 0.11), "ios_gsa": ("ios_saf", 0.05), "windows_chrome": ("chrome", 0.8),
    "mac_chrome": ("chrome", 0.2), "windows_edge": ("edge", 1.0), "windows_firefox": ("firefox", 0.85),
    "mac_firefox": ("firefox", 0.15), "mac_safari": ("safari", 1.0), "windows_opera": ("opera", 1.0),
}  # fmt: skip
PROFILES_A_GROUP = 120
# Operators and their rough weight among subscribers; the weights are an assumption, the numbers are public.
OPERATORS = {
    "residential": {4713: 20, 2516: 18, 17676: 16, 9824: 4, 4721: 4, 9617: 2, 2527: 6, 2518: 6, 2510: 4, 17511: 5,
                    4685: 3, 18126: 3, 10010: 3, 7679: 3, 7522: 1, 7670: 1, 2519: 2, 2497: 2},
    "mobile": {9605: 38, 2516: 27, 4725: 22, 138384: 8, 2497: 5},
    "office": {2497: 30, 2519: 20, 4713: 30, 2514: 20},
    "hosting": {7684: 20, 9370: 20, 9371: 15, 7506: 20, 131965: 15, 2514: 10},
}  # fmt: skip
ABROAD = {
    "travel": {"US": 18, "KR": 18, "TW": 16, "TH": 14, "SG": 8, "HK": 7, "VN": 6, "AU": 5, "FR": 4, "GB": 4, "CN": 8},
    "abroad": {"CN": 40, "HK": 20, "VN": 12, "US": 12, "SG": 8, "KR": 8},
}
CARRIERS = re.compile(
    r"telecom|mobile|communications|broadband|cable|hinet|viettel|singtel|telstra|orange|vodafone", re.IGNORECASE
)
HOSTS = re.compile(r"host|cloud|server|data|vps|colo|cdn", re.IGNORECASE)
BLOCK_BITS = 16
BLOCKS_AN_OPERATOR = 90
BLOCKS_A_COUNTRY = 60


class Range(NamedTuple):
    """One row of the operator table that lies in one country."""

    start: int
    end: int
    asn: int
    organisation: str
    country: str


def main(sources: Path, destination: Path) -> None:
    """Write every packed file."""
    destination.mkdir(parents=True, exist_ok=True)
    write(destination / "agents.csv.xz", ("group", "weight", "platform", "screen", "user_agent"), agents(sources))
    write(destination / "networks.csv.xz", ("kind", "country", "asn", "weight", "start", "bits"), networks(sources))
    write(destination / "prefixes6.csv.xz", ("start", "bits"), prefixes6(sources))
    write(destination / "closed_days.csv.xz", ("day",), closed_days())
    quantiles = sources / "jp_market_rules" / "market_cap_quantiles_million_yen_2025-10-14.csv"
    write(destination / "market_caps.csv.xz", None, csv.reader(quantiles.open(encoding="utf-8")))


def write(path: Path, header: tuple[str, ...] | None, rows: Iterable[Iterable[object]]) -> None:
    """One table as compressed CSV, the same bytes for the same rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if header is not None:
        writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(lzma.compress(text.getvalue().encode(), preset=9))
    print(f"{path.name}: {text.getvalue().count(chr(10))} lines, {path.stat().st_size} bytes")


def agents(sources: Path) -> Iterator[tuple[object, ...]]:
    """Real browser profiles, reweighted to the shares of use in Japan."""
    with lzma.open(sources / "client_population" / "user-agents.json.xz") as packed:
        profiles = json.load(packed)
    groups: dict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    for profile in profiles:
        agent, platform = profile["userAgent"], profile["platform"]
        system = first(SYSTEMS, agent)
        if platform.startswith(PLATFORMS.get(system, "?")):
            screen = f"{profile['screenWidth']}x{profile['screenHeight']}"
            groups[f"{system}_{first(FAMILIES, agent)}"][platform, screen, agent] += profile["weight"]
        elif system == "android":  # a phone's browser on a computer's processor
            groups["emulator"][platform, f"{profile['screenWidth']}x{profile['screenHeight']}", agent] += profile[
                "weight"
            ]
    shares = japanese_shares(sources)
    for name in sorted(set(groups) & set(shares)):
        kept = groups[name].most_common(PROFILES_A_GROUP)
        whole = sum(weight for _, weight in kept)
        for profile_key, weight in sorted(kept, key=lambda pair: (-pair[1], pair[0])):
            yield (name, f"{shares[name] * weight / whole:.5f}", *profile_key)


def first(table: tuple[tuple[str, str], ...], agent: str) -> str:
    """The first name whose mark the agent carries."""
    return next((name for name, mark in table if mark in agent), "other")


def japanese_shares(sources: Path) -> dict[str, float]:
    """Per cent of use in Japan by group of browser and system."""
    table = json.loads((sources / "client_population" / "caniuse_region_JP.json").read_text(encoding="utf-8"))["data"]
    totals = {browser: sum(share or 0 for share in versions.values()) for browser, versions in table.items()}
    return {"emulator": 0.15} | {group: totals[browser] * part for group, (browser, part) in SHARES.items()}


def networks(sources: Path) -> Iterator[tuple[object, ...]]:
    """Blocks of addresses by the kind of line they carry."""
    ranges = list(located(sources))
    home = [entry for entry in ranges if entry.country == "JP"]
    for kind, operators in OPERATORS.items():
        for asn, weight in operators.items():
            found = blocks((entry for entry in home if entry.asn == asn), BLOCKS_AN_OPERATOR)
            yield from ((kind, "JP", asn, f"{weight / len(found):.4f}", *block[:2]) for block in found)
    for kind, countries in ABROAD.items():
        for country, weight in countries.items():
            there = (entry for entry in ranges if entry.country == country and CARRIERS.search(entry.organisation))
            found = blocks(there, BLOCKS_A_COUNTRY)
            yield from ((kind, country, block[2], f"{weight / len(found):.4f}", *block[:2]) for block in found)
    rented = blocks((entry for entry in ranges if entry.country != "JP" and HOSTS.search(entry.organisation)), 300)
    yield from (("rented", block[3], block[2], "1", *block[:2]) for block in rented)


def blocks(ranges: Iterable[Range], limit: int) -> list[tuple[str, int, int, str]]:
    """At most ``limit`` blocks of /16 to /24, spread evenly over the ranges."""
    found = []
    for entry in ranges:
        first_, last = ipaddress.IPv4Address(entry.start), ipaddress.IPv4Address(entry.end)
        for network in ipaddress.summarize_address_range(first_, last):
            if network.prefixlen <= 24:  # noqa: PLR2004 - the smallest block that is routed
                parts = network.subnets(new_prefix=max(network.prefixlen, BLOCK_BITS))
                found += [(str(part.network_address), part.prefixlen, entry.asn, entry.country) for part in parts]
    found.sort(key=lambda block: (block[1], block[0]))
    wide = found[: limit * 3]
    return wide[:: max(1, len(wide) // limit)][:limit]


def located(sources: Path) -> Iterator[Range]:
    """The operator table cut along the borders of the country table."""
    countries = list(table4(sources / "ip_geo_asn" / "geo-whois-asn-country-ipv4.csv.xz"))
    place = 0
    for start, end, (asn, organisation) in table4(sources / "ip_geo_asn" / "asn-ipv4.csv.xz"):
        while place < len(countries) and countries[place][1] < start:
            place += 1
        at = place
        while at < len(countries) and countries[at][0] <= end:
            cut = max(start, countries[at][0]), min(end, countries[at][1])
            if cut[0] <= cut[1]:
                yield Range(*cut, int(asn), organisation, countries[at][2][0])
            at += 1


def table4(path: Path) -> Iterator[tuple[int, int, list[str]]]:
    """Start, end and what is said of each range of IPv4 addresses."""
    with lzma.open(path, "rt", encoding="utf-8") as text:
        for row in csv.reader(text):
            yield int(ipaddress.IPv4Address(row[0])), int(ipaddress.IPv4Address(row[1])), row[2:]


def prefixes6(sources: Path) -> Iterator[tuple[object, ...]]:
    """The largest IPv6 blocks registered in Japan."""
    sizes: list[tuple[int, str]] = []
    with lzma.open(sources / "ip_geo_asn" / "geo-whois-asn-country-ipv6.csv.xz", "rt", encoding="utf-8") as text:
        for start, end, country in csv.reader(text):
            low, high = int(ipaddress.IPv6Address(start)), int(ipaddress.IPv6Address(end))
            if country == "JP" and low >> 112 >= 0x2400:  # noqa: PLR2004 - what the Asian registry gives to carriers
                sizes.append((high - low + 1, start))
    for size, start in sorted(sizes, reverse=True)[:60]:
        yield start, 129 - size.bit_length()


def closed_days() -> Iterator[tuple[str]]:
    """Weekdays on which the Tokyo exchange stays closed."""
    calendar = exchange_calendars.get_calendar("XTKS", start="2024-01-01")
    sessions = {session.date().isoformat() for session in calendar.sessions}
    last = calendar.sessions[-1].date()
    day = calendar.sessions[0].date()
    while day < last:
        if day.weekday() < 5 and day.isoformat() not in sessions:  # noqa: PLR2004 - Saturday
            yield (day.isoformat(),)
        day = day.fromordinal(day.toordinal() + 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
