import numpy as np
import pytest

from sekisho.simulation.types.tables import Table


def table() -> Table:
    return Table({"at": np.int64, "flag": np.bool_})


def test_single_values_stand_for_every_row_and_missing_columns_are_zero() -> None:
    made = table()

    rows = made.add(3, at=7)

    assert rows.tolist() == [0, 1, 2]
    assert made["at"].tolist() == [7, 7, 7]
    assert not made["flag"].any()


def test_rows_of_later_additions_follow_the_earlier_ones() -> None:
    made = table()
    made.add(1, at=1)

    assert made.add(2, at=[2, 3]).tolist() == [1, 2]
    assert made.take(np.array([2, 0]))["at"].tolist() == [3, 1]


def test_an_empty_table_has_empty_columns() -> None:
    assert table()["at"].tolist() == []


def test_a_column_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="colour"):
        table().add(1, colour=1)


def test_rows_can_be_overwritten() -> None:
    made = table()
    made.add(3, at=[1, 2, 3])

    made.write("at", np.array([1]), 9)

    assert made["at"].tolist() == [1, 9, 3]
