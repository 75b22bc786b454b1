"""A report is readable where there is nothing to divide by."""

from sekisho.decisions.types.backtest import BacktestReport, Outcomes, RuleFigures
from sekisho.project.commands.backtest_report import as_json, tables

NOTHING = Outcomes(
    bad=0, caught=0, caught_new=0, honest=0, customers=0, incidents=0, incidents_caught=0, yen_saved=0, yen_saved_new=0
)


def figures(outcomes: Outcomes | None) -> RuleFigures:
    return RuleFigures(
        rule="r@1", verdict="hold", scope=0, hits=0, accounts=0, yen=0, new=0, alone=0, censored=0, days=((0, 1),),
        outcomes=outcomes,
    )  # fmt: skip


def report(first: Outcomes | None) -> BacktestReport:
    return BacktestReport(
        start=0, end=0, days=0, rows={"order": 0}, rulebooks=(), rules=(figures(first),), whole=figures(NOTHING),
        labels_later=0,
    )  # fmt: skip


def test_shares_of_nothing_are_a_dash() -> None:
    head, hits, outcomes = tables(report(None), "en")

    assert isinstance(head, str)
    assert not isinstance(hits, str)
    assert not isinstance(outcomes, str)
    assert list(hits.columns[4].cells) == ["–"]
    assert list(outcomes.columns[3].cells) == ["–"]


def test_plain_values_keep_absent_shares_absent() -> None:
    told = as_json(report(None))

    assert told["whole"]["outcomes"]["recall"] is None
    assert told["rules"][0]["outcomes"] is None
    assert told["rules"][0]["days"] == {"1970-01-01": 1}
