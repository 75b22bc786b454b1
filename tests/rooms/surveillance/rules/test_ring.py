"""Groups of unusual buyers."""

import pytest

from builders.surveillance import market, order, stolen
from sekisho.kernel.moments import DAY, MINUTE
from sekisho.surveillance.rules.ring import Ring
from sekisho.surveillance.types.finding import Finding


def found(*seen: object) -> list[Finding]:
    ring = Ring()
    return [finding for sighting in seen for finding in ring.update(sighting)]  # type: ignore[arg-type]


def test_three_accounts_in_half_an_hour_are_a_ring_also_without_a_shared_device_or_network() -> None:
    """A-03."""
    [finding] = found(*(stolen(f"v{place}", 14.0 * place) for place in range(3)))
    assert finding.accounts == ("v0", "v1", "v2")
    assert (finding.evidence["devices"].value, finding.evidence["networks"].value) == (3, 3)


def test_two_accounts_are_none_and_three_in_an_hour_are_none() -> None:
    assert not found(stolen("a"), stolen("b"), stolen("a", 2))
    assert Ring().size() == 0
    assert not found(stolen("a"), stolen("b", 31), stolen("c", 62))


def test_a_liquid_name_is_not_watched() -> None:
    assert not found(*(stolen(f"v{place}", thin=False) for place in range(9)))


def test_three_among_thirty_buyers_are_chance() -> None:
    crowd = [order(f"h{place}", place / 10) for place in range(30)]
    assert not found(*crowd, *(stolen(f"v{place}", 4) for place in range(3)))


def test_a_share_that_is_large_but_not_surprising_is_chance() -> None:
    crowd = [order(f"h{place}", place / 10) for place in range(16)]
    assert not found(*crowd, *(stolen(f"v{place}", 4) for place in range(3)))
    assert found(*crowd, *(stolen(f"v{place}", 4) for place in range(5)))


def test_an_order_that_comes_too_late_finds_nothing() -> None:
    assert not found(order("h", 120), *(stolen(f"v{place}", 1) for place in range(3)))


@pytest.mark.parametrize("word", ["not_my_login", "not_my_order", "phished"])
def test_an_account_disowned_by_its_holder_joins_the_ring(word: str) -> None:
    story = [order("h"), stolen("v1", 1), stolen("v2", 2)]
    [finding] = found(*story, market("report", 20, word=word, account="h"))
    assert finding.accounts == ("h", "v1", "v2")
    assert not found(*story, market("report", 31, word=word, account="h"))


def test_other_reports_change_nothing() -> None:
    story = [order("h"), stolen("v1", 1), stolen("v2", 2)]
    assert not found(*story, market("report", 20, word="suspicious_instrument"))
    assert not found(*story, market("report", 20, word="phished", account=None))
    assert not found(*story, market("report", 20, word="phished", account="stranger"))


def test_a_slow_ring_has_its_own_window() -> None:
    slow = Ring(name="ring-day", window=DAY, accounts=5, share=0.3)
    told = [finding for place in range(5) for finding in slow.update(stolen(f"v{place}", 60.0 * place))]
    assert [len(finding.accounts) for finding in told] == [5]
    assert told[0].at - told[0].start == 240 * MINUTE
