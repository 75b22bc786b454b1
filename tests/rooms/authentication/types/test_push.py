import pytest

from sekisho.authentication.types.push import (
    FreshPrompt,
    answer_bytes,
    denial_bytes,
    listing_bytes,
    pairing_bytes,
    shown_digest,
)
from sekisho.kernel.texts import Text


@pytest.mark.parametrize("number", ["12345", "1234567", "12345a", "１２３４５６"])
def test_a_number_has_six_digits(number: str) -> None:
    with pytest.raises(ValueError, match="6 digits"):
        FreshPrompt(id="pp_1", number=number, nonce=bytes(12))


def test_the_number_does_not_show_itself() -> None:
    assert "123456" not in repr(FreshPrompt(id="pp_1", number="123456", nonce=bytes(12)))


def test_what_is_signed_for_one_purpose_serves_no_other() -> None:
    messages = {
        pairing_bytes(token="t", public_key="k"),  # noqa: S106 - a test's
        listing_bytes(authenticator="a", signed_at=1),
        answer_bytes(authenticator="a", prompt="p", shown="s", number="1"),
        denial_bytes(authenticator="a", prompt="p"),
    }

    assert len(messages) == 4


def test_what_is_signed_is_plain_canonical_json() -> None:
    assert denial_bytes(authenticator="au_1", prompt="pp_1") == (
        b'{"authenticator":"au_1","for":"sekisho.push.deny","prompt":"pp_1"}'
    )


def test_another_content_has_another_digest() -> None:
    assert shown_digest(Text("ログイン", "Login")) != shown_digest(Text("出金", "Login"))
