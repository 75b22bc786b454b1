"""Overrides lift a rule only in their scope and time."""

import pytest

from builders.decisions import NOON, override
from sekisho.decisions.operations.overrides import Overrides, Scope
from sekisho.decisions.types.rulebook import Override

SCOPE = Scope(account="a-1", device="d-1", ip="203.0.113.9", symbol="1234")


def _lifted(found: Override, scope: Scope = SCOPE, at: int = NOON) -> bool:
    return bool(Overrides([found]).lifted(["thin-buy"], at=at, scope=scope))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"account": None, "device": "d-1"},
        {"account": None, "network": "203.0.113.0/24"},
        {"account": None, "symbol": "1234"},
        {"device": "d-1", "network": "203.0.113.9/32", "symbol": "1234"},
    ],
)
def test_an_override_in_scope_lifts_the_rule(changes: dict[str, str]) -> None:
    assert _lifted(override(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"account": "a-2"},
        {"device": "d-2"},
        {"network": "198.51.100.0/24"},
        {"network": "2001:db8::/32"},
        {"symbol": "9999"},
        {"rules": ("other",)},
    ],
)
def test_an_override_out_of_scope_lifts_nothing(changes: dict[str, str]) -> None:
    assert not _lifted(override(**changes))


def test_an_address_that_is_unknown_or_none_is_within_no_network() -> None:
    found = override(network="203.0.113.0/24")

    assert not _lifted(found, SCOPE._replace(ip=None))
    assert not _lifted(found, SCOPE._replace(ip="somewhere"))


def test_an_override_holds_from_its_start_until_before_its_end() -> None:
    found = override()

    assert _lifted(found, at=found.start)
    assert _lifted(found, at=found.until - 1)
    assert not _lifted(found, at=found.until)
    assert not _lifted(found, at=found.start - 1)


def test_of_two_that_fit_the_first_by_name_is_told() -> None:
    overrides = Overrides([override(id="ovr-2"), override(id="ovr-1"), override(id="ovr-0", account="a-9")])

    assert overrides.lifted(["thin-buy", "other"], at=NOON, scope=SCOPE) == {"thin-buy": "ovr-1"}


def test_without_overrides_nothing_is_lifted() -> None:
    assert Overrides([]).lifted(["thin-buy"], at=NOON, scope=SCOPE) == {}
