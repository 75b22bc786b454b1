import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.web.operations.next_page import own_page


@pytest.mark.parametrize("own", ["/", "/security?x=1", "/approve/op_1", "/oidc/continue/abc#part"])
def test_a_page_of_our_own_is_where_somebody_goes_on(own: str) -> None:
    assert own_page(own) == own


@pytest.mark.parametrize(
    "other",
    ["", "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/ok\r\nSet-Cookie: a=b",
     "javascript:alert(1)", "/" + "x" * 600, " /security", "/\tevil.example"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(other: str) -> None:
    assert own_page(other, otherwise="/start") == "/start"


@given(st.text(max_size=80))
def test_whatever_is_wanted_the_answer_is_a_path_on_this_site(wanted: str) -> None:
    found = own_page(wanted)

    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
