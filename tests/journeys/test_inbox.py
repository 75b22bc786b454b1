"""A customer reads what he was told, says that it was not him, and the account stops, without a link (C-16, C-19)."""

from tests.builders.notices import HOUSE
from tests.builders.web import somebody
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication.queries.sessions import sessions_of
from sekisho.notices.operations.announcing import announce
from sekisho.notices.operations.contacts import add_contact, verify_contact
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.notices import News
from sekisho.web.operations.clock import now
from sekisho.web.operations.resources import safe


def test_a_frightened_customer_stops_the_account_from_his_inbox(node: Node, phone: Person) -> None:
    customer, page = somebody(identifier_="a-1"), phone.page
    add_contact(
        contact="ct-1", subject="a-1", kind=ContactKind.EMAIL, address="hanako@example.jp", by="x", safe=safe(),
        at=now(),
    )  # fmt: skip
    verify_contact(contact="ct-1", house=HOUSE, at=now())
    news = News(source=1, template="login_new_device", subject="a-1", language="ja", facts={"time": now()})
    announce(news=news, house=HOUSE, safe=safe(), at=now())
    sign_in(phone, node, customer)

    page.goto(node.url("/"))
    phone.choose("お知らせ")
    page.get_by_role("heading", name="お知らせ", exact=True).wait_for()
    phone.shot("inbox")
    page.get_by_role("link", name="連絡先を確かめる").click()
    phone.shot("contacts")
    page.go_back()
    page.locator(".cards a").first.click()
    page.get_by_role("heading", name="お心当たりはありますか").wait_for()
    phone.shot("notice")
    page.get_by_role("button", name="身に覚えがない").click()
    page.get_by_text("受け付けました").first.wait_for()
    phone.shot("notice-not-me")

    for _ in range(100):
        if not sessions_of(principal=customer.ref, at=now()):
            break
        page.wait_for_timeout(100)
    assert sessions_of(principal=customer.ref, at=now()) == ()
    page.goto(node.url("/inbox"))
    assert "/login" in page.url


def test_executions_are_switched_off_only_after_reading(node: Node, desktop: Person) -> None:
    page = desktop.page
    sign_in(desktop, node, somebody())

    page.goto(node.url("/inbox"))
    page.get_by_role("link", name="Stop notices of executions").click()
    desktop.shot("executions")
    page.get_by_role("button", name="Stop them").click()
    assert page.url == node.url("/inbox/executions"), "the browser asks for the tick first"
    page.get_by_label("I have read this").check()
    page.get_by_role("button", name="Stop them").click()
    page.wait_for_url(node.url("/inbox"))

    desktop.shot("inbox-silenced")
    assert page.get_by_role("link", name="Get notices of executions again").is_visible()
