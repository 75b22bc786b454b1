"""Lines of keys, for errors that name them."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.decisions.rules.key_lines import key_lines, line_of

TEXT = '''\
# a comment = 1
id = "x"            # rest
when = """
id = "not a key"
[not.a.table]
"""
list = [
  { do = "a" },
  "id = 3",
]

[budget]
per_minute = 1
"quoted".inner = 2
[ budget . by_phase ]
morning = 3

[[example]]
fires = true
facts = { a = 1 }
[[example]]
fires = false
last = [[1, 2],
  [3]]
end = 1
'''


def test_each_key_is_found_on_its_line_and_texts_hold_no_keys() -> None:
    lines = key_lines(TEXT)

    assert {name: lines[name] for name in ("id", "when", "list", "budget", "budget.per_minute")} == {
        "id": 2, "when": 3, "list": 7, "budget": 12, "budget.per_minute": 13,
    }  # fmt: skip
    assert lines["budget.quoted.inner"] == 14
    assert lines["budget.by_phase.morning"] == 16
    assert (lines["example"], lines["example.0.fires"], lines["example.1.fires"]) == (18, 19, 22)
    assert lines["example.1.end"] == 25
    assert not any("not" in name for name in lines)


def test_a_key_without_a_line_stands_where_its_table_does() -> None:
    lines = {"list": 7}

    assert line_of(lines, "list.0.do") == 7
    assert line_of(lines, "nowhere") == 1
    assert line_of(lines, "") == 1


@given(st.text(alphabet="ab=[]{}\"'\n#. ", max_size=80))
def test_no_text_whatever_makes_it_fail(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in key_lines(text).values())
