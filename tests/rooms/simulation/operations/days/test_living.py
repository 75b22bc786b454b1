from collections import Counter
from datetime import date

from tests.builders.simulation import told


def test_victims_do_not_trade_by_themselves_on_the_day_of_the_strike() -> None:
    run = told("relay", accounts=3_000, days=3)
    mine = {(line["account"], line["to"][:10]) for line in run.incidents()}
    honest = [e for e in run.of("order") if e.id not in run.bad and (e.account, e.at.date().isoformat()) in mine]

    assert honest == []


def test_reports_come_hours_after_the_incident_and_not_at_night() -> None:
    run = told("relay", "case-a", accounts=3_000, days=5)
    first = {line["account"]: line["from"] for line in run.incidents()}
    reports = run.of("report")

    assert reports
    assert all(event.at.isoformat() > first[event.account] for event in reports)
    assert all(event.at.hour >= 6 for event in reports)


def test_on_a_closed_day_there_are_no_executions_and_no_quotes() -> None:
    run = told(accounts=1_500, days=5)
    by_day = Counter((type(e).__name__, e.at.date()) for e in run.events)

    assert by_day["Login", date(2025, 3, 20)] > 50
    assert by_day["Execution", date(2025, 3, 20)] == by_day["Quote", date(2025, 3, 20)] == 0


def test_after_forty_days_nobody_is_richer_than_trading_explains() -> None:
    run = told(accounts=1_000, days=40, past_days=0)
    cash = [event.body.cash for event in run.of("holdings")]
    first, last = cash[: len(cash) // 10], cash[-len(cash) // 10 :]

    assert sum(last) / len(last) < 3 * sum(first) / len(first)
    assert max(last) < 5e9
