import pytest

from sekisho.authentication.rules.hints import address_of, hint_of
from sekisho.authentication.types.factors import FactorCode

MAIL, SMS = FactorCode.EMAIL_OTP, FactorCode.SMS_OTP


@pytest.mark.parametrize(
    ("factor", "typed", "address"),
    [
        (MAIL, " Hana.Yamada@Example.JP ", "Hana.Yamada@example.jp"),
        (MAIL, "ｈａｎａ＠example.jp", "hana@example.jp"),
        (SMS, "090-1234-5678", "+819012345678"),
        (SMS, "０９０ー１２３４ー５６７８", "+819012345678"),
        (SMS, "+1 (415) 555 0100", "+14155550100"),
    ],
)
def test_addresses_have_one_spelling(factor: FactorCode, typed: str, address: str) -> None:
    assert address_of(factor, typed) == address


@pytest.mark.parametrize(
    ("factor", "typed"),
    [
        (MAIL, ""),
        (MAIL, "hana"),
        (MAIL, "hana@localhost"),
        (MAIL, "a b@example.jp"),
        (MAIL, "a@b@example.jp"),
        (SMS, ""),
        (SMS, "12345"),
        (SMS, "0012345678901"),
        (SMS, "hana@example.jp"),
    ],
)
def test_what_is_no_address_is_told(factor: FactorCode, typed: str) -> None:
    assert address_of(factor, typed) is None


def test_a_hint_is_enough_for_its_owner_only() -> None:
    assert hint_of(MAIL, "hana@example.jp") == "h•••@e•••.jp"
    assert hint_of(SMS, "+819012345678") == "•••5678"
