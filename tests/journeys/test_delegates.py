"""Two people and one account: a daughter acts for her mother, sees it on every page, and is stopped at once (C-23)."""

from playwright.sync_api import expect
from tests.builders.web import somebody
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication import models
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now


def test_a_daughter_acts_for_her_mother_until_she_takes_it_back(node: Node, phone: Person, desktop: Person) -> None:
    mother, aunt, daughter = somebody(), somebody(), somebody(PrincipalKind.AGENT)
    for number, holder in enumerate((mother, aunt)):
        models.Delegation.objects.create(
            id=f"dg_{number}", agent_id=daughter.ref, account=holder.account, granted_by_id=holder.ref,
            name="関所 花子", relation="長女", operations=["order_place", "order_cancel"], limit_yen=500_000,
            start=now() - 1, until=now() + 90 * DAY, operation=f"op_{number}", state="active",
        )  # fmt: skip
    sign_in(phone, node, mother, acr=Acr.PHR)
    sign_in(desktop, node, daughter, acr=Acr.PHR)
    phone.page.goto(node.url("/delegates"))
    phone.page.get_by_text("まだ使っていません").wait_for()

    desktop.page.goto(node.url("/delegates"))
    desktop.shot("delegate-chooses")
    card = desktop.page.locator(".card", has_text=mother.account)
    card.get_by_role("button", name="Act on this account").click()
    desktop.page.wait_for_url(node.url("/"))
    expect(desktop.page.locator("#acting")).to_contain_text(f"You are acting for account {mother.account}")
    desktop.shot("delegate-acts")
    phone.page.reload()
    phone.shot("delegates")
    assert not phone.page.get_by_text("まだ使っていません").is_visible()
    phone.page.get_by_role("button", name="いますぐ取り消す").click()
    phone.page.get_by_text("取り消しました").wait_for()
    phone.shot("delegates-ended")

    desktop.page.goto(node.url("/sessions"))
    desktop.page.wait_for_url("**/login?**")
