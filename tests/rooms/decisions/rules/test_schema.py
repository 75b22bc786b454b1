"""What conditions may read."""

import duckdb

from sekisho.activity.types.fact import Kind
from sekisho.activity.types.facts import Value
from sekisho.decisions.rules.parsing import RESERVED
from sekisho.decisions.rules.schema import KNOWN, WORDS, applicable, fits


def test_duckdb_takes_every_fact_but_the_reserved_ones_without_quotes() -> None:
    refused = set()
    with duckdb.connect() as connection:
        for name in KNOWN:
            try:
                connection.execute(f'SELECT {name} IS NULL FROM (SELECT 1 AS "{name}")')  # noqa: S608 - our own names
            except duckdb.ParserException:
                refused.add(name)

    assert refused == RESERVED


def test_facts_that_apply_to_an_order_leave_out_those_of_a_withdrawal() -> None:
    assert "side" in applicable("order")
    assert "direction" not in applicable("order")


def test_a_flag_is_no_number_and_a_number_no_flag() -> None:
    yes: Value = True
    assert fits(Kind.NUMBER, 1)
    assert not fits(Kind.NUMBER, yes)
    assert fits(Kind.BOOLEAN, yes)
    assert not fits(Kind.BOOLEAN, 0)
    assert fits(Kind.TEXT, "x")
    assert not fits(Kind.TEXT, 1)


def test_known_words_belong_to_facts_that_are_texts() -> None:
    assert all(KNOWN[name].kind == Kind.TEXT for name in WORDS)
