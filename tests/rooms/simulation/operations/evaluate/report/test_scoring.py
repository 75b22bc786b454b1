"""The sections about the score."""

from sekisho.simulation.operations.evaluate.report import scoring
from sekisho.simulation.types.figures import Figures


def test_the_curve_has_a_column_for_every_base_rate(figures: Figures) -> None:
    table = scoring.ranking(figures).pictures[0].table

    assert [text.en for text in table.head[3:]] == [
        "Precision at 1:10,000", "Precision at 1:35,000", "Precision at 1:1,000,000",
    ]  # fmt: skip


def test_a_precision_that_is_only_bounded_says_so(figures: Figures) -> None:
    first = scoring.ranking(figures).pictures[0].table.rows[0]

    assert str(first[3]).startswith("≥")


def test_no_mix_of_the_sample_itself_is_ever_used(figures: Figures) -> None:
    assert min(rate for curve in figures.curves for rate in curve.base_rates) >= 10_000


def test_calibration_shows_the_bins_that_have_decisions(figures: Figures) -> None:
    assert len(scoring.calibration(figures).pictures[0].table.rows) == len(figures.reliability.bins)


def test_with_a_model_there_is_no_warning(figures: Figures) -> None:
    assert len(scoring.ranking(figures).lead) == 1
