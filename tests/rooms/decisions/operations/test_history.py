"""The history keeps what was judged, whole files only."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.history import MORNING, row, write
from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.fact import Kind
from sekisho.activity.types.facts import CATALOGUE, CATALOGUE_HASH, INDEX, FactRow
from sekisho.decisions.operations import history as subject
from sekisho.decisions.operations import history_files as files
from sekisho.decisions.operations.history import HistoryWriter, UnknownEventTypeError, schema_of
from sekisho.decisions.queries.history import COLUMNS, open_history
from sekisho.decisions.types.history import columns_of
from sekisho.kernel.verdicts import Verdict

VALUES = {
    Kind.NUMBER: st.none() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False),
    Kind.BOOLEAN: st.none() | st.booleans(),
    Kind.TEXT: st.none() | st.text(max_size=8),
}


@st.composite
def rows(draw: st.DrawFn) -> FactRow:
    event_type = draw(st.sampled_from(DECIDED))
    values: FactRow = [None] * len(CATALOGUE)
    for fact in draw(st.lists(st.sampled_from(columns_of(event_type)), max_size=20)):
        values[INDEX[fact.name]] = draw(VALUES[fact.kind])
    values[INDEX["event_type"]] = event_type
    return values


def read(directory: Path, columns: str) -> list[tuple[object, ...]]:
    opened = open_history(directory)
    try:
        return opened.connection.execute(f"SELECT {columns} FROM history ORDER BY event").fetchall()  # noqa: S608 - our own names
    finally:
        opened.close()


@given(st.lists(rows(), min_size=1, max_size=60))
@settings(max_examples=6, deadline=None)
def test_every_row_is_read_back_as_it_was_judged(
    tmp_path_factory: pytest.TempPathFactory, judged: list[FactRow]
) -> None:
    directory = tmp_path_factory.mktemp("history")
    write(directory, [{"event": f"{number:03d}", "facts": facts} for number, facts in enumerate(judged)])

    found = read(directory, ", ".join(f'"{fact.name}"' for fact in CATALOGUE))

    assert found == [tuple(facts) for facts in judged]


def test_the_keys_stand_beside_the_facts(tmp_path: Path) -> None:
    write(
        tmp_path,
        [
            {"facts": row(), "score": 0.25, "verdict": Verdict.HOLD, "fired": ("a@1", "b@2"), "degraded": ("late",)},
            {"facts": row("login"), "account": "a2"},
        ],
    )

    assert read(tmp_path, 'event, account, "at", score, verdict, fired, degraded') == [
        ("e0", "a1", MORNING, 0.25, 2, ["a@1", "b@2"], ["late"]),
        ("e1", "a2", MORNING + 3_600_000, None, 0, [], []),
    ]


def test_not_a_number_is_read_as_absent(tmp_path: Path) -> None:
    write(tmp_path, [{"facts": row(order_to_adv=float("nan"))}])

    assert read(tmp_path, "order_to_adv IS NULL") == [(True,)]


def test_more_yen_than_a_float_tells_apart_is_rounded_not_refused(tmp_path: Path) -> None:
    write(tmp_path, [{"facts": row(bought_24h=2**60 + 1)}])

    assert read(tmp_path, "bought_24h") == [(float(2**60),)]


def test_a_row_of_a_type_that_is_never_decided_is_refused_with_its_id(tmp_path: Path) -> None:
    with pytest.raises(UnknownEventTypeError, match=r"event 'e0': the fact event_type is 'quote'"):
        write(tmp_path, [{"facts": row("quote")}])


def test_a_file_holds_only_the_columns_its_type_can_have(tmp_path: Path) -> None:
    write(tmp_path, [{"facts": row("login")}])

    names = set(pq.read_schema(tmp_path / "login-00000001.parquet").names)
    assert "outcome" in names
    assert "order_to_adv" not in names


def test_a_file_names_the_catalogue_and_the_rulebook_it_was_judged_by(tmp_path: Path) -> None:
    write(tmp_path, [{"facts": row()}])

    metadata = pq.read_schema(tmp_path / "order-00000001.parquet").metadata
    assert metadata[b"sekisho.catalogue"] == CATALOGUE_HASH.encode()
    assert metadata[b"sekisho.rulebook"] == b"2025-03-17.1"


def test_a_file_that_was_never_finished_is_not_read_and_its_number_not_taken(tmp_path: Path) -> None:
    lost = HistoryWriter(tmp_path, rulebook="1")
    for number in range(subject.ROWS_PER_CHUNK):
        lost.append(event=f"x{number}", account="a", at=0, facts=row(), score=None, verdict=Verdict.ALLOW)
    del lost  # a crash: nobody closes it

    write(tmp_path, [{"facts": row()}])

    assert sorted(path.name for path in tmp_path.iterdir()) == ["order-00000001.part", "order-00000002.parquet"]
    assert read(tmp_path, "event") == [("e0",)]


def test_a_full_file_is_finished_and_the_next_begun(tmp_path: Path) -> None:
    count = subject.ROWS_PER_CHUNK
    with HistoryWriter(tmp_path, rulebook="1", rows_per_file=count) as writer:
        for number in range(count + 1):
            writer.append(event=f"e{number}", account="a", at=0, facts=row(), score=None, verdict=Verdict.ALLOW)
        assert [path.name for path in tmp_path.glob("*.parquet")] == ["order-00000001.parquet"]

    assert [pq.read_metadata(path).num_rows for path in sorted(tmp_path.glob("*.parquet"))] == [count, 1]


def test_a_closed_writer_goes_on_in_new_files(tmp_path: Path) -> None:
    writer = HistoryWriter(tmp_path, rulebook="1")
    for name in ("e0", "e1"):
        writer.append(event=name, account="a", at=0, facts=row(), score=None, verdict=Verdict.ALLOW)
        writer.close()

    assert len(list(tmp_path.glob("*.parquet"))) == 2
    assert read(tmp_path, "event") == [("e0",), ("e1",)]


def test_rows_that_are_columns_already_are_kept_as_they_are_in_groups_worth_reading(tmp_path: Path) -> None:
    schema = schema_of("cash", rulebook="1")
    rows = files.ROWS_PER_GROUP
    given_columns = {"event": pa.array([f"e{number:06d}" for number in range(rows)])}
    columns = [given_columns.get(field.name, pa.nulls(rows, field.type)) for field in schema]
    with HistoryWriter(tmp_path, rulebook="1") as writer:
        writer.extend("cash", pa.record_batch(columns, schema=schema)[:5])
        writer.extend("cash", pa.record_batch(columns, schema=schema))

    assert pq.read_metadata(tmp_path / "cash-00000001.parquet").num_row_groups == 1
    assert open_history(tmp_path).rows["cash"] == rows + 5


def test_the_columns_beside_the_facts_do_not_hide_a_fact() -> None:
    names = [name for name, _ in COLUMNS]

    assert len(names) == len(set(names))
