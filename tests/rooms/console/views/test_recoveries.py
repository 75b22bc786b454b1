"""Staff opens, proves and decides recoveries; two different people sign, and nobody signs his own (C-09, C-28)."""

import pytest
from django.test import Client
from tests.builders.console import FIRST, SECOND, Desk, desk, employed, founded
from tests.builders.notices import payloads
from tests.builders.scenes import stored_passkey
from tests.builders.web import client, somebody

from sekisho.authentication.queries.recoveries import open_recovery_of, recovery_of
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.recovery import CaseState, Path, ProofKind, RecoveryCase
from sekisho.firms.types.permissions import Role
from sekisho.web.operations.clock import now
from sekisho.web.operations.recovering import pass_to, post_code_for

LEAD, OTHER = "ito", "kato"


@pytest.fixture(autouse=True)
def firm(fresh_database: str) -> None:
    founded(at=now() - 1_000)
    employed(LEAD, Role.SUPPORT_LEAD)
    employed(OTHER, Role.SUPPORT_LEAD)
    employed("abe", Role.SUPPORT_DESK)


@pytest.fixture
def who(firm: None) -> Principal:
    found = somebody(identifier_="a-1")
    stored_passkey(found)
    return found


def opened(who: Principal, path: str = "branch", *, by: str = LEAD) -> RecoveryCase:
    answer = desk(by, language="en").post(f"/staff/customers/{who.account}/recovery", {"path": path, "trigger": "lost"})
    found = open_recovery_of(principal=who.ref)
    assert found is not None
    assert pass_to(found.id) in answer.content.decode()
    return found


def proved(case: RecoveryCase, kind: str = "in_person", *, by: str = LEAD) -> None:
    place = f"/staff/recoveries/{case.id}/prove"
    assert desk(by).post(place, {"kind": kind, "evidence": "copy 17"}).status_code == 302


def test_a_recovery_is_opened_with_a_number_for_the_customer_and_his_keys_count_as_lost(who: Principal) -> None:
    case = opened(who)

    assert (case.path, len(case.lost)) == (Path.BRANCH, 1)
    for place in (f"/staff/recoveries/{case.id}", f"/staff/recoveries/{case.id}?done=opened"):
        assert pass_to(case.id) not in desk(LEAD).get(place).content.decode()


def test_a_recovery_is_opened_for_a_reason_that_is_known(who: Principal) -> None:
    place = f"/staff/customers/{who.account}/recovery"

    answer = desk(LEAD, language="en").post(place, {"path": "branch", "trigger": "whim"})

    assert (answer.status_code, open_recovery_of(principal=who.ref)) == (409, None)
    assert "Please choose a reason" in answer.content.decode()


def test_two_people_sign_and_the_customer_may_set_up_a_new_passkey(who: Principal) -> None:
    case = opened(who)
    proved(case)
    first, second = Desk(LEAD), Desk(OTHER)
    assert "You can look at it" in first.page("/staff/recoveries")

    first.decides("recovery", case.id)
    assert recovery_of(case=case.id).state is CaseState.REVIEW
    second.decides("recovery", case.id)

    found = recovery_of(case=case.id)
    assert (found.state, found.examined_by, found.approved_by) == (CaseState.GRANTED, "staff:ito", "staff:kato")


def test_nobody_signs_twice_and_the_second_needs_more_than_the_desk(who: Principal) -> None:
    case = opened(who)
    proved(case)
    first, support = Desk(LEAD), Desk("abe")
    first.decides("recovery", case.id)

    assert first.asks("recovery", case.id).status_code == 409
    assert support.asks("recovery", case.id).status_code == 403
    assert recovery_of(case=case.id).approved_by == ""


def test_a_refusal_is_signed_and_ends_it(who: Principal) -> None:
    case = opened(who)

    Desk(LEAD).decides("recovery", case.id, "reject")

    found = recovery_of(case=case.id)
    assert found.state is CaseState.REFUSED
    assert found.reason.startswith("evidence ")
    assert "Go on to" not in desk(LEAD, language="en").get(f"/staff/recoveries/{case.id}").content.decode()


def test_what_somebody_saw_is_recorded_under_his_name_with_its_evidence(who: Principal) -> None:
    case = opened(who, "document")
    proved(case, "ic_chip")

    (proof,) = recovery_of(case=case.id).proofs
    assert (proof.kind, proof.by, proof.evidence) == (ProofKind.IC_CHIP, "staff:ito", "copy 17")
    page = desk(LEAD, language="en").get(f"/staff/recoveries/{case.id}").content.decode()
    assert "staff:ito, copy 17" in page
    assert "A look at you" in page


@pytest.mark.parametrize(
    "given", [{"kind": "in_person"}, {"kind": "x", "evidence": "y"}, {"kind": "jpki_user", "evidence": "y"}]
)
def test_what_nobody_of_the_staff_can_see_is_not_recorded(who: Principal, given: dict[str, str]) -> None:
    case = opened(who)

    answer = desk(LEAD, language="en").post(f"/staff/recoveries/{case.id}/prove", given)

    assert answer.status_code == 409
    assert b"See how it stands" in answer.content
    assert recovery_of(case=case.id).proofs == ()


def test_the_letter_brings_both_numbers_and_printing_it_leaves_a_trace(who: Principal) -> None:
    case = opened(who, "post")

    page = desk(LEAD, language="en").post(f"/staff/recoveries/{case.id}/letter").content.decode()

    assert post_code_for(case.id) in page
    assert pass_to(case.id) in page
    assert [each["staff"] for each in payloads("authentication:recovery:letter")] == ["staff:ito"]


def test_there_is_no_letter_for_other_ways(who: Principal) -> None:
    case = opened(who)

    assert desk(LEAD).post(f"/staff/recoveries/{case.id}/letter").status_code == 409
    assert payloads("authentication:recovery:letter") == []


def test_one_recovery_at_a_time_and_only_ways_that_begin_here(who: Principal) -> None:
    browser = desk(LEAD, language="en")
    assert browser.post("/staff/customers/a-1/recovery", {"path": "jpki"}).status_code == 409
    opened(who)

    assert browser.post("/staff/customers/a-1/recovery", {"path": "post"}).status_code == 409


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_whoever_may_not_review_sees_no_recovery(who: Principal, name: str) -> None:
    case = opened(who)
    browser: Client = desk(name)

    assert browser.get("/staff/recoveries").status_code == 403
    assert browser.get(f"/staff/recoveries/{case.id}").status_code == 403
    assert browser.post(f"/staff/recoveries/{case.id}/prove", {"kind": "in_person"}).status_code == 403


def test_a_recovery_that_is_not_there_says_so(firm: None) -> None:
    assert desk(LEAD).get("/staff/recoveries/rc_none").status_code == 404
    assert desk(LEAD).post("/staff/customers/nobody/recovery", {"path": "post"}).status_code == 404
    assert client().get("/staff/recoveries").status_code == 302
