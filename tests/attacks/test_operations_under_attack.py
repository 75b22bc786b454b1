"""E-18: a thief between the customer's signature and the money, against real operations on a real database."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.builders.approvals import CONTENTS
from tests.builders.approving import AT, Desk, hash_over
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.factors import at_once
from tests.builders.passkeys import told

from sekisho.authentication import models
from sekisho.authentication.queries.approvals import operation_of
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import Approved, Consumed, OperationState
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.refusals_webauthn import Reason, WebauthnRefusedError
from sekisho.kernel.moments import HOUR

LARGE = {**CONTENTS[OperationCode.WITHDRAW], "amount": "9000000", "account_number": "7654321"}


@pytest.fixture
def desk(fresh_database: str) -> Desk:
    return Desk().open()


def refusal(act: Callable[[], object]) -> ApprovalRefusal | Reason:
    """Why it was refused."""
    try:
        act()
    except ApprovalRefusedError as error:
        return error.code
    except WebauthnRefusedError as error:
        return error.reason
    pytest.fail("it was not refused")


def test_a_withdrawal_that_is_changed_behind_the_page_is_not_approved(desk: Desk) -> None:
    """E-18, tampered operation: shown one account, stored another, while the customer signs."""
    prompt = desk.begin(desk.create())
    signed = desk.answer(prompt)
    models.SignedOperation.objects.update(content={**prompt.operation.content, "account_number": "7654321"})

    assert refusal(lambda: desk.approve(prompt, signed)) is ApprovalRefusal.CHANGED
    assert operation_of(operation=prompt.operation.id).approved is None
    assert told("authentication:operation:refused")[0]["reason"] == "changed"


@pytest.mark.parametrize("change", [{"amount": "9000000"}, {"account_number": "7654321"}, {"payee": "ドロボウ"}])
def test_a_withdrawal_that_is_changed_after_signing_is_not_executed(desk: Desk, change: dict[str, str]) -> None:
    """E-18, tampered operation: the firm's back end is about to pay something else than what was signed."""
    approved = desk.sign()
    other = hash_over(approved.operation, **change)

    assert refusal(lambda: desk.consume(approved, op_hash=other)) is ApprovalRefusal.TAMPERED
    assert operation_of(operation=approved.operation.id).state is OperationState.VOIDED
    assert refusal(lambda: desk.consume(approved)) is ApprovalRefusal.ALREADY
    assert len(told("authentication:operation:tampered")) == 1


def test_the_signature_for_a_small_withdrawal_does_not_pay_a_large_one(desk: Desk) -> None:
    """E-18, tampered operation: a second withdrawal is slipped under the signature."""
    small, large = desk.begin(desk.create()), desk.begin(desk.create(content=LARGE))

    assert refusal(lambda: desk.approve(large, desk.answer(small))) is Reason.CHALLENGE_MISMATCH
    assert operation_of(operation=large.operation.id).approved is None


def test_a_signature_that_somebody_gave_to_log_in_pays_nothing(desk: Desk) -> None:
    """E-18, relayed challenge: the login page of a thief is a payment page behind the scenes, or the other way."""
    prompt = desk.begin(desk.create())
    login = desk.browser.begin_assertion(desk.principal.ref)
    signed = desk.browser.authenticator.get(login.json)

    assert refusal(lambda: desk.approve(prompt, signed, ceremony=login.ceremony)) is ApprovalRefusal.CHANGED
    assert operation_of(operation=prompt.operation.id).approved is None


def test_a_challenge_of_the_thiefs_own_withdrawal_is_not_signed_by_the_victim(desk: Desk) -> None:
    """E-18, relayed challenge: the thief's session begins the approval, the victim's session hands it in."""
    prompt = desk.begin(desk.create(content=LARGE), session="se_thief")
    signed = desk.answer(prompt)

    assert refusal(lambda: desk.approve(prompt, signed)) is Reason.CEREMONY_OF_ANOTHER_SESSION
    assert operation_of(operation=prompt.operation.id).approved is None


def test_one_signature_submitted_five_times_at_once_approves_once(desk: Desk) -> None:
    """E-18, double submit of an approval, by threads that begin together."""
    prompt = desk.begin(desk.create())
    signed = desk.answer(prompt)

    def submit(_: int) -> object:
        try:
            return desk.approve(prompt, signed)
        except (ApprovalRefusedError, WebauthnRefusedError) as error:
            return error

    answers = at_once(5, submit)

    assert sum(isinstance(each, Approved) for each in answers) == 1
    assert models.Evidence.objects.count() == 1


def test_one_receipt_handed_in_five_times_at_once_pays_once(desk: Desk) -> None:
    """E-18, double submit and replay of a receipt."""
    approved = desk.sign()

    def submit(_: int) -> object:
        try:
            return desk.consume(approved)
        except ApprovalRefusedError as error:
            return error.code

    answers = at_once(5, submit)

    assert sum(isinstance(each, Consumed) for each in answers) == 1
    assert answers.count(ApprovalRefusal.ALREADY) == 4
    assert len(told("authentication:operation:executed")) == 1


def test_a_receipt_in_another_clients_hands_pays_nothing(desk: Desk) -> None:
    """E-18, replay: a receipt that was stolen on its way to the broker."""
    assert refusal(lambda: desk.consume(desk.sign(), caller="thief")) is ApprovalRefusal.OTHER_CALLER


def test_without_its_pin_a_stolen_phone_pays_nothing(desk: Desk) -> None:
    """E-18, UV off, where money moves."""
    desk.browser.authenticator.verified = False
    prompt = desk.begin(desk.create())

    assert refusal(lambda: desk.approve(prompt)) is Reason.USER_NOT_VERIFIED
    assert operation_of(operation=prompt.operation.id).approved is None


def test_a_passkey_that_a_thief_has_just_enrolled_moves_no_money(desk: Desk) -> None:
    """E-18, enrolment by a thief: cash waits, however the new authenticator got there, so that notices arrive first."""
    thief = replace(desk.browser, authenticator=SoftAuthenticator(), at=AT - HOUR)
    thief.register(desk.principal.ref, finishing={"hold_until": AT + 11 * HOUR})
    prompt = desk.begin(desk.create(content=LARGE))

    with pytest.raises(LookupError, match="NotAllowedError"):
        thief.authenticator.get(prompt.options)
    forced = thief.authenticator.get(prompt.options.replace('"allowCredentials"', '"ignored"'))
    assert refusal(lambda: desk.approve(prompt, forced)) is Reason.CREDENTIAL_NOT_ASKED
    assert operation_of(operation=prompt.operation.id).approved is None


def test_a_thief_who_threw_the_old_passkey_out_waits_all_the_same(desk: Desk) -> None:
    """E-18, enrolment by a thief: with only the new authenticator left, withdrawals are held back."""
    models.Authenticator.objects.update(state="revoked", ended=AT - HOUR, ended_by="customer:a1")
    thief = replace(desk.browser, authenticator=SoftAuthenticator(), at=AT - HOUR)
    thief.register(desk.principal.ref)

    assert refusal(lambda: desk.begin(desk.create(content=LARGE))) is ApprovalRefusal.HELD
