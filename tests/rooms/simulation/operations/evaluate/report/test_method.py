"""The summary and the method."""

from msgspec import structs

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.report import method
from sekisho.simulation.types.figures import Figures, Interval


def test_the_summary_leads_with_the_value_stopped(figures: Figures) -> None:
    first = method.headlines(figures)[0]

    assert str(first.value).startswith("33.3%")
    assert "33.3%" in first.meaning.en


def test_logins_put_to_trouble_are_told_as_one_in_so_many(figures: Figures) -> None:
    assert method.headlines(figures)[2].value == Text("40回に1回", "1 in 40")


def test_no_trouble_at_all_is_told_as_none(figures: Figures) -> None:
    calm = structs.replace(figures, honest_logins_challenged_one_in=Interval(None, None, None))

    assert method.headlines(calm)[2].value == Text("なし", "none")


def test_inputs_and_refusals_are_listed(figures: Figures) -> None:
    tables = method.method(figures).tables

    assert list(tables[1].rows) == [("d.ndjson", "9", "1")]
    assert list(tables[2].rows) == [("d.ndjson", "<odd> & end", "1")]
