import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.notices.rules.addresses import BadAddressError, hint, spelt
from sekisho.notices.types.channels import ContactKind


@pytest.mark.parametrize(
    ("kind", "typed", "plain"),
    [
        (ContactKind.EMAIL, " Hanako@Customer.TEST ", "Hanako@customer.test"),
        (ContactKind.EMAIL, "ｈａｎａｋｏ＠customer.test", "hanako@customer.test"),
        (ContactKind.EMAIL, "a..b.@docomo.test", "a..b.@docomo.test"),  # given out by carriers, whatever the standard
        (ContactKind.PHONE, "090-1234-5678", "+819012345678"),
        (ContactKind.PHONE, "０９０（１２３４）５６７８", "+819012345678"),
        (ContactKind.PHONE, "+44 20 7946 0018", "+442079460018"),
        (ContactKind.POST, " 東京都  千代田区\n\n 関所 花子 ", "東京都 千代田区\n関所 花子"),
        (ContactKind.APP, "device-token-0001", "device-token-0001"),
    ],
)
def test_an_address_has_one_spelling(kind: ContactKind, typed: str, plain: str) -> None:
    assert spelt(kind, typed) == plain
    assert spelt(kind, plain) == plain


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (ContactKind.EMAIL, "hanako"),
        (ContactKind.EMAIL, "hanako@customer"),
        (ContactKind.EMAIL, "hana ko@customer.test"),
        (ContactKind.EMAIL, "hanako@customer.test\nBcc: thief@evil.test"),
        (ContactKind.EMAIL, "<hanako@customer.test>"),
        (ContactKind.PHONE, "1234"),
        (ContactKind.PHONE, "090-1234-5678 ext. 9"),
        (ContactKind.POST, "   "),
        (ContactKind.POST, "東京都\0"),
        (ContactKind.POST, "東" * 501),
        (ContactKind.APP, "short"),
        (ContactKind.APP, "with a space in it"),
    ],
)
def test_what_cannot_be_an_address_is_refused_with_what_to_write(kind: ContactKind, typed: str) -> None:
    with pytest.raises(BadAddressError) as refused:
        spelt(kind, typed)

    assert refused.value.reason.ja
    assert refused.value.reason.en


@settings(deadline=None)
@given(st.sampled_from(list(ContactKind)), st.text())
def test_no_address_ever_holds_a_character_that_breaks_a_header(kind: ContactKind, typed: str) -> None:
    try:
        plain = spelt(kind, typed)
    except BadAddressError:
        return
    assert not {"\r", "\0"} & set(plain)
    assert kind is ContactKind.POST or "\n" not in plain


def test_a_hint_shows_its_owner_enough_and_others_too_little() -> None:
    assert hint(ContactKind.EMAIL, "hanako@customer.test") == "h***@c***"
    assert hint(ContactKind.PHONE, "+819012345678") == "***678"
    assert hint(ContactKind.POST, "東京都千代田区") == "東京都***"
    assert hint(ContactKind.APP, "device-token-0001") == "***"
