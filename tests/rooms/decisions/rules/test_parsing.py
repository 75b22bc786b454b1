"""The condition language refuses, with the line and advice, whatever two engines might read differently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.types.fact import Kind
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.parsing import LONGEST, MOST_FACTS, parse_condition
from sekisho.decisions.rules.schema import KNOWN

REFUSED = [
    ("sidee = 'buy'", "condition:fact:unknown"),
    ("Side = 'buy'", "condition:fact:unknown"),
    ("foreign AND thin", "condition:fact:reserved"),
    ("side > 'a'", "condition:order:undefined"),
    ("thin < new_device", "condition:order:undefined"),
    ("side BETWEEN 'a' AND 'b'", "condition:order:undefined"),
    ("side = 1", "condition:kind:mixed"),
    ("thin = 'yes'", "condition:kind:mixed"),
    ("hour BETWEEN 1 AND 'x'", "condition:kind:mixed"),
    ("hour IN (1, 'x')", "condition:kind:mixed"),
    ("NULLIF(hour, 'x') = 1", "condition:kind:mixed"),
    ("COALESCE(hour, 'x') = 1", "condition:kind:mixed"),
    ("CASE WHEN thin THEN 1 ELSE 'x' END = 1", "condition:kind:mixed"),
    ("side", "condition:kind:wrong"),
    ("hour AND thin", "condition:kind:wrong"),
    ("NOT hour", "condition:kind:wrong"),
    ("thin + 1 > 0", "condition:kind:wrong"),
    ("-thin = 1", "condition:kind:wrong"),
    ("hour IS TRUE", "condition:kind:wrong"),
    ("CASE WHEN hour THEN thin END", "condition:kind:wrong"),
    ("hour = NULL", "condition:null:compared"),
    ("NULL", "condition:null:compared"),
    ("hour IN (1, NULL)", "condition:null:compared"),
    ("hour / failures_10m > 1", "condition:divisor:zero"),
    ("hour / 0 > 1", "condition:divisor:zero"),
    ("hour / NULLIF(failures_10m, 1) > 1", "condition:divisor:zero"),
    ("hour + 0.1 * 0.2 > 1", "condition:number:folded"),
    ("hour > 0.1 - -0.2", "condition:number:folded"),
    ("hour > COALESCE(0.1, 0.2) + NULLIF(1, 2)", "condition:number:folded"),
    ("hour > CASE WHEN thin THEN 0.1 ELSE 0.2 END + 1", "condition:number:folded"),
    ("hour > CASE WHEN thin THEN 0.1 END + 1", "condition:number:folded"),
    ("nosuch + 1 > 2", "condition:fact:unknown"),
    ("hour > 0.1234567890123456", "condition:number:long"),
    ("hour > 1e16", "condition:number:long"),
    ("hour > 1e-16", "condition:number:long"),
    ("thin = hour > 3", "condition:form:ambiguous"),
    ("thin = NOT new_device", "condition:form:ambiguous"),
    ("(hour > 3) = thin = new_device", "condition:form:ambiguous"),
    ("hour IN (1) IS TRUE", "condition:form:ambiguous"),
    ("hour", "condition:kind:wrong"),
    ("lower(side) = 'buy'", "condition:form:unsupported"),
    ("hour IN (SELECT 1)", "condition:form:unsupported"),
    ("side IN country", "condition:form:unsupported"),
    ("hour IN ()", "condition:form:unsupported"),
    ("t.hour > 1", "condition:form:unsupported"),
    ("CASE hour WHEN 1 THEN thin END", "condition:form:unsupported"),
    ("hour IN (failures_10m)", "condition:form:unsupported"),
    ("hour IS DISTINCT FROM 1", "condition:form:unsupported"),
    ("hour % 2 = 1", "condition:form:unsupported"),
    ("hour > ?", "condition:form:unsupported"),
    ("hour > 0x10", "condition:form:unsupported"),
    ("hour > 1; thin", "condition:form:unsupported"),
    ("EXISTS(SELECT 1)", "condition:form:unsupported"),
    ("side LIKE 'b%'", "condition:form:unsupported"),
    ("hour::INT > 1", "condition:form:unsupported"),
    ("hour IS thin", "condition:form:unsupported"),
    ("hour >", "condition:text:unreadable"),
    ("(hour > 1", "condition:text:unreadable"),
    ("", "condition:text:unreadable"),
    ("side = 'buy", "condition:text:unreadable"),
    ("thin " * (LONGEST // 5 + 1), "condition:size:exceeded"),
    ("NOT " * 900 + "thin", "condition:size:exceeded"),
    (" OR ".join(["thin"] * 300), "condition:size:exceeded"),
    (
        " OR ".join(f"{name} IS NULL" for name in list(KNOWN)[: MOST_FACTS + 2]).replace("foreign", '"foreign"'),
        "condition:size:exceeded",
    ),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_not_in_the_language_is_refused_by_name(text: str, code: str) -> None:
    parsed = parse_condition(text, known=KNOWN)

    assert parsed.node is None
    assert code in {problem.code for problem in parsed.problems}


def test_every_mistake_is_told_at_once_and_with_its_line() -> None:
    parsed = parse_condition("\nsidee = 'buy'\nAND thin > 3\nAND hour = NULL", known=KNOWN)

    assert [(problem.code, problem.line) for problem in parsed.problems] == [
        ("condition:fact:unknown", 2),
        ("condition:kind:mixed", 3),
        ("condition:null:compared", 4),
    ]


def test_an_unknown_fact_is_answered_with_the_nearest_known_one() -> None:
    (problem,) = parse_condition("liquidaton_1h > 0.5", known=KNOWN).problems

    assert problem.slots["hint_en"] == "; did you mean liquidation_1h?"


def test_nested_ands_become_one_flat_list_of_conjuncts() -> None:
    parsed = parse_condition("thin AND (new_device AND hour BETWEEN 1 AND 3)", known=KNOWN)

    assert parsed.node is not None
    assert len(tree.conjuncts(parsed.node)) == 3 + 1


def test_comments_and_parentheses_change_nothing() -> None:
    plain = parse_condition("thin AND hour > 3", known=KNOWN)
    dressed = parse_condition("( thin ) -- the name\n AND /* late */ ((hour) > 3)", known=KNOWN)

    assert plain.node == dressed.node


def test_a_backslash_in_a_text_is_a_backslash() -> None:
    node = parse_condition("side = 'a\\n'", known=KNOWN).node

    assert isinstance(node, tree.Compare)
    assert node.right == tree.Constant("a\\n", Kind.TEXT)


def test_a_quoted_reserved_word_is_a_fact() -> None:
    assert parse_condition('"foreign"', known=KNOWN).node == tree.Name("foreign", Kind.BOOLEAN)


@given(st.text(max_size=60))
def test_no_text_whatever_makes_the_parser_fail(text: str) -> None:
    parsed = parse_condition(text, known=KNOWN)

    assert (parsed.node is None) == bool(parsed.problems)


WORDS = (
    "hour", "thin", "side", "(", ")", "AND", "NOT", ">", "=", "1", "'x'", "NULL", "IN", ",", "CASE", "WHEN", "END",
    "BETWEEN", "IS", "-", "/", "*", "COALESCE",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_no_jumble_of_words_makes_the_parser_fail(words: list[str]) -> None:
    parsed = parse_condition(" ".join(words), known=KNOWN)

    assert (parsed.node is None) == bool(parsed.problems)
