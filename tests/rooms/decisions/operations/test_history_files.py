"""Files of the history get numbers of their own and names only when whole."""

from pathlib import Path

from builders.history import row, write
from sekisho.decisions.operations.history import HistoryWriter
from sekisho.decisions.operations.history_files import reserve
from sekisho.decisions.queries.history import open_history
from sekisho.kernel.verdicts import Verdict


def test_two_writers_in_one_directory_keep_out_of_each_others_files(tmp_path: Path) -> None:
    with HistoryWriter(tmp_path, rulebook="1") as first, HistoryWriter(tmp_path, rulebook="1") as second:
        for name, writer in (("e0", first), ("e1", second)):
            writer.append(event=name, account="a", at=0, facts=row(), score=None, verdict=Verdict.ALLOW)

    assert len(list(tmp_path.glob("order-*.parquet"))) == 2
    assert open_history(tmp_path).rows["order"] == 2


def test_a_number_that_another_writer_takes_first_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "order-00000001.part").touch()
    final, unfinished = reserve(tmp_path, "order", after=0)

    assert final.name == "order-00000002.parquet"
    assert unfinished.exists()


def test_files_with_other_names_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "order-notes.txt").touch()

    write(tmp_path, [{"facts": row()}])

    assert (tmp_path / "order-00000001.parquet").exists()
