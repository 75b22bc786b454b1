"""From the client's request to its code."""

import json
from dataclasses import dataclass

import pytest
from tests.builders import firms
from tests.builders.approving import CONTENTS, Desk, hash_over
from tests.builders.firms import founded
from tests.builders.grants import BOARD, DESK, READER, code_for, consented, go_on, open_at, program, pushed, redeemed
from tests.builders.oauth import ISSUER, Program
from tests.builders.passkeys import Browser
from tests.builders.signing_in import AT, agent, customer, opened, staff, visit

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import cancel_operation, consume
from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.queries.grants.grants import grants_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.freezes import FreezeSource
from sekisho.authentication.types.grants.faults import Fault, RedirectedError, UnsafeRequestError
from sekisho.authentication.types.grants.requests import ApprovalNeeded, ConsentNeeded, LoginNeeded, Sent
from sekisho.authentication.types.sessions import Session
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import DAY, HOUR


@dataclass
class Firm:
    desk: Program
    reader: Program


@pytest.fixture
def firm(database: str) -> Firm:
    founded()
    return Firm(program("desk", DESK), program("reader", READER))


def fault(step: object, *rest: object, **how: object) -> Fault:
    with pytest.raises(RedirectedError) as told:
        step(*rest, **how)  # type: ignore[operator]
    assert told.value.redirect_uri == "https://client.example/callback"
    return told.value.fault


def test_who_logs_in_comes_back_to_the_client_with_code_state_and_our_name(firm: Firm) -> None:
    """The ``iss`` parameter lets a client notice a mix-up (RFC 9207)."""
    request = open_at(firm.desk)
    assert go_on(request.id, None) == LoginNeeded(acr=Acr.NONE, anew=False)

    sent = go_on(request.id, opened(customer()))

    assert isinstance(sent, Sent)
    assert set(sent.parameters) == {"code", "state", "iss"}
    assert (sent.parameters["state"], sent.parameters["iss"]) == ("s-1", ISSUER)
    assert sent.url.startswith("https://client.example/callback?code=")
    stateless = go_on(open_at(firm.desk, state="").id, opened("customer:a-1"))
    assert isinstance(stateless, Sent)
    assert "state" not in stateless.parameters


def test_a_request_is_answered_once(firm: Firm) -> None:
    request, session = open_at(firm.desk), opened(customer())
    go_on(request.id, session)

    with pytest.raises(UnsafeRequestError):
        go_on(request.id, session)


def test_the_grant_lives_as_long_as_the_session_or_on_where_it_was_asked_to(firm: Firm) -> None:
    session = opened(customer())
    code_for(firm.desk, session)
    code_for(firm.desk, session, scope="openid offline_access")

    brief, lasting = sorted(grants_of(principal="customer:a-1", at=AT), key=lambda grant: grant.expires)

    assert (brief.expires, brief.offline) == (session.expires, False)
    assert (lasting.expires, lasting.offline) == (AT + 90 * DAY, True)
    assert (brief.acr, brief.amr, brief.auth_time) == (session.acr, session.amr, session.auth_time)


def test_somebody_weak_is_sent_to_prove_more_once_and_then_goes_on_as_he_is(firm: Firm) -> None:
    session = opened(customer(), acr=Acr.MFA)
    request = open_at(firm.desk, acr_values="phr")

    assert go_on(request.id, session) == LoginNeeded(acr=Acr.PHR, anew=True)
    assert isinstance(go_on(request.id, session), Sent)
    assert grants_of(principal="customer:a-1", at=AT)[0].acr is Acr.MFA


def test_another_companys_service_waits_for_a_consent(firm: Firm) -> None:
    session = opened(customer())
    request = open_at(firm.reader, request_uri=pushed(firm.reader, scope="openid accounts:read", ui_locales="en"))

    shown = go_on(request.id, session)
    assert isinstance(shown, ConsentNeeded)
    assert shown.language == "en"
    assert len(shown.lines) == 2
    consented(request.id, session)

    assert isinstance(go_on(request.id, session), Sent)
    grant = grants_of(principal="customer:a-1", at=AT)[0]
    assert grant.scopes == {Scope.OPENID, Scope.ACCOUNTS_READ}


