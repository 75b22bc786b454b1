"""What is shown is what is signed, by whom it must be, surely enough, and once (C-03, C-04, C-23; E-18)."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from threading import Barrier, Thread
from typing import Any

import pytest
import rfc8785
from django.db import connection
from joserfc.jwk import KeySet
from tests.builders.approvals import CONTENTS, public_jwks
from tests.builders.approving import AT, Desk
from tests.builders.authenticator import SoftAuthenticator, tampered, unb64
from tests.builders.passkeys import told

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import cancel_operation
from sekisho.authentication.queries.approvals import operation_of
from sekisho.authentication.queries.evidence import evidence_of
from sekisho.authentication.rules.approvals.receipts import read
from sekisho.authentication.rules.evidence.signatures import check_approval
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import Approved, OperationState, Prompt
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.freezes import KILL_SWITCH, mask_of
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.authentication.types.refusals_webauthn import Reason, WebauthnRefusedError
from sekisho.kernel import jcs
from sekisho.kernel.moments import DAY, HOUR

R = ApprovalRefusal


@pytest.fixture
def desk(fresh_database: str) -> Desk:
    return Desk().open()


def refused(act: Callable[[], object]) -> ApprovalRefusal:
    with pytest.raises(ApprovalRefusedError) as caught:
        act()
    return caught.value.code


def untouched(desk: Desk, operation: str) -> bool:
    """Nothing was approved and no evidence of an approval was written."""
    return operation_of(operation=operation).approved is None and not models.Evidence.objects.exists()


# --- As it should be ------------------------------------------------------------------------------------------------


def test_a_signed_withdrawal_leads_to_a_receipt_and_to_evidence(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    approved = desk.approve(prompt)
    found = approved.operation

    assert found == operation_of(operation=found.id)
    assert (found.state, found.acr, found.signer) == (OperationState.APPROVED, Acr.PHR, "customer:a1")
    receipt = read(found.receipt_jws, KeySet.import_key_set(public_jwks(desk.key)))  # type: ignore[arg-type]
    assert receipt == replace(approved.receipt, auth_time=receipt.auth_time)
    assert (receipt.audience, receipt.op_hash, receipt.policy) == ("broker", found.op_hash, 7)
    assert receipt.expires == AT + 300_000


def test_the_evidence_proves_itself(desk: Desk) -> None:
    approved = desk.sign()
    link = evidence_of(evidence=approved.operation.evidence)
    body: Any = jcs.decode(link.body)

    assert check_approval(body, KeySet.import_key_set(public_jwks(desk.key))) == []  # type: ignore[arg-type]
    assert body["document"]["policy"] == 7
    assert told("authentication:operation:approved")[0]["digest"] == link.digest.hex()


def test_the_browser_is_asked_to_sign_the_digest_of_what_is_shown(desk: Desk) -> None:
    prompt = desk.begin(desk.create(), language="en")
    approved = desk.approve(prompt)
    body: Any = jcs.decode(evidence_of(evidence=approved.operation.evidence).body)
    challenged = sha256(rfc8785.dumps(body["document"])).digest()

    assert urlsafe_b64encode(challenged).rstrip(b"=").decode() in prompt.options
    assert body["displayed"] == prompt.display.text
    assert prompt.display.text.startswith("Withdrawal\nAmount: JPY 1,200,000")


@pytest.mark.parametrize("code", sorted(set(CONTENTS) - {OperationCode.STAFF_APPROVAL}))
def test_customers_sign_operations_of_every_kind(desk: Desk, code: OperationCode) -> None:
    assert desk.sign(code).operation.state is OperationState.APPROVED


def test_a_prompt_that_was_closed_can_be_opened_again_and_only_the_last_one_counts(desk: Desk) -> None:
    operation = desk.create()
    first = desk.begin(operation)
    second = desk.begin(operation)

    assert refused(lambda: desk.approve(first)) is R.CHANGED
    assert desk.approve(second).operation.attempts == 2


def test_a_delegate_signs_with_his_own_passkey_and_the_evidence_names_him(desk: Desk) -> None:
    agent, theirs = _delegate(desk, OperationCode.ORDER_PLACE)
    operation = desk.create(OperationCode.ORDER_PLACE)
    prompt = desk.begin(operation, signer=agent)
    approved = desk.approve(prompt, desk.answer(prompt, theirs))

    body: Any = jcs.decode(evidence_of(evidence=approved.operation.evidence).body)
    assert (body["signer"], body["document"]["account"]) == (agent, "a1")
    assert check_approval(body, KeySet.import_key_set(public_jwks(desk.key))) == []  # type: ignore[arg-type]


def _delegate(desk: Desk, *codes: OperationCode) -> tuple[str, SoftAuthenticator]:
    agent = desk.person("d1", kind=PrincipalKind.AGENT)
    browser = replace(desk.browser, authenticator=SoftAuthenticator(), at=AT - 5 * DAY)
    browser.register(agent.ref)
    models.Delegation.objects.create(
        id="dg_1", agent_id=agent.ref, account="a1", granted_by_id=desk.principal.ref, name="山田 太郎",
        relation="長男", operations=[code.value for code in codes], start=AT - DAY, until=AT + DAY, operation="op_0",
        state="active",
    )  # fmt: skip
    return agent.ref, browser.authenticator


# --- Who ------------------------------------------------------------------------------------------------------------


def test_nobody_signs_for_another_customer(desk: Desk) -> None:
    operation = desk.create()
    desk.person("b2")

    assert refused(lambda: desk.begin(operation, signer="customer:b2")) is R.NOT_YOURS


def test_a_delegate_signs_nothing_that_was_not_left_to_him(desk: Desk) -> None:
    agent, _ = _delegate(desk, OperationCode.ORDER_PLACE)

    assert refused(lambda: desk.begin(desk.create(), signer=agent)) is R.OUT_OF_SCOPE


def test_a_delegate_whose_permission_ended_meanwhile_signs_nothing(desk: Desk) -> None:
    agent, theirs = _delegate(desk, OperationCode.WITHDRAW)
    prompt = desk.begin(desk.create(), signer=agent)
    models.Delegation.objects.update(state="revoked", revoked=AT, revoked_by="customer:a1")

    assert refused(lambda: desk.approve(prompt, desk.answer(prompt, theirs))) is R.OUT_OF_SCOPE
    assert untouched(desk, prompt.operation.id)


def test_a_signature_of_another_persons_passkey_is_refused(desk: Desk) -> None:
    other = replace(desk.browser, authenticator=SoftAuthenticator(), at=AT - 5 * DAY)
    other.register(desk.person("b2").ref)
    prompt = desk.begin(desk.create())
    options = prompt.options.replace('"allowCredentials"', '"ignored"')

    with pytest.raises(WebauthnRefusedError):
        desk.approve(prompt, other.authenticator.get(options))
    assert untouched(desk, prompt.operation.id)


# --- When -----------------------------------------------------------------------------------------------------------


def test_the_time_to_sign_runs_out(desk: Desk) -> None:
    operation = desk.create()
    prompt = desk.begin(operation)
    late = AT + 300_000

    assert refused(lambda: desk.begin(operation, at=late)) is R.EXPIRED
    assert operation_of(operation=operation.id).state is OperationState.EXPIRED
    assert refused(lambda: desk.begin(operation, at=late)) is R.EXPIRED
    with pytest.raises(WebauthnRefusedError):
        desk.approve(prompt, at=late)
    assert len(told("authentication:operation:expired")) == 1


def test_what_was_approved_or_cancelled_is_not_shown_again(desk: Desk) -> None:
    approved = desk.sign()

    assert refused(lambda: desk.begin(approved.operation)) is R.ALREADY


def test_an_operation_that_is_unknown_is_refused(desk: Desk) -> None:
    assert refused(lambda: desk.begin("op_none")) is R.UNKNOWN


def test_a_freeze_after_the_prompt_stops_the_approval(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    _freeze(desk)

    assert refused(lambda: desk.approve(prompt)) is R.BLOCKED
    assert refused(lambda: desk.begin(prompt.operation)) is R.BLOCKED
    assert refused(desk.create) is R.BLOCKED


def _freeze(desk: Desk) -> None:
    models.Freeze.objects.create(
        id="fz_1", account="a1", scopes=mask_of(KILL_SWITCH), source="customer", placed=AT, placed_by="customer:a1",
        reason="", state="in_force",
    )  # fmt: skip


def test_the_customers_own_lock_stops_withdrawals_and_what_is_locked_of_trading(desk: Desk) -> None:
    """C-21: a lock counts for what is asked for, shown and executed."""
    approved, prompt = desk.sign(), desk.begin(desk.create())
    for number, (kind, what) in enumerate((("withdrawal", ""), ("market", "us"), ("product", "margin"))):
        models.CustomerLock.objects.create(
            id=f"lk_{number}", account="a1", kind=kind, what=what, state="set", placed=AT, placed_by="customer:a1"
        )
    order = CONTENTS[OperationCode.ORDER_PLACE]

    assert refused(desk.create) is R.BLOCKED
    assert refused(lambda: desk.approve(prompt)) is R.BLOCKED
    assert refused(lambda: desk.consume(approved)) is R.BLOCKED
    for change in ({"market": "US"}, {"position": "margin_open"}):
        content = {**order, **change}
        assert refused(lambda content=content: desk.create(OperationCode.ORDER_PLACE, content=content)) is R.BLOCKED
    assert desk.sign(OperationCode.ORDER_PLACE)


# --- With what ------------------------------------------------------------------------------------------------------


def test_a_new_passkey_moves_no_money_for_its_first_hours(desk: Desk) -> None:
    fresh = Desk(account="n1")
    fresh.browser.at = AT - HOUR
    fresh.open()

    assert refused(lambda: fresh.begin(fresh.create())) is R.HELD


def test_a_passkey_made_in_passing_moves_no_money_before_it_was_used_on_purpose(desk: Desk) -> None:
    models.Authenticator.objects.update(auto_created=True)

    assert refused(lambda: desk.begin(desk.create())) is R.HELD


def test_a_large_withdrawal_takes_a_key_that_cannot_be_copied(desk: Desk) -> None:
    """The shipped policy asks for ``phrh`` from ten million yen on (E-16)."""
    operation = desk.create(content={**CONTENTS[OperationCode.WITHDRAW], "amount": "10000000"})

    assert refused(lambda: desk.begin(operation)) in {R.WEAK, R.BLOCKED}


def test_without_a_passkey_there_is_nothing_to_sign_with(desk: Desk) -> None:
    models.Authenticator.objects.update(state="revoked", ended=AT, ended_by="customer:a1")

    assert refused(lambda: desk.begin(desk.create())) in {R.WEAK, R.BLOCKED}


def test_a_passkey_that_was_suspended_meanwhile_signs_nothing(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    models.Authenticator.objects.update(state="suspended")

    with pytest.raises(WebauthnRefusedError):
        desk.approve(prompt)
    assert untouched(desk, prompt.operation.id)


def test_a_policy_that_came_in_meanwhile_counts(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    stricter = replace(desk.policy, version=8, rules=tuple(replace(rule, acr=Acr.PHRH) for rule in desk.policy.rules))

    assert refused(lambda: desk.approve(prompt, policy=stricter)) in {R.WEAK, R.BLOCKED}
    assert untouched(desk, prompt.operation.id)


def test_an_order_that_no_rule_binds_can_be_signed_all_the_same(desk: Desk) -> None:
    """C-05: the firm's back end asks whenever it wants to."""
    assert desk.sign(OperationCode.ORDER_PLACE).operation.state is OperationState.APPROVED


