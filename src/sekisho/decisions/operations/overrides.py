"""Which rules are lifted for an event, and by whom."""

import ipaddress
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sekisho.decisions.types.rulebook import Override


class Scope(NamedTuple):
    """What an override may be about: the event's account, device id, address and symbol, as far as known."""

    account: str
    device: str | None = None
    ip: str | None = None
    symbol: str | None = None


class Overrides:
    """Finds overrides by rule; asked only when a rule fired, so the common path never comes here."""

    def __init__(self, overrides: Iterable[Override]) -> None:
        self._by_rule: dict[str, list[Override]] = {}
        for override in sorted(overrides, key=lambda each: each.id):
            for rule in override.rules:
                self._by_rule.setdefault(rule, []).append(override)

    def lifted(self, rules: Iterable[str], *, at: int, scope: Scope) -> Mapping[str, str]:
        """Rule id → id of the first override that lifts it at the moment ``at`` (ms) within the scope."""
        if not self._by_rule:
            return {}
        found = {
            rule: next((each.id for each in self._by_rule.get(rule, ()) if _matches(each, at, scope)), "")
            for rule in rules
        }
        return {rule: override for rule, override in found.items() if override}


def _matches(override: Override, at: int, scope: Scope) -> bool:
    return (
        override.start <= at < override.until
        and override.account in {None, scope.account}
        and override.device in {None, scope.device}
        and override.symbol in {None, scope.symbol}
        and (override.network is None or _within(override.network, scope.ip))
    )


def _within(network: str, ip: str | None) -> bool:
    if ip is None:
        return False
    try:
        return ipaddress.ip_address(ip) in ipaddress.ip_network(network)
    except ValueError:
        return False
