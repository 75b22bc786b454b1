"""The layout of the history follows the catalogue."""

from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.facts import INDEX
from sekisho.decisions.types.history import columns_of, pattern_of


def test_columns_stand_in_the_order_of_the_catalogue_and_only_where_they_apply() -> None:
    for event_type in DECIDED:
        facts = columns_of(event_type)
        places = [INDEX[fact.name] for fact in facts]
        assert places == sorted(places)
        assert all(event_type in fact.events for fact in facts)


def test_unfinished_files_do_not_match_the_pattern_of_their_type() -> None:
    assert pattern_of("order") == "order-*.parquet"
