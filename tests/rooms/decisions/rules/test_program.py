"""One function for all rules of an event type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.decisions import row
from sekisho.activity.types.facts import Value
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.parsing import parse_condition
from sekisho.decisions.rules.program import build, source
from sekisho.decisions.rules.schema import KNOWN


def _conditions(*texts: str) -> list[tuple[int, tree.Node]]:
    parsed = [parse_condition(text, known=KNOWN).node for text in texts]
    return [(place, node) for place, node in enumerate(parsed) if node is not None]


def test_a_conjunct_shared_by_rules_is_asked_once_and_their_facts_are_read_under_it() -> None:
    text = source("order", _conditions("side = 'buy' AND thin", "side = 'buy' AND hour > 3", "side = 'sell'"))

    assert text.count("== 'buy'") == 1
    assert text.index("== 'buy'") < text.index("v2 = f[2]")


def test_rules_that_share_everything_all_fire() -> None:
    function = build("order", _conditions("thin AND hour > 3", "hour > 3 AND thin", "thin", "thin AND thin"))

    assert set(function(row(thin=True, hour=4), None)) == {0, 1, 2, 3}


def test_no_rules_never_fire() -> None:
    assert build("login", [])(row("login"), None) == ()


def test_the_score_is_read_like_a_fact_and_may_be_absent() -> None:
    function = build("order", _conditions("score >= 0.5", "score IS NULL"))

    assert function(row(), 0.7) == (0,)
    assert function(row(), None) == (1,)


def test_the_generated_source_names_nothing_an_author_wrote_but_constants() -> None:
    text = source("order", _conditions("country = '__import__(''os'')' OR side = 'x'"))

    assert "== \"__import__('os')\"" in text
    with pytest.raises(NameError):
        exec(text + "\nprint", {"__builtins__": {}})  # noqa: S102 - proves that the names of Python are out of reach


PARTS = (
    "thin",
    "new_device",
    "side = 'buy'",
    "hour > 3",
    "hour <= 3",
    "failures_10m IS NULL",
    "NOT thin",
    "score > 0.5",
)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4), min_size=1, max_size=6),
    st.sampled_from((None, True, False)), st.sampled_from((None, "buy", "sell")), st.sampled_from((None, 3, 4)),
    st.sampled_from((None, 0.4, 0.6)),
)  # fmt: skip
def test_rules_together_fire_as_they_do_alone(
    rules: list[list[str]], flag: Value, side: Value, number: Value, score: float | None
) -> None:
    conditions = _conditions(*(" AND ".join(parts) for parts in rules))
    facts = row(thin=flag, new_device=flag, side=side, hour=number, failures_10m=number)

    together = set(build("order", conditions)(facts, score))

    assert together == {place for place, node in conditions if build("order", [(place, node)])(facts, score)}
