"""The little Markdown that pages are made of."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tools.pages.markdown import both, code, codes, grid, plain

from sekisho.kernel.texts import Text

SIGNS = st.text(alphabet="ab *_<>`[]漢字.", max_size=20)


def test_a_table_has_heads_a_rule_and_its_rows() -> None:
    assert grid(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_an_empty_cell_is_a_dash_and_a_bar_stays_in_its_cell() -> None:
    assert grid(("a", "b"), [("", "x|y")]).splitlines()[2] == "| – | x\\|y |"


def test_japanese_stands_over_english() -> None:
    assert both(Text("口座", "account")) == both({"ja": "口座", "en": "account"}) == "口座<br>account"


def test_names_are_code() -> None:
    assert codes(["buy", "sell"]) == f"{code('buy')} {code('sell')}" == "`buy` `sell`"


@given(SIGNS)
def test_plain_text_reads_the_same_once_it_is_a_page(text: str) -> None:
    words = f"x{text.strip()}x"
    [_, inline, _] = MarkdownIt().parse(plain(words))
    shown = "".join(child.content for child in inline.children or [])

    assert shown == words
