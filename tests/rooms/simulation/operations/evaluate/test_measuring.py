"""From a sample to all figures."""

from dataclasses import replace

import msgspec
import pytest
from tests.builders.evaluation import NOON, buy, columns, deed, hijack, sample

from sekisho.kernel.moments import DAY, MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.operations.evaluate.measuring import Settings, measure
from sekisho.simulation.types.sample import AlertSeen

SETTINGS = Settings(replicates=20)


def alert(series: str, *, shape: str = "ring", account: str = "A", minutes: int = 1) -> AlertSeen:
    return AlertSeen(series=series, shape=shape, at=NOON + minutes * MINUTE, accounts=frozenset({account}), symbol=None)


def test_the_same_sample_and_seed_give_the_same_figures() -> None:
    first, second = (msgspec.json.encode(measure(sample(), (), SETTINGS)) for _ in range(2))

    assert first == second


def test_another_seed_moves_the_intervals_but_not_the_figures() -> None:
    first = measure(sample(), (), SETTINGS).friction[-1].challenged
    second = measure(sample(), (), replace(SETTINGS, seed=9)).friction[-1].challenged

    assert first.value == second.value


def test_what_was_measured_is_told() -> None:
    about = measure(sample(beneficiaries={"Z": "c"}, undecided=3, warm_up=4), (), SETTINGS).about

    assert (about.decisions, about.bad_decisions, about.incidents, about.attempts) == (5, 2, 1, 0)
    assert (about.days, about.start) == (1.0, "2025-03-17T12:00:00.000+09:00")
    assert (about.beneficiaries, about.undecided, about.warm_up) == (1, 3, 4)


def test_a_stated_number_of_accounts_replaces_those_seen() -> None:
    seen, stated = (measure(sample(), (), replace(SETTINGS, accounts=number)) for number in (None, 200))

    assert (seen.about.accounts, seen.about.accounts_stated) == (2, False)
    assert (stated.about.accounts, stated.about.accounts_stated) == (200, True)
    yearly = [figures.friction[-1].challenged_a_year.value for figures in (seen, stated)]
    assert yearly == [pytest.approx(182.625), pytest.approx(1.82625)]


def test_alerts_are_counted_by_series_and_scaled_to_a_million_accounts() -> None:
    alerts = (alert("x"), alert("x", minutes=2), alert("y", account="Q"), alert("z", shape="instrument"))

    loads = {load.shape: load for load in measure(sample(alerts=alerts), (), SETTINGS).alerts}

    assert (loads["ring"].alerts, loads["ring"].revisions, loads["ring"].justified) == (2, 1, 0.5)
    assert (loads["all"].alerts, loads["all"].a_day, loads["all"].a_day_per_million) == (3, 3, 1_500_000)


def test_alerts_about_beneficiaries_are_justified() -> None:
    loads = measure(sample(alerts=(alert("x", account="Z"),), beneficiaries={"Z": "c"}), (), SETTINGS).alerts

    assert loads[-1].justified == 1


def test_without_alerts_to_read_nothing_is_said_of_them() -> None:
    figures = measure(sample(cases=(alert("A 1", shape="case"),)), (), SETTINGS)

    assert figures.alerts == ()
    assert (figures.cases.alerts, figures.cases.justified) == (1, 1)


def test_a_moment_has_no_daily_rate() -> None:
    figures = measure(sample(last=NOON, alerts=()), (), SETTINGS)

    assert figures.alerts[-1].a_day == 0
    assert figures.friction[-1].challenged_a_year.value is None


def test_campaigns_are_told_for_rings_of_accounts() -> None:
    incidents = tuple(hijack(n, account=f"V{n}", campaign="case-a", symbols=("7992",)) for n in range(3))
    deeds = tuple(buy(minutes=n, incident=n, cluster=n, verdict=Verdict.HOLD if n else Verdict.ALLOW) for n in range(3))
    rows = [(n, 5, 0, 0.5, n) for n in range(3)]

    figures = measure(sample(incidents=incidents, deeds=deeds, columns=columns(rows), accounts=3), (), SETTINGS)

    assert [(row.campaign, row.before_hold) for row in figures.campaigns] == [("case-a 7992", 1 / 3)]


def test_verdicts_of_the_rulebook_are_preferred_to_guesses() -> None:
    rows = {row.rule: row for row in measure(sample(), (), replace(SETTINGS, verdicts={"thin@1": Verdict.DENY})).rules}

    assert (rows["thin@1"].verdict, rows["thin@1"].verdict_read) == ("deny", True)
    assert (rows["habit@1"].verdict, rows["habit@1"].verdict_read) == ("step_up", False)


def test_an_empty_sample_is_measured_without_complaint() -> None:
    empty = sample(
        columns=columns([]), incidents=(), deeds=(), honest={}, bad={}, accounts=0, first=0, last=0, alerts=()
    )

    figures = measure(empty, (), SETTINGS)

    assert figures.worth[-1].own.value is None
    assert figures.curves[0].area.value is None
    assert figures.alerts[-1].a_day_per_million == 0


def test_span_is_counted_in_days() -> None:
    assert measure(sample(last=NOON + 2 * DAY, deeds=(deed(),)), (), SETTINGS).about.days == 2
