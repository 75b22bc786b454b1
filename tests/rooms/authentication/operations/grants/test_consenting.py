"""Other companies' services are let in, kept out, and shown the door (C-25)."""

import pytest
from tests.builders.firms import founded
from tests.builders.grants import (
    BROWSER,
    DESK,
    READER,
    code_for,
    consented,
    go_on,
    open_at,
    program,
    pushed,
    redeemed,
    refreshed,
)
from tests.builders.oauth import Program
from tests.builders.racing import overtaken
from tests.builders.signing_in import AT, agent, customer, kinds, opened

from sekisho.authentication.operations.grants.consenting import decline_consent, revoke_consent
from sekisho.authentication.queries.grants.grants import consents_of, grants_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.grants.faults import Fault, OAuthError, RedirectedError, UnsafeRequestError
from sekisho.authentication.types.grants.requests import Sent


@pytest.fixture
def reader(database: str) -> Program:
    founded()
    return program("reader", READER)


def asked(reader: Program, **changes: str) -> str:
    return str(open_at(reader, request_uri=pushed(reader, **{"scope": "openid accounts:read", **changes})).id)


def test_a_consent_keeps_the_text_as_it_was_shown_and_is_listed(reader: Program) -> None:
    session = opened(customer())
    request = asked(reader)
    shown = go_on(request, session)

    name = consented(request, session)

    (listed,) = consents_of(principal="customer:a-1")
    assert (listed.consent.id, listed.client.ja, listed.consent.acr) == (name, "見本の窓口", Acr.PHR)
    assert listed.consent.text == shown.text  # type: ignore[union-attr]
    assert listed.consent.stands(AT)
    assert "authentication:consent:given" in kinds()


def test_somebody_without_a_passkey_cannot_give_one(reader: Program) -> None:
    request, weak = asked(reader), opened(customer(), acr=Acr.MFA)

    with pytest.raises(UnsafeRequestError):
        consented(request, weak)
    go_on(request, weak)
    with pytest.raises(RedirectedError) as told:
        consented(request, weak)
    assert told.value.fault is Fault.UNMET_AUTHENTICATION_REQUIREMENTS


def test_a_delegate_cannot_give_one(reader: Program) -> None:
    customer("a-9")
    agent("g-1")

    with pytest.raises(RedirectedError) as told:
        consented(asked(reader), opened("agent:g-1", acting="a-9"))
    assert told.value.fault is Fault.ACCESS_DENIED


def test_nobody_consents_where_nobody_asked(reader: Program) -> None:
    with pytest.raises(UnsafeRequestError):
        consented(open_at(program("desk", DESK)).id, opened(customer()))


def test_a_newer_consent_takes_the_place_of_the_older(reader: Program) -> None:
    session = opened(customer())
    first = consented(asked(reader), session)
    second = consented(asked(reader, prompt="consent"), session)

    standing = [each.consent.id for each in consents_of(principal="customer:a-1") if each.consent.stands(AT)]
    assert standing == [second] != [first]


def test_a_no_goes_back_to_the_client(reader: Program) -> None:
    request, session = asked(reader), opened(customer())

    with pytest.raises(RedirectedError) as told:
        decline_consent(request=request, browser=BROWSER, session=session, at=AT)

    assert told.value.fault is Fault.ACCESS_DENIED
    assert "authentication:consent:declined" in kinds()
    with pytest.raises(UnsafeRequestError):
        go_on(request, session)


def test_taking_it_back_ends_every_token_at_once(reader: Program) -> None:
    session = opened(customer())
    uri = pushed(reader, scope="openid accounts:read offline_access")
    answer = redeemed(reader, code_for(reader, session, request_uri=uri))
    (listed,) = consents_of(principal="customer:a-1")

    assert not revoke_consent(consent=listed.consent.id, principal="customer:somebody", at=AT)
    assert revoke_consent(consent=listed.consent.id, principal="customer:a-1", at=AT)

    assert grants_of(principal="customer:a-1", at=AT) == ()
    with pytest.raises(OAuthError):
        refreshed(reader, answer["refresh_token"])
    assert not revoke_consent(consent=listed.consent.id, principal="customer:a-1", at=AT)
    assert not isinstance(go_on(asked(reader), session), Sent)


def test_a_consent_that_is_taken_back_at_the_moment_of_the_code_lets_nobody_in(fresh_database: str) -> None:
    founded()
    reader = program("reader", READER)
    session, request = opened(customer()), asked(reader)
    consented(request, session)
    (listed,) = consents_of(principal="customer:a-1")

    def let_in() -> None:
        with pytest.raises(UnsafeRequestError):
            go_on(request, session)

    overtaken(by=lambda: revoke_consent(consent=listed.consent.id, principal="customer:a-1", at=AT), work=let_in)

    assert grants_of(principal="customer:a-1", at=AT) == ()
