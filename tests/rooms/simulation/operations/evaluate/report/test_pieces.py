"""What a page is made of."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.report.pieces import read


def test_a_cell_is_a_finished_string_or_a_text() -> None:
    assert read("12%", "ja") == "12%"
    assert read(Text("合計", "All"), "en") == "All"
