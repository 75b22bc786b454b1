"""Two members of staff let a customer back in who came to the branch without his phone (C-09, C-28)."""

import pytest
from playwright.sync_api import expect
from tests.builders.console import FIRST, SECOND, employed
from tests.builders.scenes import stored_passkey
from tests.builders.web import somebody
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.office import signed

from sekisho.authentication.queries.recoveries import open_recovery_of, recovery_of
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.recovery import CaseState
from sekisho.firms.operations.roles import decide_role, propose_role
from sekisho.firms.types.permissions import Role
from sekisho.web.operations.clock import now


@pytest.fixture
def leads(office: Node, founders: tuple[Person, Person]) -> tuple[Person, Person]:
    """Both founders lead the support desk too."""
    employed("abe", Role.ADMINISTRATOR)
    for staff, other in ((FIRST, SECOND), (SECOND, FIRST)):
        propose_role(staff=staff, role=Role.SUPPORT_LEAD, by=other, at=now())
        decide_role(staff=staff, role=Role.SUPPORT_LEAD, approve=True, by="abe", at=now())
    return founders


@pytest.fixture
def customer(office: Node) -> Principal:
    """Somebody whose only passkey is lost."""
    found = somebody(login="tanaka", identifier_="a-1")
    stored_passkey(found)
    return found


def test_what_one_has_seen_two_sign_and_the_customer_may_set_up_a_new_passkey(
    office: Node, leads: tuple[Person, Person], customer: Principal
) -> None:
    sato, suzuki = leads
    case = opened(sato, office, customer)
    page = sato.page
    page.get_by_label("Where the evidence lies").fill("copy 17")
    page.get_by_role("button", name="Record that you saw it").click()
    page.get_by_text("Look at everything that was shown").wait_for()
    signed(sato, office, "Go on to agree", picture="staff-recovery-decide")
    sato.shot("staff-recovery-signed")

    suzuki.page.goto(office.url("/staff/recoveries?lang=ja"))
    suzuki.shot("staff-recoveries-ja")
    suzuki.page.goto(office.url("/staff/customers/a-1"))
    suzuki.shot("staff-customer-ja")
    suzuki.page.goto(office.url(f"/staff/recoveries/{case}"))
    suzuki.shot("staff-recovery-ja")
    suzuki.page.goto(office.url(f"/staff/recoveries/{case}?lang=en"))
    expect(suzuki.page.get_by_text("copy 17")).to_be_visible()
    signed(suzuki, office, "Go on to agree")

    assert recovery_of(case=case).state is CaseState.GRANTED


def opened(sato: Person, office: Node, customer: Principal) -> str:
    """Find him, and open a recovery for him; its id."""
    page = sato.page
    page.goto(office.url("/staff/customers"))
    sato.shot("staff-customers")
    page.get_by_label("Login or account").fill("tanaka")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("heading", name="Customer a-1").wait_for()
    sato.shot("staff-customer")
    page.get_by_label("Way").select_option("branch")
    page.get_by_role("button", name="Open it").click()
    page.get_by_text("Hand the customer this number").wait_for()
    sato.shot("staff-recovery-opened")
    case = open_recovery_of(principal=customer.ref)
    assert case is not None
    return case.id
