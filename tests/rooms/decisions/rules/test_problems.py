"""Problems say what the parser stumbled over."""

from sqlglot import errors

from sekisho.decisions.rules.problems import suggestion, unreadable


def test_a_word_near_nothing_gets_no_suggestion() -> None:
    assert suggestion("zzzzzz", ("hour",)) == {"hint_ja": "", "hint_en": ""}


def test_a_complaint_without_details_is_told_by_its_first_line() -> None:
    assert unreadable(errors.TokenError("no end\nmore")).slots == {"problem": "no end"}


def test_a_complaint_with_details_names_the_line_and_the_word() -> None:
    details = [{"description": "Expecting )", "line": 3, "highlight": "AND"}]

    problem = unreadable(errors.ParseError("bad", errors=details))

    assert (problem.line, problem.slots) == (3, {"problem": "Expecting ), near 'AND'"})
