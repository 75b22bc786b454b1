"""The compiled form and DuckDB agree on every condition, NULL included."""

from collections.abc import Sequence
from itertools import product

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.conditions import CONDITIONS, KINDS, ROWS
from sekisho.activity.types.fact import Kind
from sekisho.activity.types.facts import INDEX, FactRow, Value
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.parsing import parse_condition
from sekisho.decisions.rules.program import build
from sekisho.decisions.rules.schema import KNOWN
from sekisho.decisions.rules.truth import certain

_TYPES = {Kind.NUMBER: pa.float64(), Kind.BOOLEAN: pa.bool_(), Kind.TEXT: pa.string()}
_SCHEMA = pa.schema([(name, _TYPES[kind]) for name, kind in KINDS.items()])


def _row(facts: dict[str, Value]) -> FactRow:
    values: FactRow = [None] * len(INDEX)
    for name, value in facts.items():
        values[INDEX[name]] = value
    return values


def _node(text: str) -> tree.Node:
    parsed = parse_condition(text, known=KNOWN)
    assert parsed.node is not None, (text, parsed.problems)
    return parsed.node


def _agree(texts: Sequence[str], rows: Sequence[dict[str, Value]]) -> None:
    """Each text, its negation and its absence fire exactly where DuckDB says TRUE, FALSE and NULL."""
    asked = [node for text in texts for node in (_node(text), _node(f"NOT ({text})"), _node(f"({text}) IS NULL"))]
    function = build("order", list(enumerate(asked)))
    facts = pa.Table.from_pylist([{name: _double(row.get(name)) for name in KINDS} for row in rows], schema=_SCHEMA)
    with duckdb.connect() as connection:
        connection.register("facts", facts)
        told = connection.execute(f"SELECT {', '.join(f'({text})' for text in texts)} FROM facts").fetchall()  # noqa: S608 - generated conditions

    for row, answers in zip(rows, told, strict=True):
        wanted = {3 * place + {True: 0, False: 1, None: 2}[answer] for place, answer in enumerate(answers)}
        assert set(function(_row(row), None)) == wanted


FORMS = (
    *(f"hour {op} failures_10m" for op in ("=", "<>", "<", "<=", ">", ">=")),
    *(f"hour {op} 1" for op in ("=", "<>", "<", "<=", ">", ">=")),
    *(f"0.5 {op} hour" for op in ("=", "<>", "<", "<=", ">", ">=")),
    "hour BETWEEN failures_10m AND 1", "hour NOT BETWEEN 0 AND failures_10m", "hour IN (0, 1)", "hour NOT IN (0.5, 1)",
    "hour + failures_10m > 1", "hour - failures_10m >= 0", "hour * failures_10m = 1", "-hour < failures_10m",
    "hour / NULLIF(failures_10m, 0) >= 1", "hour / 2 = 0.5", "NULLIF(hour, 1) IS NULL",
    "NULLIF(hour, 0) = failures_10m",
    "COALESCE(hour, failures_10m) = 1", "COALESCE(hour, failures_10m, 0.5) <= 0.5", "COALESCE(hour, 1) <> 1",
    "CASE WHEN new_device THEN hour WHEN thin THEN failures_10m END > 0.5", "CASE WHEN thin THEN 1 ELSE hour END = 1",
    "new_device AND thin", "new_device OR thin", "NOT new_device AND thin", "NOT (new_device OR hour > 0.5)",
    "new_device = thin", "new_device <> thin", "(new_device AND thin) = (hour > 0)", "new_device IN (TRUE)",
    "new_device IN (TRUE, FALSE)", "(hour > 0) IS TRUE", "thin IS FALSE", "(new_device OR thin) IS NOT TRUE",
    "COALESCE(new_device, thin)", "COALESCE(new_device, thin, TRUE)", "COALESCE(NOT thin, hour > 0)",
    "NULLIF(new_device, TRUE)", "NULLIF(new_device, FALSE)", "NULLIF(NOT thin, TRUE)",
    "CASE WHEN new_device THEN thin ELSE hour > 0 END", "CASE WHEN hour > 0 THEN new_device WHEN thin THEN FALSE END",
    "side = 'buy'", "side <> 'buy'", "side IN ('buy', 'x')", "side NOT IN ('x')", "side = country", "side <> country",
    "COALESCE(side, country) = 'buy'", "NULLIF(side, 'buy') IS NOT NULL", "CASE WHEN thin THEN side END = 'buy'",
    "hour IS NULL", "hour IS NOT NULL", "(hour > failures_10m) IS NULL", "hour + failures_10m IS NULL", "TRUE", "FALSE",
    "hour ISNULL", "hour NOTNULL", "thin IS UNKNOWN", "thin IS NOT NULL IS TRUE", "NOT thin IS TRUE",
    "hour = 1 IS NULL", "CASE WHEN thin THEN 1 ELSE 0 END = hour",
    "hour = 1 IS NOT NULL", "hour > +0", "hour IN (1,)", "hour < 1_0", "NOT hour IN (1) AND thin",
    "NOT side = 'buy' OR thin", "hour BETWEEN 0 AND 1 AND thin OR new_device", "new_device AND TRUE", "thin OR FALSE",
    "thin OR TRUE", '"foreign" OR thin',
)  # fmt: skip
_FLAG = (None, True, False)
GRID: list[dict[str, Value]] = [
    dict(zip(("hour", "failures_10m", "new_device", "thin", "side", "country"), values, strict=True))
    for values in product(
        (None, 0, 0.5, 1), (None, 0, 1), *[(None, True, False)] * 2, (None, "buy", "x"), (None, "buy")
    )
]


def test_every_form_of_the_language_agrees_with_duckdb_on_a_grid_of_values() -> None:
    _agree(FORMS, GRID)


def test_whole_numbers_are_computed_as_duckdb_does_without_more_digits_than_a_double_has() -> None:
    # 94906267² and 94906266 × 94906268 differ by one, beyond what a double can tell apart.
    _agree(
        ["hour * hour = failures_10m * order_value", "hour * hour - failures_10m * order_value > 0"],
        [{"hour": 94906267, "failures_10m": 94906266, "order_value": 94906268}],
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(CONDITIONS, min_size=1, max_size=6), st.lists(ROWS, min_size=1, max_size=25))
def test_every_random_condition_is_true_false_or_null_exactly_where_duckdb_says_so(
    texts: list[str], rows: list[dict[str, Value]]
) -> None:
    _agree(texts, rows)


def _double(value: Value) -> Value:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@settings(max_examples=30, deadline=None)
@given(CONDITIONS, ROWS)
def test_a_fact_that_is_certain_is_never_null_where_the_condition_is_true(text: str, facts: dict[str, Value]) -> None:
    node = _node(text)
    if build("order", [(0, node)])(_row(facts), None):
        assert all(facts[name] is not None for name in certain(node))
