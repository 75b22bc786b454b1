import pytest

from sekisho.firms.types.invitations import CODE_DIGITS, spelled, typed


@pytest.mark.parametrize("text", ["1234567890123456", "1234 5678 9012 3456", "１２３４-5678/9012.3456 "])
def test_a_code_may_be_typed_as_it_is_read_out(text: str) -> None:
    assert typed(text) == "1234567890123456"
    assert spelled(typed(text)) == "1234 5678 9012 3456"
    assert len(typed(text)) == CODE_DIGITS


def test_what_holds_no_digits_is_no_code() -> None:
    assert typed("abc") == ""
