"""Infrastructure behind risky sessions."""

from typing import Any

import pytest

from builders.surveillance import login, market, stolen
from sekisho.surveillance.rules.infrastructure import USERS, Infrastructure, is_steady
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import Seen

TRACE = {"trace": "headless|0x0", "agent_share": 0.0001, "agent_risky_share_1h": 1.0}


def found(seen: list[Seen]) -> list[Finding]:
    detector = Infrastructure()
    return [finding for sighting in seen for finding in detector.update(sighting)]


def entries(count: int, minutes: float = 5.0, **values: Any) -> list[Seen]:
    return [login(f"v{place}", minutes * place, **values) for place in range(count)]


def test_a_device_new_to_three_accounts_is_told() -> None:
    """A-04."""
    [finding] = found(entries(3, device="d"))
    assert (finding.accounts, finding.evidence["shared"].value) == (("v0", "v1", "v2"), "device")


@pytest.mark.parametrize(
    "values",
    [{"session_risk": 0.2}, {"session_risk": None}, {"new_device": False}, {"channel": "branch"}, {"device": None},
     {"device_accounts_24h": 8.0, "device_first_seen_days": 30.0}, {"device_accounts_24h": 7.0}],
)  # fmt: skip
def test_a_device_shared_in_ordinary_ways_is_not_told(values: dict[str, Any]) -> None:
    assert not found(entries(3, **{"device": "d", **values}))


def test_accounts_of_more_than_a_day_ago_do_not_count() -> None:
    assert not found(entries(3, 13.0 * 60, device="d"))


def test_a_network_of_mostly_honest_accounts_is_not_told() -> None:
    assert found(entries(4, network="n", network_accounts_1h=6.0))
    assert not found(entries(4, network="n", network_accounts_1h=400.0))
    assert not found(entries(4, network="n", new_network=False))


def test_of_a_network_known_for_a_week_only_accounts_that_order_count() -> None:
    assert not found(entries(4, network="n", network_first_seen_days=60.0))
    orders: list[Seen] = [stolen(f"v{place}", place, network="n", network_first_seen_days=60.0) for place in range(4)]
    [finding] = found(orders)
    assert finding.evidence["names_bought"].value == ("7992",)


def test_an_account_that_ordered_keeps_counting_when_it_signs_in_again() -> None:
    orders: list[Seen] = [stolen(f"v{place}", place, network="n", network_first_seen_days=60.0) for place in range(3)]
    again = login("v0", 4.0, network="n", network_first_seen_days=60.0)
    assert found([*orders, again, stolen("v3", 5.0, network="n", network_first_seen_days=60.0)])


def test_a_rare_trace_is_told_and_a_common_one_is_not() -> None:
    assert found(entries(5, **TRACE))
    assert not found(entries(5, **{**TRACE, "agent_share": 0.3}))
    assert not found(entries(5, **{**TRACE, "agent_share": None}))
    assert not found(entries(5, **{**TRACE, "agent_risky_share_1h": 0.1}))


def test_a_machines_rhythm_raises_the_score() -> None:
    [even] = found(entries(5, 4.0, **TRACE))
    uneven = [login(f"v{place}", minute, **TRACE) for place, minute in enumerate((0, 1, 9, 10, 16))]
    [other] = found(uneven)
    assert (even.evidence["steady"].value, other.evidence["steady"].value) == (True, False)
    assert even.score > other.score


def test_moments_without_gaps_are_no_rhythm() -> None:
    assert not is_steady([5, 5, 5, 5, 5])
    assert not is_steady([1, 2, 3])


def test_a_key_holds_so_many_users_and_no_more() -> None:
    detector = Infrastructure()
    for seen in entries(USERS + 30, 0.1, device="d"):
        found = detector.update(seen)
    assert len(found[0].accounts) == USERS


def test_market_sightings_are_passed_over() -> None:
    assert not found([market("quote")])
    assert Infrastructure().size() == 0
