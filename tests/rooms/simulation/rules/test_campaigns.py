"""Requirement A-03: a cluster of accounts is noticed before half of its modelled volume is done."""

import pytest
from tests.builders.evaluation import NOON, buy, deed, hijack

from sekisho.kernel.moments import MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.campaigns import course, done_before, first_alert, justified, raids
from sekisho.simulation.rules.stories import Story, tell
from sekisho.simulation.types.sample import AlertSeen

HOLD = Verdict.HOLD
HIJACKS = [hijack(number, account=name, symbols=("7992",)) for number, name in enumerate("ABC")]


def alert(minutes: float, *, accounts: str = "", symbol: str | None = None) -> AlertSeen:
    return AlertSeen(
        series="s", shape="ring", at=NOON + round(minutes * MINUTE), accounts=frozenset(accounts), symbol=symbol
    )


def raid(name: int, account: str, campaign: str, *symbols: str) -> Story:
    return tell(hijack(name, account=account, campaign=campaign, symbols=symbols), [buy(cluster=name)])


def test_a_campaign_stopped_at_its_third_order_of_ten_is_in_time() -> None:
    orders = [buy(minutes=m, verdict=HOLD if m >= 2 else Verdict.ALLOW) for m in range(10)]

    result = course("case-a", HIJACKS, orders, [], frozenset())

    assert (result.value, result.accounts, result.before_hold, result.minutes_to_hold) == (1000, 3, 0.2, 2)
    assert (result.before_alert, result.before_either, result.in_time) == (None, 0.2, True)


def test_a_campaign_noticed_at_its_sixth_order_of_ten_is_late() -> None:
    orders = [buy(minutes=m) for m in range(10)]

    result = course("case-a", HIJACKS, orders, [alert(5, symbol="7992")], frozenset())

    assert (result.before_alert, result.before_hold, result.in_time) == (0.5, None, False)


def test_the_earlier_of_alert_and_hold_counts() -> None:
    orders = [buy(minutes=m, verdict=HOLD if m == 3 else Verdict.ALLOW) for m in range(4)]

    assert course("x", HIJACKS, orders, [alert(1, accounts="A")], frozenset()).before_either == 0.25


def test_a_campaign_without_buys_has_no_volume() -> None:
    result = course("x", HIJACKS, [deed(verdict=HOLD)], [], frozenset())

    assert (result.value, result.before_either, result.in_time) == (0, None, False)


def test_an_alert_about_a_beneficiary_counts() -> None:
    orders = [buy(minutes=m) for m in range(2)]

    assert course("x", HIJACKS, orders, [alert(1, accounts="Z")], frozenset("Z")).minutes_to_alert == 1


def test_alerts_before_after_or_about_something_else_do_not_count() -> None:
    alerts = [alert(-1, accounts="A"), alert(99, accounts="A"), alert(1, accounts="Q", symbol="1301"), alert(2)]

    assert first_alert(alerts, NOON, NOON + 60 * MINUTE, frozenset("A"), frozenset({"7992"})) is None


def test_what_was_done_before_needs_a_moment_and_a_value() -> None:
    assert done_before([(1, 10), (2, 30)], 2) == 0.25
    assert done_before([(1, 10)], None) is None
    assert done_before([], 5) is None


def test_an_alert_is_justified_by_an_account_in_foreign_hands_or_a_symbol() -> None:
    known = {"A": [HIJACKS[0]]}

    assert justified(alert(1, accounts="A"), known, frozenset())
    assert not justified(alert(-1, accounts="A"), known, frozenset())
    assert justified(alert(1, symbol="7992"), {}, frozenset({"7992"}))
    assert not justified(alert(1, accounts="B"), known, frozenset())


def test_a_raid_is_three_accounts_that_share_symbols_of_one_campaign() -> None:
    stories = [
        raid(0, "A", "relay", "7992"), raid(1, "B", "relay", "7992", "6E21"), raid(2, "C", "relay", "6E21"),
        raid(3, "D", "relay", "1301"), raid(4, "E", "other", "7992"), raid(5, "F", "", "7992"), raid(6, "G", "relay"),
    ]  # fmt: skip

    found = raids(stories)

    assert list(found) == ["relay 6E21 7992"]
    assert sorted(story.hijack.account for story in found["relay 6E21 7992"]) == ["A", "B", "C"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (0, 2, 1)])
def test_raids_do_not_depend_on_the_order_of_their_stories(order: tuple[int, ...]) -> None:
    stories = [raid(0, "A", "x", "1"), raid(1, "B", "x", "1", "2"), raid(2, "C", "x", "2")]

    assert list(raids([stories[place] for place in order])) == ["x 1 2"]
