"""A customer loses the phone and comes back: a saved code, a number by mail, a call, two people (C-09, C-28)."""

from tests.builders.recovering import case_of, digits_for, granted_to, with_codes
from tests.builders.scenes import stored_passkey
from tests.harness.browser import Person
from tests.harness.node import Node

from sekisho.authentication.operations.recoveries import withdraw
from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.queries.recoveries import recovery_of
from sekisho.authentication.types.recovery import CaseState
from sekisho.portal.recovering import COOKIE
from sekisho.web.operations.clock import now


def test_with_saved_codes_somebody_comes_back_on_a_new_phone(node: Node, phone: Person) -> None:  # noqa: PLR0915 - one story
    who, codes = with_codes(language="ja")
    stored_passkey(who, "old phone", hold_until=None)
    page = phone.page
    phone.authenticator()

    page.goto(node.url("/login"))
    page.get_by_role("link", name="ログインできないとき").first.click()
    page.get_by_role("heading", name="ログインできないとき").wait_for()
    phone.shot("recovery")
    page.get_by_role("link", name="回復コードで進む").click()
    page.get_by_label("ログインID").fill(who.login)
    page.get_by_label("回復コード", exact=True).fill(codes[0])
    phone.shot("recovery-code")
    page.get_by_role("button", name="次へ").click()
    page.wait_for_url(node.url("/recovery/status"))
    page.get_by_role("button", name="ここへ番号を送る").click()
    page.get_by_label("届いた番号").fill(digits_for(case_of(who), "ct-a-1"))
    phone.shot("recovery-status")
    page.get_by_role("button", name="確認する").click()
    page.wait_for_url(node.url("/recovery/status"))
    assert page.locator("[aria-current=step]").inner_text().startswith("登録のお電話番号")

    withdraw(case=case_of(who).id, by=who.ref, reason="told anew", at=now())
    browser, case = granted_to(who)  # the same, begun five days ago
    kept = browser.cookies[COOKIE].value
    phone.context.add_cookies(
        [{"name": COOKIE, "value": kept, "domain": "localhost", "path": "/", "secure": True, "httpOnly": True}]
    )
    page.reload()
    phone.shot("recovery-granted")
    page.get_by_label("名前").fill("新しいスマホ")
    page.get_by_role("button", name="登録する").click()
    page.wait_for_url(node.url("/recovery/done"))
    phone.shot("recovery-done")
    assert [each.name for each in passkeys_of(principal=who.ref) if each.active] == ["新しいスマホ"]

    page.get_by_role("link", name="新しいパスキーでログインする").click()
    page.get_by_role("button", name="パスキーでログイン").click()
    page.get_by_role("heading", name="口座の守り").wait_for()
    assert recovery_of(case=case.id).state is CaseState.COMPLETED


def test_somebody_goes_on_at_his_desk_with_the_number_from_his_phone(
    node: Node, phone: Person, desktop: Person
) -> None:
    who, codes = with_codes()
    page = phone.page
    page.goto(node.url("/recovery/code"))
    page.get_by_label("ログインID").fill(who.login)
    page.get_by_label("回復コード", exact=True).fill(codes[0])
    page.get_by_role("button", name="次へ").click()
    page.wait_for_url(node.url("/recovery/status"))
    number = page.locator(".note .mono").inner_text()

    desk = desktop.page
    desk.goto(node.url("/recovery"))
    desktop.shot("recovery")
    desk.get_by_role("link", name="I have the number of a recovery").click()
    desk.get_by_label("Number of the recovery").fill(number)
    desk.get_by_role("button", name="Go on").click()
    desk.get_by_role("heading", name="Your recovery").wait_for()
    desktop.shot("recovery-status")
    desk.get_by_role("button", name="Stop this recovery").click()
    desk.get_by_role("heading", name="The recovery is stopped").wait_for()
    desktop.shot("recovery-stopped")
