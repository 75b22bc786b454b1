"""Pages are compared and written as a whole: changed ones anew, left-over ones removed."""

from pathlib import Path

from tools.reference import stale, write


def test_a_page_that_is_missing_or_differs_is_stale(tmp_path: Path) -> None:
    (tmp_path / "same.md").write_text("同じ", encoding="utf-8")
    (tmp_path / "other.md").write_text("old", encoding="utf-8")

    assert stale({"same.md": "同じ", "other.md": "new", "gone.md": "x"}, tmp_path) == ["gone.md", "other.md"]


def test_a_page_that_nobody_makes_any_more_is_stale(tmp_path: Path) -> None:
    (tmp_path / "left.md").touch()

    assert stale({}, tmp_path) == ["left.md"]


def test_writing_leaves_exactly_the_wanted_pages(tmp_path: Path) -> None:
    folder = tmp_path / "generated"
    write({"a.md": "1", "b.md": "2"}, folder)

    assert write({"b.md": "2", "c.md": "3"}, folder) == ["a.md", "c.md"]
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {"b.md": "2", "c.md": "3"}
    assert write({"b.md": "2", "c.md": "3"}, folder) == []