def test_a_high_score_stops_it_where_the_policy_says_so(desk: Desk) -> None:
    """E-01: the decision engine's score is handed in, and can only tighten."""
    risky = replace(desk.policy, risk=(replace(desk.policy.risk[0], score=0.5, deny=True),))
    order = desk.create(OperationCode.ORDER_PLACE)

    assert refused(lambda: desk.begin(order, policy=risky, facts={"score": 0.9})) is R.BLOCKED
    assert desk.begin(order, policy=risky, facts={"score": 0.1})


# --- Attacks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"content": {**CONTENTS[OperationCode.WITHDRAW], "amount": "9999999"}},
        {"content": {**CONTENTS[OperationCode.WITHDRAW], "account_number": "7654321"}},
        {"account": "b2"},
        {"nonce": b"x" * 16},
        {"op_hash": b"x" * 32},
        {"begun_nonce": b"x" * 16},
        {"language": "en"},
        {"policy": 9},
        {"signer": "customer:b2"},
        {"version": 1, "code": "bank_account_change"},
        {"expires": AT + 299_999},
    ],
)
def test_an_operation_that_was_edited_in_the_database_is_not_approved(desk: Desk, change: dict[str, Any]) -> None:
    prompt = desk.begin(desk.create())
    desk.person("b2")
    response = desk.answer(prompt)
    models.SignedOperation.objects.update(**change)

    try:
        assert refused(lambda: desk.approve(prompt, response)) is R.CHANGED
    except (KeyError, ValueError):
        pytest.fail("an edited row must be refused, not stumble")
    assert untouched(desk, prompt.operation.id)
    assert told("authentication:operation:refused")[0]["reason"] == "changed"


