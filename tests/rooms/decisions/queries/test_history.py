"""A history is read by column names, so that old files stay readable."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from builders.history import row, write
from sekisho.decisions.queries.history import HistoryColumnError, NoHistoryError, open_history


def change(path: Path, schema: pa.Schema) -> None:
    """Write the file again as an older version would have."""
    table = pq.read_table(path)
    kept = [name for name in schema.names if name in table.column_names]
    pq.write_table(
        table.select(kept).cast(pa.schema([schema.field(name) for name in kept], metadata=schema.metadata)), path
    )


def test_a_directory_without_finished_files_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "order-00000001.part").touch()

    with pytest.raises(NoHistoryError, match="replay events with --history"):
        open_history(tmp_path)


def test_rows_are_counted_by_type_and_rulebooks_named(tmp_path: Path) -> None:
    write(tmp_path, [{"facts": row("order")}, {"facts": row("login")}, {"facts": row("login")}])
    opened = open_history(tmp_path)

    assert opened.rows == {"login": 2, "factor": 0, "profile": 0, "cash": 0, "order": 1, "transfer": 0}
    assert opened.rulebooks == ("2025-03-17.1",)
    assert len(opened.relation().fetchall()) == 3


def test_a_fact_that_an_older_catalogue_lacked_is_absent_in_its_rows(tmp_path: Path) -> None:
    write(tmp_path, [{"event": "old", "facts": row(new_symbol=True, thin=True)}])
    path = tmp_path / "order-00000001.parquet"
    schema = pq.read_schema(path)
    older = schema.remove(schema.get_field_index("thin"))
    change(path, older.with_metadata({b"sekisho.catalogue": b"older", b"sekisho.rulebook": b"0"}))
    write(tmp_path, [{"event": "new", "facts": row(new_symbol=True, thin=True)}])

    opened = open_history(tmp_path)

    found = opened.connection.execute("SELECT event, new_symbol, thin FROM history ORDER BY event").fetchall()
    assert found == [("new", True, True), ("old", True, None)]
    assert opened.rulebooks == ("0", "2025-03-17.1")


def test_files_without_notes_are_read_too(tmp_path: Path) -> None:
    write(tmp_path, [{"facts": row()}])
    path = tmp_path / "order-00000001.parquet"
    change(path, pq.read_schema(path).remove_metadata())

    assert open_history(tmp_path).rulebooks == ("",)


def test_a_column_of_another_kind_is_named(tmp_path: Path) -> None:
    write(tmp_path, [{"facts": row(orders_10m=3)}])
    path = tmp_path / "order-00000001.parquet"
    schema = pq.read_schema(path)
    place = schema.get_field_index("orders_10m")
    change(path, schema.set(place, pa.field("orders_10m", pa.int64())))

    with pytest.raises(HistoryColumnError, match="column 'orders_10m' is BIGINT, the catalogue has DOUBLE"):
        open_history(tmp_path)


def test_a_quote_in_the_directorys_name_does_no_harm(tmp_path: Path) -> None:
    directory = tmp_path / "it's here"
    write(directory, [{"facts": row()}])

    opened = open_history(directory)

    assert opened.rows["order"] == 1
    opened.close()