def test_a_consent_serves_again_for_no_more_than_it_said(firm: Firm) -> None:
    session = opened(customer())
    code_for(firm.reader, session, request_uri=pushed(firm.reader, scope="openid"))

    again = open_at(firm.reader, request_uri=pushed(firm.reader, scope="openid"))
    assert isinstance(go_on(again.id, session), Sent)
    more = open_at(firm.reader, request_uri=pushed(firm.reader, scope="openid accounts:read"))
    assert isinstance(go_on(more.id, session), ConsentNeeded)
    anew = open_at(firm.reader, request_uri=pushed(firm.reader, scope="openid", prompt="consent"))
    assert isinstance(go_on(anew.id, session), ConsentNeeded)
    consented(anew.id, session)
    assert isinstance(go_on(anew.id, session), Sent)
    late = AT + 200 * DAY
    much_later = open_at(firm.reader, request_uri=pushed(firm.reader, scope="openid", at=late), at=late)
    assert isinstance(go_on(much_later.id, opened("customer:a-1", at=late), at=late), ConsentNeeded)


def test_a_grant_to_another_company_ends_with_its_consent(firm: Firm) -> None:
    code_for(firm.reader, opened(customer()), request_uri=pushed(firm.reader, scope="openid offline_access"))
    models.Consent.objects.update(expires=AT + DAY)
    code_for(firm.reader, opened("customer:a-1"), request_uri=pushed(firm.reader, scope="openid offline_access"))

    assert sorted(grant.expires for grant in grants_of(principal="customer:a-1", at=AT)) == [AT + DAY, AT + 90 * DAY]


def test_refusals_go_back_to_the_client_and_end_the_request(firm: Firm) -> None:
    request = open_at(firm.desk, prompt="none")

    assert fault(go_on, request.id, None) is Fault.LOGIN_REQUIRED
    with pytest.raises(UnsafeRequestError):
        go_on(request.id, opened(customer()))


def test_staff_are_no_customers(firm: Firm) -> None:
    assert fault(go_on, open_at(firm.desk).id, opened(staff())) is Fault.ACCESS_DENIED


def delegated(*operations: str) -> None:
    customer("a-9")
    agent("g-1")
    models.Delegation.objects.create(
        id="dg_1", agent_id="agent:g-1", account="a-9", granted_by_id="customer:a-9", name="n", relation="r",
        operations=list(operations), start=AT - 1, until=AT + HOUR, operation="op_x", state="active",
    )  # fmt: skip


def test_a_delegate_gets_programs_no_further_than_himself_and_both_names_stand_in_the_token(firm: Firm) -> None:
    """C-23."""
    delegated("personal_data_view")
    board = program("board", BOARD)
    session = opened("agent:g-1", acting="a-9")

    answer = redeemed(board, code_for(board, session, request_uri=pushed(board, scope="openid accounts:read")))
    grant = models.Grant.objects.get()
    assert (grant.account, grant.principal_id) == ("a-9", "agent:g-1")
    assert answer["id_token"]
    orders = open_at(board, request_uri=pushed(board, scope="openid orders:place"))
    assert fault(go_on, orders.id, session) is Fault.ACCESS_DENIED
    theirs = open_at(firm.reader, request_uri=pushed(firm.reader))
    assert fault(go_on, theirs.id, session) is Fault.ACCESS_DENIED
    models.Delegation.objects.update(state="revoked", revoked=AT, revoked_by="customer:a-9")
    assert fault(go_on, open_at(firm.desk).id, session) is Fault.ACCESS_DENIED


def test_limits_of_the_firms_own_trading_program_stand_in_its_grant(firm: Firm) -> None:
    board = program("board", BOARD)
    code_for(board, opened(customer()), request_uri=pushed(board, scope="openid orders:place"))

    assert grants_of(principal="customer:a-1", at=AT)[0].limits == firms.LIMITS


