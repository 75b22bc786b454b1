import pytest
from tests.builders.factors import KEY, VAULT, code_tools
from tests.builders.signing_in import AT, visit

from sekisho.authentication.operations.code_sending import limit_sends, message_of, signals_of
from sekisho.authentication.operations.senders import SimTable
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.proofs import RefusedError
from sekisho.kernel.moments import DAY

NUMBER = "+819012345678"
SMS = FactorCode.SMS_OTP


def test_one_place_gets_five_codes_an_hour(database: str) -> None:
    for _ in range(5):
        limit_sends(places=("au_1",), visit=visit(), at=AT)

    with pytest.raises(RefusedError) as caught:
        limit_sends(places=("au_1",), visit=visit(), at=AT)
    assert caught.value.refused.why.value == "too_often"
    assert caught.value.refused.retry_at == AT - AT % 3_600_000 + 3_600_000


def test_one_source_gets_twenty_codes_an_hour_whatever_the_place(database: str) -> None:
    for number in range(20):
        limit_sends(places=(f"au_{number}",), visit=visit(), at=AT)

    with pytest.raises(RefusedError):
        limit_sends(places=("au_new",), visit=visit(), at=AT)
    limit_sends(places=("au_new",), visit=visit(ip="198.51.100.1"), at=AT)


def test_a_sim_changed_lately_is_a_sign_of_risk() -> None:
    """NIST SP 800-63B-4, 3.1.3.3; E-08."""
    fresh, old = SimTable({NUMBER: AT - DAY}), SimTable({NUMBER: AT - 14 * DAY})

    assert signals_of(factor=SMS, address=NUMBER, sims=fresh, at=AT) == ("sim_changed",)
    assert signals_of(factor=SMS, address=NUMBER, sims=old, at=AT) == ()
    assert signals_of(factor=SMS, address=NUMBER, sims=SimTable({}), at=AT) == ()


def test_a_carrier_that_cannot_be_asked_is_a_sign_of_its_own() -> None:
    """E-09: never silently as if all were well."""
    silent = SimTable({}, silent=frozenset({NUMBER}))

    assert signals_of(factor=SMS, address=NUMBER, sims=silent, at=AT) == ("sim_unknown",)


def test_without_a_carrier_or_a_sim_there_is_nothing_to_say() -> None:
    assert signals_of(factor=SMS, address=NUMBER, sims=None, at=AT) == ()
    assert signals_of(factor=FactorCode.EMAIL_OTP, address="a@example.jp", sims=SimTable({}), at=AT) == ()


def test_a_message_holds_the_code_and_no_link() -> None:
    """C-18."""
    message = message_of(factor=SMS, address=NUMBER, code="482915", language="ja")

    assert "482915" in message.text.ja
    assert "482915" in message.text.en
    assert not {"http", "www", "0120", ".jp"} & set(message.text.ja.split()) and "://" not in message.text.ja  # noqa: PT018
    assert "10分間" in message.text.ja


def test_the_tools_do_not_show_their_key() -> None:
    assert repr(KEY) not in repr(code_tools())
    assert code_tools().vault is VAULT
