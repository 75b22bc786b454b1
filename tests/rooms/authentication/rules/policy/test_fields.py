"""Values are read out of a document, and every mistake names its key."""

from typing import Any

import pytest

from sekisho.authentication.rules.policy.fields import Fields, words_of
from sekisho.authentication.types.policy import Mode
from sekisho.kernel.moments import from_rfc3339
from sekisho.kernel.texts import Text

MODES = words_of(Mode, lambda mode: mode.word)


def fields(**table: object) -> Fields:
    return Fields(table, key="rule.0")


def codes(read: Fields) -> list[tuple[str, str]]:
    return [(fault.key, fault.code) for fault in read.faults]


def test_a_slip_of_the_pen_does_not_pass_for_a_setting() -> None:
    read = fields(mod="nudge", colour=3)
    read.only(("mode", "acr"))

    assert codes(read) == [("rule.0.mod", "document:key:unknown"), ("rule.0.colour", "document:key:unknown")]
    assert "did you mean mode?" in read.faults[0].text.en
    assert "remove it" in read.faults[1].text.en


@pytest.mark.parametrize(
    ("method", "arguments", "value", "found"),
    [
        ("text", {}, "x", "x"),
        ("text", {"fallback": ""}, None, ""),
        ("text", {"fallback": "all"}, None, "all"),
        ("whole", {"least": 1, "most": 9}, 9, 9),
        ("whole", {"least": 1, "most": 9, "fallback": 4}, None, 4),
        ("share", {}, 1, 1.0),
        ("flag", {"fallback": True}, False, False),
        ("flag", {"fallback": True}, None, True),
        ("word", {"known": MODES}, "nudge", Mode.NUDGE),
        ("word", {"known": MODES, "fallback": Mode.OFF}, None, Mode.OFF),
        ("words", {"known": MODES}, ["nudge", "off"], {Mode.NUDGE, Mode.OFF}),
        ("words", {"known": MODES}, None, set()),
        ("names", {}, ["a"], {"a"}),
        ("both", {}, {"ja": "あ", "en": "a"}, Text("あ", "a")),
        ("moment", {}, "2027-06-01", from_rfc3339("2027-06-01T00:00:00+09:00")),
        ("moment", {}, "2027-06-01T09:30:00+00:00", from_rfc3339("2027-06-01T18:30:00+09:00")),
        ("moment", {"required": False}, None, None),
        ("instant", {}, "1970-01-01", -9 * 3_600_000),
        ("table_of", {}, {"a": 1}, {"a": 1}),
        ("table_of", {}, None, {}),
        ("rows", {}, None, ()),
    ],
)
def test_a_value_is_read(method: str, arguments: dict[str, Any], value: object, found: object) -> None:
    read = fields() if value is None else fields(it=value)

    assert getattr(read, method)("it", **arguments) == found
    assert not read.faults


@pytest.mark.parametrize(
    ("method", "arguments", "value", "key"),
    [
        ("text", {}, None, "rule.0.it"),
        ("text", {}, " ", "rule.0.it"),
        ("text", {}, 3, "rule.0.it"),
        ("whole", {"least": 1, "most": 9}, 0, "rule.0.it"),
        ("whole", {"least": 1, "most": 9}, 10, "rule.0.it"),
        ("whole", {"least": 1, "most": 9}, True, "rule.0.it"),
        ("whole", {"least": 1, "most": 9}, "3", "rule.0.it"),
        ("share", {}, 1.1, "rule.0.it"),
        ("share", {}, None, "rule.0.it"),
        ("flag", {"fallback": True}, 1, "rule.0.it"),
        ("word", {"known": MODES}, "hard", "rule.0.it"),
        ("word", {"known": MODES}, None, "rule.0.it"),
        ("words", {"known": MODES}, ["hard"], "rule.0.it"),
        ("words", {"known": MODES}, "nudge", "rule.0.it"),
        ("names", {}, [""], "rule.0.it"),
        ("names", {}, 3, "rule.0.it"),
        ("both", {}, {"ja": "あ"}, "rule.0.it.en"),
        ("both", {}, {"ja": " ", "en": "a"}, "rule.0.it.ja"),
        ("moment", {}, None, "rule.0.it"),
        ("moment", {}, "2027-02-30", "rule.0.it"),
        ("moment", {}, "2027-06-01T09:30:00", "rule.0.it"),
        ("moment", {}, 20270601, "rule.0.it"),
        ("instant", {}, "soon", "rule.0.it"),
        ("table_of", {}, [], "rule.0.it"),
        ("rows", {}, {"a": 1}, "rule.0.it"),
        ("rows", {}, [1], "rule.0.it"),
    ],
)
def test_a_wrong_value_is_told_at_its_key(method: str, arguments: dict[str, Any], value: object, key: str) -> None:
    read = fields() if value is None else fields(it=value)

    getattr(read, method)("it", **arguments)

    (found,) = read.faults
    assert found.key == key
    assert found.text.ja
    assert found.text.en


def test_a_text_without_any_language_lacks_both() -> None:
    read = fields(it="text")

    assert read.both("it") == Text("", "")
    assert [fault.key for fault in read.faults] == ["rule.0.it.ja", "rule.0.it.en"]


def test_inner_tables_report_to_the_same_list() -> None:
    read = Fields({"rows": [{"a": 1}, {"b": 2}], "inner": {"x": 1}})
    _first, second = read.rows("rows")
    second.text("a")
    inner = read.inner("inner")

    assert inner is not None
    inner.text("y")
    assert read.inner("missing") is None
    assert [fault.key for fault in read.faults] == ["rows.1.a", "inner.y"]
