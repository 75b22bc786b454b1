"""Names that leave their pattern in doubtful hands."""

from builders.surveillance import market, order, stolen
from sekisho.surveillance.rules.instrument import InstrumentWatch
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import Seen

HABIT: list[Seen] = [order(f"h{place % 7}", 5.0 * place, value=80_000.0) for place in range(12)]
PAIR: list[Seen] = [stolen("v1", 61.0, price_move=0.02), stolen("v2", 61.2, price_move=0.06)]


def found(*seen: Seen) -> list[Finding]:
    watch = InstrumentWatch()
    return [finding for sighting in seen for finding in watch.update(sighting)]


def test_value_and_price_out_of_pattern_in_two_unusual_hands_are_told() -> None:
    """Signal 7: before price has moved far, value and order count have."""
    [finding] = found(*HABIT, *PAIR)
    assert finding.accounts == ("v1", "v2")
    assert finding.evidence["unusual_value_share"].value > 0.9  # type: ignore[operator]
    assert finding.evidence["value_change"].value > 0.5  # type: ignore[operator]


def test_one_unusual_buyer_is_not_enough_unless_the_name_was_reported() -> None:
    alone = stolen("v1", 61.0, price_move=0.06)
    report = market("report", 60.0, word="suspicious_instrument", symbol=None, about=("7992", "1111"))
    assert not found(*HABIT, alone)
    assert found(*HABIT, report, alone)[0].evidence["reported"].value is True


def test_a_report_is_forgotten_after_a_day() -> None:
    report = market("report", 60.0 - 24 * 60, word="suspicious_instrument", symbol=None, about=("7992",))
    assert not found(report, *HABIT, stolen("v1", 61.0, price_move=0.06))


def test_a_pattern_kept_is_not_told() -> None:
    small = [stolen(f"v{place}", 61.0, value=80_000.0, adv=100e6, price_move=0.0) for place in range(2)]
    assert not found(*HABIT, *small)


def test_a_small_share_of_the_value_is_not_told() -> None:
    crowd = [order(f"c{place}", 61.0, value=5e6, price_move=0.1) for place in range(20)]
    assert not found(*HABIT, *crowd, *PAIR)


def test_news_explains_a_crowd_but_not_hijacked_accounts() -> None:
    news = market("disclosure", 55.0)
    assert not found(*HABIT, news, *PAIR)
    many = [stolen(f"v{place}", 61.0 + place / 600, price_move=0.06) for place in range(4)]
    told = found(*HABIT, news, *many)
    assert told[0].evidence["disclosure"].value is True
    assert len(told[0].accounts) == 3


def test_a_price_that_jumps_between_orders_is_told_when_the_quote_comes() -> None:
    quiet = [stolen("v1", 61.0, adv=20e6), stolen("v2", 61.1, adv=20e6)]
    assert not found(*quiet)
    assert found(*HABIT[:3], *quiet, market("quote", 62.0, price=95.0))


def test_quotes_of_names_nobody_unusual_buys_are_passed_over() -> None:
    assert not found(market("quote", 1.0, price=95.0))
    assert not found(*HABIT, market("quote", 62.0, price=95.0))
    assert not found(*PAIR[:1], market("quote", 62.0, price=None))


def test_other_reports_and_sells_are_passed_over() -> None:
    assert not found(market("report", 0.0, word="phished"), market("disclosure", 0.0, symbol=None))
    assert not found(*HABIT, *(stolen(f"v{place}", 61.0, side="sell") for place in range(5)))


def test_without_a_habit_the_mean_value_of_a_day_stands_in() -> None:
    [finding] = found(*PAIR)
    assert "value_change" not in finding.evidence
    assert finding.evidence["series_out"].value == 2
    assert InstrumentWatch().size() == 0
