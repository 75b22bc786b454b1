import pytest
from tests.builders.factors import SESSION, at_once, code_tools, fresh_code, noted, why, with_address
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication import models
from sekisho.authentication.operations.code_sending import CodeTools
from sekisho.authentication.operations.codes import send_code, verify_code
from sekisho.authentication.operations.senders import Outbox, SimTable
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import Sent
from sekisho.authentication.types.proofs import Proof, RefusedError

REF = "customer:a-1"
CODE = "482915"


def _send(tools: CodeTools, authenticator: str, *, at: int = AT, stop_use: int | None = None, ref: str = REF) -> Sent:
    return send_code(
        tools=tools, principal=ref, authenticator=authenticator, fresh=fresh_code(CODE), stop_use=stop_use,
        session=SESSION, visit=visit(), at=at,
    )  # fmt: skip


def _verify(
    tools: CodeTools,
    sent: Sent,
    typed: str = CODE,
    *,
    session: str = SESSION,
    at: int = AT,
    stop_use: int | None = None,
) -> object:
    return verify_code(
        tools=tools, code=sent.code, typed=typed, stop_use=stop_use, session=session, visit=visit(), at=at
    )


def test_a_code_proves_the_address_once(database: str) -> None:
    outbox = Outbox()
    tools = code_tools(outbox)
    address = with_address(tools, customer().ref)

    sent = _send(tools, address)
    proof = _verify(tools, sent)

    assert isinstance(proof, Proof)
    assert (proof.authenticator, proof.acr, proof.factor) == (address, Acr.MFA, FactorCode.EMAIL_OTP)
    assert outbox.codes[-1].address == "hana@example.jp"
    assert why(_verify(tools, sent)) == "spent"


def test_of_several_at_the_same_moment_one_wins(fresh_database: str) -> None:
    tools = code_tools()
    sent = _send(tools, with_address(tools, customer().ref))

    answers = at_once(4, lambda _: _verify(tools, sent))

    assert sum(isinstance(answer, Proof) for answer in answers) == 1


def test_a_code_lives_ten_minutes_in_its_own_session(database: str) -> None:
    tools = code_tools()
    sent = _send(tools, with_address(tools, customer().ref))

    assert why(_verify(tools, sent, session="se_other")) == "expired"
    assert why(_verify(tools, sent, at=AT + 600_000)) == "expired"
    assert isinstance(_verify(tools, sent, at=AT + 599_999), Proof)


def test_five_wrong_tries_void_a_code(database: str) -> None:
    tools = code_tools()
    sent = _send(tools, with_address(tools, customer().ref))

    assert [why(_verify(tools, sent, typed)) for typed in ("", "1", "abc", "000000", "482916")] == ["wrong"] * 5
    assert why(_verify(tools, sent)) == "spent"
    assert models.FactorState.objects.get(pk=sent.authenticator).failures == 5


def test_a_new_code_voids_the_one_before(database: str) -> None:
    tools = code_tools()
    address = with_address(tools, customer().ref)
    old, new = _send(tools, address), _send(tools, address)

    assert why(_verify(tools, old)) == "spent"
    assert isinstance(_verify(tools, new), Proof)


def test_sending_at_the_same_moment_leaves_one_open_code(fresh_database: str) -> None:
    tools = code_tools()
    address = with_address(tools, customer().ref)

    def one(_: int) -> object:
        try:
            return _send(tools, address)
        except RefusedError as error:
            return error.refused.why.value

    at_once(4, one)

    assert models.SentCode.objects.filter(state="open").count() == 1


def test_an_id_that_is_taken_is_a_conflict(database: str) -> None:
    tools = code_tools()
    address = with_address(tools, customer().ref)
    fresh = fresh_code()
    given = {"tools": tools, "principal": REF, "authenticator": address, "fresh": fresh, "stop_use": None}
    send_code(**given, session=SESSION, visit=visit(), at=AT)

    with pytest.raises(RefusedError) as caught:
        send_code(**given, session=SESSION, visit=visit(), at=AT)
    assert caught.value.refused.why.value == "conflict"


def test_somebody_elses_address_is_not_used(database: str) -> None:
    tools = code_tools()
    address = with_address(tools, customer().ref)

    with pytest.raises(RefusedError) as caught:
        _send(tools, address, ref=customer("a-2").ref)
    assert caught.value.refused.why.value == "none_held"


def test_from_its_date_on_codes_are_neither_sent_nor_accepted(database: str) -> None:
    """D11, C-14."""
    tools = code_tools()
    address = with_address(tools, customer().ref)
    sent = _send(tools, address, stop_use=AT + 1)

    assert why(_verify(tools, sent, stop_use=AT)) == "retired"
    with pytest.raises(RefusedError) as caught:
        _send(tools, address, stop_use=AT)
    assert caught.value.refused.why.value == "retired"


def test_a_changed_sim_goes_along_with_the_proof_and_into_the_journal(database: str) -> None:
    tools = code_tools(sims=SimTable({"+819012345678": AT - 1}))
    address = with_address(tools, customer().ref, "09012345678", FactorCode.SMS_OTP)

    sent = _send(tools, address)
    proof = _verify(tools, sent)

    assert sent.signals == ("sim_changed",)
    assert isinstance(proof, Proof)
    assert proof.signals == ("sim_changed",)
    told = [payload for kind, payload in noted() if kind == "authentication:code:sent"]
    assert told[0]["signals"] == ["sim_changed"]


def test_what_is_not_delivered_is_written_down_and_told(database: str) -> None:
    address = with_address(code_tools(), customer().ref)
    broken = code_tools(Outbox(broken=frozenset({"hana@example.jp"})))

    with pytest.raises(RefusedError) as caught:
        _send(broken, address)

    assert caught.value.refused.why.value == "undelivered"
    assert noted()[-1][0] == "authentication:code:undelivered"
    assert "hana" not in repr(noted())


def test_the_code_stands_nowhere(database: str) -> None:
    tools = code_tools()
    sent = _send(tools, with_address(tools, customer().ref))

    assert CODE not in repr(noted()) + repr(models.SentCode.objects.filter(pk=sent.code).values())