WITHDRAWAL = CONTENTS[OperationCode.WITHDRAW]


def details(*contents: object) -> str:
    return json.dumps([{"type": "sekisho_withdrawal", "content": content} for content in contents or (WITHDRAWAL,)])


@dataclass
class Signing:
    """Ceremonies commit by themselves, so they need a database of their own."""

    desk: Program
    signer: Desk
    session: Session


@pytest.fixture
def signing(fresh_database: str) -> Signing:
    founded()
    signer = Desk(account="a-1", at=AT, browser=Browser(at=AT - 5 * DAY)).open()
    return Signing(program("desk", DESK), signer, opened(signer.principal))


def test_what_a_client_wants_signed_is_signed_word_for_word_before_it_gets_its_code(signing: Signing) -> None:
    signer, session = signing.signer, signing.session
    request = open_at(signing.desk, authorization_details=details())

    step = go_on(request.id, session)
    assert isinstance(step, ApprovalNeeded)
    assert go_on(request.id, session) == step  # as often as he looks
    approved = signer.approve(signer.begin(step.operations[0]))

    answer = redeemed(signing.desk, go_on(request.id, session).parameters["code"])  # type: ignore[union-attr]
    (told,) = answer["authorization_details"]
    assert (told["type"], told["content"], told["operation"]) == ("sekisho_withdrawal", WITHDRAWAL, step.operations[0])
    done = consume(
        operation=told["operation"], receipt=told["receipt"], op_hash=hash_over(approved.operation), caller="desk",
        evidence="ev_9", at=AT,
    )  # fmt: skip
    assert bytes.fromhex(told["op_hash"]) == done.operation.op_hash


def test_several_things_are_signed_one_after_the_other(signing: Signing) -> None:
    signer, session = signing.signer, signing.session
    request = open_at(signing.desk, authorization_details=details(WITHDRAWAL, {**WITHDRAWAL, "amount": "5"}))
    first, second = go_on(request.id, session).operations  # type: ignore[union-attr]

    signer.approve(signer.begin(first))
    assert go_on(request.id, session) == ApprovalNeeded(operations=(second,))
    signer.approve(signer.begin(second))

    assert isinstance(go_on(request.id, session), Sent)


def test_who_does_not_sign_gives_no_code(signing: Signing) -> None:
    session = signing.session
    refused, late = (open_at(signing.desk, authorization_details=details()) for _ in range(2))
    step = go_on(refused.id, session)
    assert isinstance(step, ApprovalNeeded)
    cancel_operation(operation=step.operations[0], by=session.principal, reason="not mine", at=AT)
    go_on(late.id, session)

    assert fault(go_on, refused.id, session) is Fault.ACCESS_DENIED
    assert fault(go_on, late.id, session, at=AT + 301_000) is Fault.ACCESS_DENIED


def test_nothing_is_signed_on_a_frozen_account(firm: Firm) -> None:
    session = opened(customer())
    request = open_at(firm.desk, authorization_details=details())
    place_freeze(
        freeze="fz_1",
        account="a-1",
        source=FreezeSource.CUSTOMER,
        by="customer:a-1",
        reason="lost",
        visit=visit(),
        at=AT,
    )

    assert fault(go_on, request.id, session) is Fault.ACCESS_DENIED


def test_what_the_approval_itself_refuses_is_told_as_bad_details(firm: Firm) -> None:
    session = opened(customer())
    request = open_at(firm.desk, authorization_details=details())
    models.SignedOperation.objects.create(
        id="op_old", code="withdraw", version=1, principal_id="customer:a-1", account="a-1", content={},
        nonce=b"n" * 16, op_hash=b"h" * 32, caller="desk", key=f"{request.id}:0", state="created", created=AT,
        expires=AT + 1,
    )  # fmt: skip

    assert fault(go_on, request.id, session) is Fault.INVALID_AUTHORIZATION_DETAILS
