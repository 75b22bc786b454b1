"""Two people and one account: a daughter acts for her mother, sees it on every page, and is stopped at once (C-23)."""

from playwright.sync_api import expect
from tests.builders.web import somebody
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication import models
from sekisho.authentication.models import Authenticator
from sekisho.authentication.queries.delegations import accounts_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import Principal, PrincipalKind
from sekisho.kernel.moments import DAY, from_milliseconds
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


def with_a_passkey(phone: Person, node: Node) -> Principal:
    """A mother who set up a passkey two days ago and has just confirmed with it."""
    mother, page = somebody(), phone.page
    phone.authenticator()
    sign_in(phone, node, mother, acr=Acr.MFA)
    page.goto(node.url("/enrol"))
    page.get_by_role("button", name="登録する").click()
    page.wait_for_url(node.url("/enrolled"))
    Authenticator.objects.filter(principal_id=mother.ref).update(created=now() - 2 * DAY, hold_until=None)
    page.goto(node.url("/confirm?next=/delegates"))
    page.get_by_role("button", name="パスキーで確認する").click()
    page.wait_for_url(node.url("/delegates"))
    return mother


def test_a_mother_registers_her_daughter_on_her_phone(node: Node, phone: Person) -> None:
    """She reads what she leaves to her, and signs exactly that; nothing counts before."""
    daughter, mother, page = somebody(PrincipalKind.AGENT, identifier_="g-1"), with_a_passkey(phone, node), phone.page

    page.get_by_role("link", name="代理の方を登録する").click()
    page.get_by_label("代理の方の番号").fill("g-1")
    page.get_by_label("お名前").fill("関所 花子")
    page.get_by_label("ご関係").fill("長女")
    page.get_by_label("注文の取消").check()
    page.get_by_label("期限").fill(f"{from_milliseconds(now() + 90 * DAY):%Y-%m-%d}")
    phone.shot("delegate-new")
    page.get_by_role("button", name="内容の確認へ").click()
    page.get_by_role("button", name="承認").wait_for()
    phone.shot("delegate-new-approve")
    assert accounts_of(agent=daughter.ref, at=now()) == ()
    page.get_by_role("button", name="承認").click()
    page.get_by_text("登録しました。").wait_for()
    phone.shot("delegate-new-done")

    assert [each.account for each in accounts_of(agent=daughter.ref, at=now())] == [mother.account]
