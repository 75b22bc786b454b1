"""E-18: codes that are typed can be relayed. What can be stopped is stopped: once, soon, in their own session."""

import pytest
from tests.builders.factors import (
    SESSION,
    VAULT,
    SoftDevice,
    at_once,
    code_tools,
    fresh_code,
    noted,
    prompted,
    totp_code,
    totp_secret,
    why,
    with_address,
    with_totp,
)
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication.operations.codes import send_code, verify_code
from sekisho.authentication.operations.totp import verify_totp
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.interim import Sent
from sekisho.authentication.types.proofs import Proof
from sekisho.kernel.moments import MINUTE

LATER = AT + 10 * MINUTE
CODE = "482915"


@pytest.fixture
def secret(fresh_database: str) -> bytes:
    """What the victim's app keeps."""
    kept = totp_secret()
    with_totp(customer().ref, secret=kept)
    return kept


def typed(code: str, *, at: int = LATER) -> object:
    """A code on the login page."""
    return verify_totp(principal="customer:a-1", typed=code, vault=VAULT, stop_use=None, visit=visit(), at=at)


def test_a_code_that_the_victim_has_used_is_worth_nothing_to_who_saw_it(secret: bytes) -> None:
    """E-18, OTP replay: shoulder surfing, a key logger, a relay that comes second."""
    code = totp_code(secret, LATER)

    assert isinstance(typed(code), Proof)
    assert why(typed(code, at=LATER + 1)) == "replayed"


def test_a_code_that_the_thief_used_first_is_refused_to_the_victim_who_thereby_notices(secret: bytes) -> None:
    """E-18, OTP relay: at the same moment from two places exactly one passes."""
    answers = at_once(4, lambda _: typed(totp_code(secret, LATER)))

    assert sum(isinstance(each, Proof) for each in answers) == 1
    assert {why(each) for each in answers if not isinstance(each, Proof)} == {"replayed"}


def test_a_code_that_was_fished_and_kept_is_refused_after_its_time(secret: bytes) -> None:
    """E-18, OTP relay: who is slower than the clock comes too late."""
    assert why(typed(totp_code(secret, LATER - 2 * MINUTE))) == "wrong"


def test_a_code_never_proves_what_resists_phishing(secret: bytes) -> None:
    """E-18, OTP relay: a relay that is quick enough passes, but never as more than two factors (so: no withdrawals)."""
    proof = typed(totp_code(secret, LATER))

    assert isinstance(proof, Proof)
    assert proof.acr < Acr.PHR


def sent_code() -> Sent:
    """A code on its way to the victim's mailbox."""
    tools = code_tools()
    address = with_address(tools, customer().ref)
    return send_code(
        tools=tools, principal="customer:a-1", authenticator=address, fresh=fresh_code(CODE), stop_use=None,
        session=SESSION, visit=visit(), at=AT,
    )  # fmt: skip


def handed_in(sent: Sent, *, code: str = CODE, session: str = SESSION, at: int = AT) -> object:
    return verify_code(
        tools=code_tools(), code=sent.code, typed=code, stop_use=None, session=session, visit=visit(), at=at
    )


def test_a_mailed_code_is_refused_in_another_session_and_twice_and_late(fresh_database: str) -> None:
    """E-18, OTP relay and replay: a code belongs to the page that asked for it."""
    sent = sent_code()

    assert why(handed_in(sent, session="se_thief")) == "expired"
    assert why(handed_in(sent, at=AT + 10 * MINUTE)) == "expired"
    assert isinstance(handed_in(sent), Proof)
    assert why(handed_in(sent)) == "spent"


def test_a_mailed_code_is_not_guessed(fresh_database: str) -> None:
    """E-18, OTP guessing: five tries, then even the right one is refused."""
    sent = sent_code()

    assert [why(handed_in(sent, code=f"00000{number}")) for number in range(5)] == ["wrong"] * 5
    assert why(handed_in(sent)) == "spent"


def test_who_is_asked_on_the_phone_for_something_he_did_not_begin_says_so_and_it_is_noted(fresh_database: str) -> None:
    """E-18, push fatigue: approving takes the number on the thief's screen; denying is one touch and journaled."""
    owner = customer()
    device = SoftDevice().pair(owner.ref)
    prompt = prompted(owner.ref, number="731904")

    assert why(device.answer(prompt.id, "000000")) in {"wrong", "denied"}
    again = prompted(owner.ref, number="731905")
    device.deny(again.id)

    assert noted()[-1][0] == "authentication:push:denied"
