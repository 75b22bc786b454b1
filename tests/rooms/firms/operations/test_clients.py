from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from tests.builders.firms import AT, FIRST, SECOND, founded, registered, terms
from tests.builders.oauth import Program

from sekisho.firms import models
from sekisho.firms.operations.clients import (
    approve_client,
    close_client,
    refuse_client,
    register_client,
    resume_client,
    revise_client,
    suspend_client,
)
from sekisho.firms.operations.staff import register_staff
from sekisho.firms.queries.clients import access_client, access_proposal, client_in_use
from sekisho.firms.types.clients import ClientState
from sekisho.firms.types.faults import (
    BadTermsError,
    NotAllowedError,
    SamePersonError,
    StateError,
    TakenError,
    UnknownError,
)
from sekisho.firms.types.kinds import KINDS
from sekisho.journal.queries.reading import read

JWKS = Program("desk").jwks


def state() -> ClientState:
    return access_client(by=FIRST, client_id="desk").state


@pytest.fixture
def firm(database: str) -> None:
    founded()


def test_a_client_works_once_a_second_person_has_approved_it(firm: None) -> None:
    register_client(client_id="desk", terms=terms(JWKS), by=FIRST, at=AT)
    with pytest.raises(UnknownError):
        client_in_use(client_id="desk", at=AT)

    approve_client(client_id="desk", by=SECOND, at=AT + 1)

    found = client_in_use(client_id="desk", at=AT + 1)
    assert (found.registered_by, found.approved_by, found.terms) == (FIRST, SECOND, terms(JWKS))
    kinds = [entry.kind for entry in read(limit=99)]
    assert kinds[-2:] == ["firms:client:registered", "firms:client:approved"]
    assert set(kinds) <= set(KINDS)


def test_nobody_approves_or_refuses_what_he_proposed_himself(firm: None) -> None:
    register_client(client_id="desk", terms=terms(JWKS), by=FIRST, at=AT)

    with pytest.raises(SamePersonError):
        approve_client(client_id="desk", by=FIRST, at=AT)
    with pytest.raises(SamePersonError):
        refuse_client(client_id="desk", by=FIRST, reason="typo", at=AT)


def test_the_database_itself_keeps_one_person_from_doing_both(firm: None) -> None:
    register_client(client_id="desk", terms=terms(JWKS), by=FIRST, at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        models.ClientVersion.objects.update(state="approved", decided_by_id=FIRST)


def test_bad_terms_taken_names_and_people_without_permission_are_refused(firm: None) -> None:
    with pytest.raises(BadTermsError) as bad:
        register_client(client_id="desk", terms=terms({}), by=FIRST, at=AT)
    assert [finding.field for finding in bad.value.findings] == ["jwks"]
    registered("desk", terms(JWKS))
    with pytest.raises(TakenError):
        register_client(client_id="desk", terms=terms(JWKS), by=FIRST, at=AT)
    register_staff(staff="tanaka", name="田中", roles=(), by=FIRST, at=AT)
    with pytest.raises(NotAllowedError):
        register_client(client_id="other", terms=terms(JWKS), by="tanaka", at=AT)


def test_a_new_key_counts_once_it_is_approved_and_until_then_the_old_one_does(firm: None) -> None:
    registered("desk", terms(JWKS))
    newer = terms(Program("desk").jwks)

    assert revise_client(client_id="desk", terms=newer, by=SECOND, at=AT) == 2
    assert client_in_use(client_id="desk", at=AT).terms.jwks == JWKS
    assert access_proposal(by=FIRST, client_id="desk").terms == newer
    approve_client(client_id="desk", by=FIRST, at=AT)

    assert client_in_use(client_id="desk", at=AT).terms == newer
    states = list(models.ClientVersion.objects.order_by("number").values_list("state", flat=True))
    assert states == ["superseded", "approved"]


def test_a_refused_change_leaves_the_client_as_it_was(firm: None) -> None:
    registered("desk", terms(JWKS))
    revise_client(client_id="desk", terms=terms(JWKS, expires=1), by=FIRST, at=AT)

    refuse_client(client_id="desk", by=SECOND, reason="too short", at=AT)

    assert client_in_use(client_id="desk", at=AT).terms.expires is None
    with pytest.raises(UnknownError):
        access_proposal(by=FIRST, client_id="desk")


def test_a_client_refused_at_first_never_works(firm: None) -> None:
    register_client(client_id="desk", terms=terms(JWKS), by=FIRST, at=AT)

    refuse_client(client_id="desk", by=SECOND, reason="unknown company", at=AT)

    assert state() is ClientState.REFUSED
    with pytest.raises(StateError):
        revise_client(client_id="desk", terms=terms(JWKS), by=FIRST, at=AT)
    with pytest.raises(StateError):
        approve_client(client_id="desk", by=SECOND, at=AT)


def test_one_proposal_waits_at_a_time_and_only_for_a_known_client(firm: None) -> None:
    registered("desk", terms(JWKS))
    revise_client(client_id="desk", terms=terms(JWKS, expires=1), by=FIRST, at=AT)

    with pytest.raises(StateError):
        revise_client(client_id="desk", terms=terms(JWKS, expires=2), by=SECOND, at=AT)
    with pytest.raises(UnknownError):
        revise_client(client_id="nobody", terms=terms(JWKS), by=FIRST, at=AT)


def test_one_person_stops_a_client_and_another_lets_it_go_on(firm: None) -> None:
    registered("desk", terms(JWKS))
    suspend_client(client_id="desk", by=FIRST, reason="leak", at=AT)
    with pytest.raises(UnknownError):
        client_in_use(client_id="desk", at=AT)

    with pytest.raises(SamePersonError):
        resume_client(client_id="desk", by=FIRST, reason="mended", at=AT)
    resume_client(client_id="desk", by=SECOND, reason="mended", at=AT)

    assert state() is ClientState.ACTIVE
    with pytest.raises(StateError):
        resume_client(client_id="desk", by=SECOND, reason="again", at=AT)


@pytest.mark.parametrize("before", [None, suspend_client])
def test_a_closed_client_stays_closed(firm: None, before: Callable[..., None] | None) -> None:
    registered("desk", terms(JWKS))
    if before:
        before(client_id="desk", by=FIRST, reason="leak", at=AT)

    close_client(client_id="desk", by=SECOND, reason="contract over", at=AT)

    assert state() is ClientState.CLOSED
    with pytest.raises(StateError):
        close_client(client_id="desk", by=SECOND, reason="again", at=AT)
    with pytest.raises(StateError):
        suspend_client(client_id="desk", by=SECOND, reason="again", at=AT)


def test_of_two_who_decide_at_once_one_is_too_late(firm: None) -> None:
    register_client(client_id="desk", terms=terms(JWKS), by=FIRST, at=AT)
    approve_client(client_id="desk", by=SECOND, at=AT)

    with pytest.raises(StateError):
        refuse_client(client_id="desk", by=SECOND, reason="late", at=AT)
