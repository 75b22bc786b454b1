"""The sections about attacks."""

from msgspec import structs

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.report import protection
from sekisho.simulation.types.figures import Figures


def test_the_value_stopped_has_three_readings_a_row(figures: Figures) -> None:
    table = protection.value_stopped(figures).pictures[0].table

    assert [row[0] for row in table.rows] == ["relay", Text("合計", "All together")]
    assert str(table.rows[0][1]).startswith("33.3%")


def test_sessions_noticed_are_drawn(figures: Figures) -> None:
    assert protection.noticed(figures).pictures[0].table.rows[0][1] == "3"


def test_delays_are_told_in_both_languages(figures: Figures) -> None:
    median = protection.delay(figures).pictures[0].table.rows[0][3]

    assert isinstance(median, Text)
    assert median.en.startswith("5.0 min")


def test_a_campaign_tells_how_far_it_had_come(figures: Figures) -> None:
    (row,) = protection.campaigns(figures).pictures[0].table.rows

    assert row[0] == "case-a 7992"
    assert row[4] == Text("33.3%（6.0分後）", "33.3% (after 6.0 min)")
    assert row[-1] == Text("はい", "yes")


def test_what_never_came_and_what_has_no_value_is_told_so(figures: Figures) -> None:
    silent = structs.replace(figures.campaigns[0], minutes_to_hold=None, in_time=False)
    empty = structs.replace(silent, value=0)
    section = protection.campaigns(structs.replace(figures, campaigns=(silent, empty)))

    rows = section.pictures[0].table.rows
    assert rows[0][4] == Text("なし", "none")
    assert (rows[0][-1], rows[1][-1]) == (Text("いいえ", "no"), "–")
    assert section.lead[0].en.endswith("not noticed before half: 1.")
