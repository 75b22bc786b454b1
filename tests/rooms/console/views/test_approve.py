"""A second person decides with a signature over exactly what he read (5.7: who approved; 5.8; C-03)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.builders.console import FIRST, SECOND, Desk, employed, founded
from tests.builders.firms import terms

from sekisho.authentication.queries.evidence import evidence_of
from sekisho.authentication.types.evidence import EvidenceKind
from sekisho.firms.operations.clients import register_client, revise_client, suspend_client
from sekisho.firms.operations.invitations import propose_invitation
from sekisho.firms.operations.roles import end_role, propose_role
from sekisho.firms.operations.staff import register_staff, suspend_staff
from sekisho.firms.queries.clients import access_client
from sekisho.firms.queries.staff import staff_member
from sekisho.firms.types.clients import ClientKind, ClientState, Profile
from sekisho.firms.types.permissions import Role
from sekisho.firms.types.staff import StaffState
from sekisho.journal.queries.reading import latest
from sekisho.web.operations.clock import now

NATIVE = {"kind": ClientKind.NATIVE, "profile": Profile.OIDC_BASIC}


@pytest.fixture
def suzuki(fresh_database: str) -> Desk:
    founded()
    return Desk(SECOND)


def proposed(name: str = "ito", *roles: Role) -> str:
    register_staff(staff=name, name="伊藤", roles=roles or [Role.SUPPORT_DESK], by=FIRST, at=now())
    return name


def payload(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(latest(kind=kind).entries[0].payload)
    return found


def test_the_page_shows_what_is_signed_and_how_it_stands(suzuki: Desk) -> None:
    page = suzuki.page(suzuki.asks("staff", proposed())["Location"])

    for words in ("伊藤 joins as: Support desk", "Check number", "Approve exactly this", FIRST):
        assert words in page


def test_a_signature_lets_a_colleague_begin_and_leaves_evidence(suzuki: Desk) -> None:
    answer = suzuki.decides("staff", proposed())

    assert answer.json() == {"next": "/staff/people/ito?done=approve"}
    assert staff_member(staff="ito").state is StaffState.ACTIVE
    link = evidence_of(evidence=payload("firms:staff:approved")["evidence"])
    assert (link.kind, link.account) == (EvidenceKind.APPROVAL, f"staff:{SECOND}")


def test_a_refusal_is_signed_too(suzuki: Desk) -> None:
    suzuki.decides("staff", proposed(), "reject")

    assert staff_member(staff="ito").state is StaffState.LEFT
    assert payload("firms:staff:refused")["evidence"]


def test_whoever_asked_does_not_decide(suzuki: Desk) -> None:
    register_staff(staff="ito", name="伊藤", roles=[], by=SECOND, at=now())

    answer = suzuki.asks("staff", "ito")

    assert answer.status_code == 409
    assert "Ask a colleague" in answer.content.decode()


def test_what_changed_after_it_was_opened_is_not_decided(suzuki: Desk) -> None:
    place = suzuki.asks("staff", proposed("ito", Role.SUPPORT_DESK, Role.AUDITOR))["Location"]
    end_role(staff="ito", role=Role.AUDITOR, by=FIRST, reason="a mistake", at=now())

    assert suzuki.browser.get(place).status_code == 409
    assert suzuki.signs(place).status_code == 409
    assert staff_member(staff="ito").state is StaffState.PROPOSED


def test_a_signature_counts_once(suzuki: Desk) -> None:
    place = suzuki.asks("staff", proposed())["Location"]
    suzuki.signs(place)

    assert (
        suzuki.post("/staff/ceremonies/decide/begin", {"operation": place[-25:], "language": "en"}).status_code == 409
    )
    assert "Evidence ev_" in suzuki.page(place)


def test_what_is_put_off_stays_undecided(suzuki: Desk) -> None:
    place = suzuki.asks("staff", proposed())["Location"]

    assert suzuki.browser.post(f"{place}/cancel")["Location"] == "/staff/people/ito"
    assert staff_member(staff="ito").state is StaffState.PROPOSED


def test_nobody_sees_or_signs_what_another_has_opened(suzuki: Desk) -> None:
    place, sato = suzuki.asks("staff", proposed())["Location"], Desk(FIRST)

    assert sato.browser.get(place).status_code == 404
    assert sato.post("/staff/ceremonies/decide/begin", {"operation": place[-25:], "language": "en"}).status_code == 404


def test_somebody_without_the_permission_cannot_even_ask(suzuki: Desk) -> None:
    proposed()

    answer = Desk(employed("abe", Role.AUDITOR)).asks("staff", "ito")

    assert answer.status_code == 403
    assert "approve staff and roles" in answer.content.decode()


@pytest.mark.parametrize(("kind", "reference"), [("unheard", "x"), ("staff", "x"), ("role", "ito:king"), ("role", "x")])
def test_what_is_not_there_is_not_decided(suzuki: Desk, kind: str, reference: str) -> None:
    assert suzuki.asks(kind, reference).status_code in {404, 409}


def a_role(by: str) -> str:
    propose_role(staff=employed("ito"), role=Role.AUDITOR, by=by, at=now())
    return "ito:auditor"


def a_return(by: str) -> str:
    suspend_staff(staff=employed("ito"), by=by, reason="test", at=now())
    return "ito"


def an_invitation(by: str) -> str:
    propose_invitation(invitation="iv_1", staff=employed("ito"), by=by, at=now())
    return "ito"


def a_client(by: str) -> str:
    register_client(client_id="cl_1", terms=terms(**NATIVE), by=by, at=now())
    return "cl_1"


def a_stopped_client(by: str) -> str:
    Desk(SECOND if by == FIRST else FIRST).decides("client", a_client(by))
    suspend_client(client_id="cl_1", by=by, reason="test", at=now())
    return "cl_1"


@pytest.mark.parametrize(
    ("kind", "made", "written"),
    [
        ("role", a_role, "firms:role:approved"),
        ("staff-resumption", a_return, "firms:staff:resumed"),
        ("invitation", an_invitation, "firms:invitation:approved"),
        ("client", a_client, "firms:client:approved"),
        ("client-resumption", a_stopped_client, "firms:client:resumed"),
    ],
)
def test_every_matter_is_decided_by_another_and_leaves_evidence(
    fresh_database: str, kind: str, made: Callable[[str], str], written: str
) -> None:
    founded()
    reference = made(FIRST)

    assert Desk(FIRST).asks(kind, reference).status_code == 409
    answer = Desk(SECOND).decides(kind, reference)

    assert answer.status_code == 200, answer.content
    assert payload(written)["evidence"].startswith("ev_")
    assert Desk(SECOND).asks(kind, reference).status_code in {404, 409}


@pytest.mark.parametrize(("kind", "made"), [("role", a_role), ("invitation", an_invitation), ("client", a_client)])
def test_a_matter_can_be_refused(fresh_database: str, kind: str, made: Callable[[str], str]) -> None:
    founded()

    assert Desk(SECOND).decides(kind, made(FIRST), "reject").status_code == 200


def test_a_return_is_not_refused_but_left_alone(fresh_database: str) -> None:
    founded()

    assert Desk(SECOND).asks("staff-resumption", a_return(FIRST), "reject").status_code == 409


def test_a_change_of_a_client_says_what_changes(fresh_database: str) -> None:
    founded()
    Desk(SECOND).decides("client", a_client(FIRST))
    revise_client(
        client_id="cl_1", terms=terms(redirect_uris=("https://other.example/back",), **NATIVE), by=FIRST, at=now()
    )

    suzuki = Desk(SECOND)
    assert "changed: Return addresses" in suzuki.page(suzuki.asks("client", "cl_1")["Location"])
    suzuki.decides("client", "cl_1")
    found = access_client(by=FIRST, client_id="cl_1")
    assert (found.state, found.terms.redirect_uris) == (ClientState.ACTIVE, ("https://other.example/back",))
