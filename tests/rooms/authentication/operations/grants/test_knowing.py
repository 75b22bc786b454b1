"""Clients prove themselves with their keys, each statement and each proof once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.builders.firms import FIRST, founded
from tests.builders.grants import APP, BACK, DESK, program
from tests.builders.oauth import ASSERTION_TYPE, Program, provider
from tests.builders.signing_in import AT

from sekisho.authentication.operations.grants.knowing import client_id_of, fresh_nonce, held_key, known_client
from sekisho.authentication.operations.grants.seeing import forget
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.firms.operations.clients import suspend_client


@pytest.fixture
def back(database: str) -> Program:
    founded()
    return program("back", BACK)


@contextmanager
def refused(fault: Fault = Fault.INVALID_CLIENT) -> Iterator[None]:
    with pytest.raises(OAuthError) as told:
        yield
    assert told.value.fault is fault


def know(form: dict[str, str], at: int = AT) -> str:
    return known_client(form=form, provider=provider(), at=at).client_id


def test_a_client_is_known_by_a_statement_signed_with_its_key(back: Program) -> None:
    assert know(back.form(AT)) == "back"
    assert know(back.form(AT, client_id="back")) == "back"


def test_a_statement_counts_once(back: Program) -> None:
    form = back.form(AT)
    know(form)

    with refused():
        know(form)


def test_a_client_with_a_key_has_to_use_it(back: Program) -> None:
    for form in (
        {},
        {"client_id": "back"},
        {"client_id": "back", "client_secret": "guess"},
        {**back.form(AT), "client_assertion_type": "saml"},
        {**back.form(AT), "client_assertion": "no.token"},
        {"client_assertion_type": ASSERTION_TYPE, "client_assertion": back.statement(AT, iss=None)},
        {"client_assertion_type": ASSERTION_TYPE, "client_assertion": back.statement(AT, iss=5)},
        back.form(AT, client_id="desk"),
        Program("back").form(AT),
        Program("nobody").form(AT),
    ):
        with refused():
            know(form)


def test_a_client_without_a_key_only_names_itself(back: Program) -> None:
    program("app", APP)

    assert know({"client_id": "app"}) == "app"
    with refused():
        know(Program("app").form(AT))


def test_a_stopped_client_is_a_stranger(back: Program) -> None:
    suspend_client(client_id="back", by=FIRST, reason="leak", at=AT)

    with refused():
        know(back.form(AT))


def test_a_proof_counts_once_and_is_forgotten_when_its_time_is_over(back: Program) -> None:
    knock = back.knock(AT)

    assert held_key(knock=knock, provider=provider(), nonce_needed=False) == back.thumbprint
    with refused(Fault.INVALID_DPOP_PROOF):
        held_key(knock=knock, provider=provider(), nonce_needed=False)
    assert forget(at=AT) == 0
    assert forget(at=AT + 90_000) == 1


def test_a_nonce_of_ours_makes_a_proof_good(back: Program) -> None:
    us = provider()
    with refused(Fault.USE_DPOP_NONCE):
        held_key(knock=back.knock(AT), provider=us, nonce_needed=True)

    knock = back.knock(AT, nonce=fresh_nonce(provider=us, at=AT))
    assert held_key(knock=knock, provider=us, nonce_needed=True) == back.thumbprint


def test_what_the_form_says_is_nothing_but_a_claim(back: Program) -> None:
    assert client_id_of(Program("anybody").form(AT)) == "anybody"
    assert program("desk", DESK).client_id == "desk"