def test_a_signature_for_another_operation_is_refused(desk: Desk) -> None:
    """The customer signs a small withdrawal; the thief hands the signature in for the large one."""
    small = desk.begin(desk.create())
    large = desk.begin(desk.create(content={**CONTENTS[OperationCode.WITHDRAW], "amount": "9000000"}))

    assert refused(lambda: desk.approve(small, operation=large.operation.id)) is R.CHANGED
    with pytest.raises(WebauthnRefusedError) as caught:
        desk.approve(large, desk.answer(small))
    assert caught.value.reason is Reason.CHALLENGE_MISMATCH
    assert untouched(desk, large.operation.id)


def test_a_login_cannot_be_passed_off_as_an_approval(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    login = desk.browser.begin_assertion(desk.principal.ref)

    response = desk.browser.authenticator.get(login.json)
    assert refused(lambda: desk.approve(prompt, response, ceremony=login.ceremony)) is R.CHANGED


def test_a_relayed_challenge_is_refused_in_another_session(desk: Desk) -> None:
    prompt = desk.begin(desk.create())

    with pytest.raises(WebauthnRefusedError) as caught:
        desk.approve(prompt, session="se_thief")
    assert caught.value.reason is Reason.CEREMONY_OF_ANOTHER_SESSION
    assert desk.approve(prompt).operation.state is OperationState.APPROVED


def test_a_look_alike_page_gets_nothing_signed(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    desk.browser.authenticator.origin = "https://sekish0.example"

    with pytest.raises(WebauthnRefusedError) as caught:
        desk.approve(prompt)
    assert caught.value.reason is Reason.ORIGIN_NOT_LISTED


def test_a_signature_is_good_once(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    response = desk.answer(prompt)
    desk.approve(prompt, response)

    with pytest.raises(WebauthnRefusedError) as caught:
        desk.approve(prompt, response)
    assert caught.value.reason is Reason.CEREMONY_USED


def test_a_failed_attempt_spends_the_challenge_although_the_row_is_mended_afterwards(desk: Desk) -> None:
    """Trap 7: the same signature must not pass on a second try."""
    prompt = desk.begin(desk.create())
    response = desk.answer(prompt)
    right = models.SignedOperation.objects.get()
    models.SignedOperation.objects.update(content={**right.content, "amount": "9999999"})
    assert refused(lambda: desk.approve(prompt, response)) is R.CHANGED
    models.SignedOperation.objects.update(content=right.content)

    with pytest.raises(WebauthnRefusedError) as caught:
        desk.approve(prompt, response)
    assert caught.value.reason is Reason.CEREMONY_USED
    assert untouched(desk, prompt.operation.id)


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_a_message_that_was_changed_on_its_way_is_refused(desk: Desk, part: str) -> None:
    prompt = desk.begin(desk.create())
    message = desk.answer(prompt)
    spoilt = bytearray(_part(message, part))
    spoilt[-1] ^= 1

    with pytest.raises(WebauthnRefusedError):
        desk.approve(prompt, tampered(message, **{part: bytes(spoilt)}))
    assert untouched(desk, prompt.operation.id)


def _part(message: str, name: str) -> bytes:
    found: Any = json.loads(message)
    return unb64(found["response"][name])


def test_an_operation_that_vanished_is_refused(desk: Desk) -> None:
    prompt = desk.begin(desk.create())

    assert refused(lambda: desk.approve(prompt, operation="op_none")) is R.UNKNOWN


def test_an_operation_that_ran_out_between_the_two_looks_is_refused(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    models.SignedOperation.objects.update(expires=AT)

    assert refused(lambda: desk.approve(prompt)) is R.EXPIRED
    assert operation_of(operation=prompt.operation.id).state is OperationState.EXPIRED


class Meanwhile(Mapping[str, object]):
    """Facts whose gathering takes a while, in which something else happens."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self._happens = happens

    def __iter__(self) -> Iterator[str]:
        self._happens()
        return iter(())

    def __len__(self) -> int:
        return 0

    def __getitem__(self, name: str) -> object:
        raise KeyError(name)


def test_what_is_cancelled_while_the_signature_is_checked_is_not_approved(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    name = prompt.operation.id
    facts = Meanwhile(lambda: cancel_operation(operation=name, by="customer:a1", reason="", at=AT))

    assert refused(lambda: desk.approve(prompt, facts=facts)) is R.ALREADY
    assert untouched(desk, name)


def test_what_is_cancelled_while_it_is_shown_is_not_begun(desk: Desk) -> None:
    name = desk.create().id
    facts = Meanwhile(lambda: cancel_operation(operation=name, by="customer:a1", reason="", at=AT))

    assert refused(lambda: desk.begin(name, facts=facts)) is R.ALREADY
    assert not models.Ceremony.objects.filter(purpose="approve").exists()


def test_of_four_simultaneous_submits_one_is_accepted(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    response = desk.answer(prompt)
    done = _together(4, lambda: desk.approve(prompt, response))

    assert sum(isinstance(each, Approved) for each in done) == 1
    assert models.Evidence.objects.count() == 1


def test_of_two_prompts_begun_together_one_is_the_last(desk: Desk) -> None:
    operation = desk.create()
    done = _together(3, lambda: desk.begin(operation))
    prompts = [each for each in done if isinstance(each, Prompt)]
    last = operation_of(operation=operation.id)

    assert last.attempts == len(prompts) >= 1
    assert all(isinstance(each, Prompt) or each is R.ALREADY for each in done)


def _together(times: int, act: Callable[[], object]) -> list[object]:
    barrier, done = Barrier(times), []

    def run() -> None:
        barrier.wait()
        try:
            done.append(act())
        except ApprovalRefusedError as error:
            done.append(error.code)
        except WebauthnRefusedError as error:
            done.append(error.reason)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == times
    return done
