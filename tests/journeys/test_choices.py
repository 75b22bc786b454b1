"""A customer locks what he does not use, and another declines after reading every line (C-13, C-21)."""

from tests.builders.interim import give_app
from tests.builders.scenes import stored_passkey
from tests.builders.web import somebody
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication.queries.locks import locks_of
from sekisho.authentication.queries.opt_outs import opt_outs_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.locks import LockState
from sekisho.web.operations.clock import now


def test_withdrawals_are_locked_on_a_phone_and_a_release_is_taken_back(node: Node, phone: Person) -> None:
    who, page = somebody(), phone.page
    stored_passkey(who)
    sign_in(phone, node, who, acr=Acr.PHR)

    page.goto(node.url("/"))
    phone.choose("取引の制限")
    page.get_by_label("止めるもの").select_option(label="出金")
    page.get_by_role("button", name="すぐに止める").click()
    page.get_by_role("link", name="解除へ進む").click()
    phone.shot("lock-release")
    page.get_by_role("button", name="解除を申し出る").click()
    page.get_by_text("解除の途中").wait_for()
    phone.shot("locks")
    page.get_by_role("button", name="やはり止めたままにする").click()
    page.get_by_role("link", name="解除へ進む").wait_for()

    assert [each.state for each in locks_of(account=who.account, at=now())] == [LockState.SET]


def test_somebody_reads_every_line_and_goes_without_a_passkey(node: Node, desktop: Person, phone: Person) -> None:
    who, page = somebody(), desktop.page
    give_app(who)
    sign_in(desktop, node, who, acr=Acr.MFA)

    page.goto(node.url("/opt-out"))
    desktop.shot("opt-out")
    while page.get_by_role("button", name="I have read and understood it").count():
        page.get_by_role("button", name="I have read and understood it").first.click()
        page.wait_for_load_state()
    page.get_by_label("I find it hard to use").check()
    desktop.shot("opt-out-read")
    page.get_by_role("button", name="Go without a passkey").click()
    page.get_by_role("heading", name="You now go without a passkey").wait_for()
    desktop.shot("opt-out-made")
    (record,) = opt_outs_of(principal=who.ref)
    assert len(set(record.request.ticked)) == 4

    sign_in(phone, node, who, acr=Acr.MFA)
    phone.page.goto(node.url("/opt-out"))
    phone.shot("opt-out-made")
    phone.page.get_by_role("button", name="パスキーで守る").click()
    phone.page.wait_for_url(node.url("/enrol"))
    assert not opt_outs_of(principal=who.ref)[0].standing(now())
