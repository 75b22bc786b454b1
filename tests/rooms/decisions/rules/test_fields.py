"""Fields of a file: a value, or a finding that names the line."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.decisions.rules.fields import Document, Fields, parse_document
from sekisho.decisions.types.finding import Finding
from sekisho.kernel.moments import from_rfc3339
from sekisho.kernel.texts import Text


def _fields(text: str) -> Fields:
    document = parse_document(text, source="x.toml")
    assert isinstance(document, Document)
    return Fields(document)


def _codes(fields: Fields) -> list[tuple[str, int]]:
    return [(each.code, each.place.line) for each in fields.findings]


def test_a_file_that_is_no_toml_is_told_with_its_line() -> None:
    found = parse_document('a = 1\nb = "open\n', source="x.toml")

    assert isinstance(found, Finding)
    assert (found.code, found.place.line) == ("file:toml:unreadable", 2)


def test_a_file_nested_without_end_is_told_too() -> None:
    found = parse_document("a = " + "[" * 20_000, source="x.toml")

    assert isinstance(found, Finding)
    assert found.place.line == 1


def test_values_of_another_kind_are_named_with_their_lines() -> None:
    fields = _fields(
        'text = 1\nwhole = 0\nother = true\nflag = 1\nwords = "a"\nmixed = [1]\ntable = 1\nrows = [1]\nday = 1'
    )
    fields.text("text")
    fields.whole("whole")
    fields.whole("other")
    fields.flag("flag")
    fields.words("words")
    fields.words("mixed")
    fields.inner("table")
    fields.tables("rows")
    fields.moment("day")

    assert _codes(fields) == [("key:value:wrong", line) for line in range(1, 10)]


def test_what_is_missing_is_named() -> None:
    fields = _fields("empty = ''")
    fields.text("empty")
    fields.text("text")
    fields.whole("whole")
    fields.flag("flag")
    fields.words("words")
    fields.inner("table")
    fields.moment("day")
    fields.both_languages("title")

    assert {each.code for each in fields.findings} == {"key:name:missing"}
    assert len(fields.findings) == 8


def test_what_may_be_absent_is_not_asked_for() -> None:
    fields = _fields("")

    assert fields.text("text", fallback="f") == "f"
    assert fields.flag("flag", fallback=True)
    assert fields.words("words", required=False) == ()
    assert fields.inner("table", required=False) is None
    assert fields.moment("day", required=False) is None
    assert fields.tables("rows") == ()
    assert not fields.findings


def test_good_values_are_read() -> None:
    fields = _fields(
        'text = "t"\nwhole = 2\nflag = false\nwords = ["a"]\nday = 2025-03-17\nmoment = 2025-03-17T09:00:00+09:00\n'
        '[title]\nja = "あ"\nen = "a"\n'
    )

    assert (fields.text("text"), fields.whole("whole"), fields.flag("flag")) == ("t", 2, False)
    assert fields.words("words") == ("a",)
    assert fields.moment("day") == from_rfc3339("2025-03-17T00:00:00+09:00")
    assert fields.moment("moment") == from_rfc3339("2025-03-17T09:00:00+09:00")
    assert fields.both_languages("title") == Text("あ", "a")
    assert not fields.findings


def test_a_moment_without_offset_is_refused() -> None:
    fields = _fields("at = 2025-03-17T09:00:00")

    assert fields.moment("at") is None
    assert _codes(fields) == [("key:value:wrong", 1)]


def test_a_text_needs_both_languages_and_nothing_else() -> None:
    fields = _fields('[title]\nja = "あ"\nfr = "b"\n')

    fields.both_languages("title")

    assert _codes(fields) == [("key:name:unknown", 3), ("text:language:missing", 1)]


def test_an_unknown_key_is_answered_with_the_nearest_known_one() -> None:
    fields = _fields("versoin = 1\nzzz = 1")

    fields.only(("version", "id"))

    assert [each.text.en for each in fields.findings] == [
        "there is no key versoin; did you mean version?",
        "there is no key zzz",
    ]


@given(st.text(max_size=60))
def test_no_text_whatever_makes_it_fail(text: str) -> None:
    document = parse_document(text, source="x.toml")

    assert isinstance(document, Document | Finding)
