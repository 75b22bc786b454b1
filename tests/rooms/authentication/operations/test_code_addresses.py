import pytest
from tests.builders.factors import SESSION, code_tools, fresh_code, noted, why
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication import models
from sekisho.authentication.operations.code_addresses import begin_address, confirm_address
from sekisho.authentication.operations.code_sending import CodeTools
from sekisho.authentication.operations.senders import Outbox
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import FreshCode, Sent
from sekisho.authentication.types.proofs import Proof, RefusedError

REF = "customer:a-1"
MAIL, SMS = FactorCode.EMAIL_OTP, FactorCode.SMS_OTP


def _begin(
    tools: CodeTools,
    fresh: FreshCode,
    address: str = "hana@example.jp",
    factor: FactorCode = MAIL,
    stop_enrol: int | None = None,
) -> Sent:
    return begin_address(
        tools=tools, principal=REF, factor=factor, address=address, fresh=fresh, stop_enrol=stop_enrol,
        session=SESSION, visit=visit(), at=AT,
    )  # fmt: skip


def _confirm(tools: CodeTools, sent: Sent, typed: str, *, session: str = SESSION, at: int = AT) -> object:
    return confirm_address(
        tools=tools, pending=sent.code, typed=typed, name="自宅", session=session, visit=visit(), at=at
    )


@pytest.mark.parametrize(
    ("factor", "address", "hint"), [(MAIL, "hana@example.jp", "h•••@e•••.jp"), (SMS, "090-1234-5678", "•••5678")]
)
def test_whoever_types_the_code_holds_the_address(database: str, factor: FactorCode, address: str, hint: str) -> None:
    customer()
    outbox, fresh = Outbox(), fresh_code()
    tools = code_tools(outbox)

    sent = _begin(tools, fresh, address, factor)
    proof = _confirm(tools, sent, "４８２ ９１５")

    assert isinstance(proof, Proof)
    assert (proof.factor, sent.hint) == (factor, hint)
    assert "482915" in outbox.codes[0].text.ja
    row = models.Authenticator.objects.get(pk=proof.authenticator)
    assert (row.name, row.detail) == ("自宅", {"hint": hint})


def test_the_address_is_kept_sealed_and_stands_in_no_journal(database: str) -> None:
    customer()
    tools = code_tools()
    sent = _begin(tools, fresh_code())
    _confirm(tools, sent, "482915")

    row = models.Authenticator.objects.get(pk=sent.authenticator)
    assert b"hana" not in bytes(row.secret or b"")
    assert "hana" not in repr(noted()) + repr(row.detail)
    opened = tools.vault.open(bytes(row.secret or b""), principal=REF, authenticator=row.pk)
    assert opened == b"hana@example.jp"


def test_a_wrong_code_is_counted_and_five_are_the_end(database: str) -> None:
    customer()
    tools = code_tools()
    sent = _begin(tools, fresh_code())

    assert [why(_confirm(tools, sent, "000000")) for _ in range(5)] == ["wrong"] * 5
    assert why(_confirm(tools, sent, "482915")) == "spent"
    assert noted()[-1][1]["binding"] is True


def test_only_the_same_session_within_ten_minutes(database: str) -> None:
    customer()
    tools = code_tools()
    sent = _begin(tools, fresh_code())

    assert why(_confirm(tools, sent, "482915", session="se_other")) == "expired"
    assert why(_confirm(tools, sent, "482915", at=sent.expires)) == "expired"
    assert sent.expires == AT + 600_000


@pytest.mark.parametrize(("address", "reason"), [("nonsense", "malformed"), ("gone@example.jp", "undelivered")])
def test_an_address_that_cannot_be_reached_is_told(database: str, address: str, reason: str) -> None:
    customer()
    tools = code_tools(Outbox(broken=frozenset({"gone@example.jp"})))

    with pytest.raises(RefusedError) as caught:
        _begin(tools, fresh_code(), address)
    assert caught.value.refused.why.value == reason


def test_from_its_date_on_no_address_is_bound(database: str) -> None:
    customer()
    with pytest.raises(RefusedError) as caught:
        _begin(code_tools(), fresh_code(), stop_enrol=AT)
    assert caught.value.refused.why.value == "closed_to_new"


def test_one_address_is_not_flooded_from_many_sides(database: str) -> None:
    customer()
    for number in range(5):
        begin_address(
            tools=code_tools(), principal=customer(f"b-{number}").ref, factor=MAIL, address="hana@example.jp",
            fresh=fresh_code(), stop_enrol=None, session=SESSION, visit=visit(ip=f"192.0.2.{number}"), at=AT,
        )  # fmt: skip

    with pytest.raises(RefusedError) as caught:
        _begin(code_tools(), fresh_code())
    assert caught.value.refused.why.value == "too_often"
