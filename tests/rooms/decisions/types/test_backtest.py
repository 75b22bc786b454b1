"""Shares follow from counts."""

from sekisho.decisions.types.backtest import Outcomes


def outcomes(*, bad: int, caught: int, honest: int) -> Outcomes:
    return Outcomes(
        bad=bad, caught=caught, caught_new=0, honest=honest, customers=0, incidents=0, incidents_caught=0, yen_saved=0,
        yen_saved_new=0,
    )  # fmt: skip


def test_recall_is_the_share_of_bad_events_and_precision_that_of_hits_with_a_known_outcome() -> None:
    found = outcomes(bad=8, caught=6, honest=2)

    assert (found.recall, found.precision) == (0.75, 0.75)


def test_nothing_to_catch_and_nothing_hit_have_no_share() -> None:
    found = outcomes(bad=0, caught=0, honest=0)

    assert (found.recall, found.precision) == (None, None)
