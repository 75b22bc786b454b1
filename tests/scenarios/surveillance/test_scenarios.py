"""Each file of this folder tells what happens and what surveillance must say of it, and nothing else may be said."""

from pathlib import Path

import pytest

from builders.surveillance_stories import Row, Scenario, clock, play, read_scenario, share_before
from sekisho.surveillance.types.alert import Alert

FILES = sorted(Path(__file__).parent.glob("*.md"))
SCENARIOS = {path.stem: read_scenario(path) for path in FILES}


def detector_of(alert: Alert) -> str:
    return alert.detector.partition("@")[0]


def answers(alert: Alert, row: Row) -> bool:
    return (
        detector_of(alert) == row["detector"]
        and (alert.symbol or "") == row["symbol"]
        and set(row["accounts"].split()) <= set(alert.accounts)
        and alert.at <= clock(row["by"]).isoformat(timespec="milliseconds")
    )


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_every_expected_alert_is_given_in_time(scenario: Scenario) -> None:
    alerts = play(scenario)
    for row in scenario.expected:
        found = [alert for alert in alerts if answers(alert, row)]
        assert found, (
            f"{row} is not among {[(alert.detector, alert.symbol, alert.accounts, alert.at) for alert in alerts]}"
        )
        if row["before"]:
            assert share_before(scenario, found[0]) < float(row["before"])


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_nothing_else_is_said(scenario: Scenario) -> None:
    expected = {(row["detector"], row["symbol"]) for row in scenario.expected}
    said = {(detector_of(alert), alert.symbol or "") for alert in play(scenario)}
    assert said - expected == set()


def test_the_two_measured_cases_say_how_early_they_must_be_told() -> None:
    """A-03: cases A and B fire before half of the modelled volume is done."""
    for case in ("case-a", "case-b"):
        rows = {row["detector"]: row["before"] for row in SCENARIOS[case].expected}
        assert rows["ring"] == "0.5"
