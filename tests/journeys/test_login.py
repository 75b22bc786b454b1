"""A customer enrols, logs out, logs in, adds a second authenticator, ends a session, and stops the account."""

from tests.builders.web import somebody
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.queries.freezes import in_force
from sekisho.authentication.queries.logins import history_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.freezes import KILL_SWITCH
from sekisho.web.operations.clock import now


def enrolled(person: Person, node: Node, *, button: str, done: str) -> str:
    """Somebody with a passkey in his hands, logged out; his name."""
    customer = somebody()
    sign_in(person, node, customer, acr=Acr.MFA)
    person.page.goto(node.url("/enrol"))
    person.page.get_by_role("button", name=button, exact=True).click()
    person.page.wait_for_url("**/enrolled")
    person.page.goto(node.url("/"))
    person.choose(done)
    return customer.ref


def test_a_customer_logs_in_with_a_passkey_alone_and_adds_a_second(  # noqa: PLR0915 - one story
    node: Node, desktop: Person
) -> None:
    """C-01, C-07."""
    page = desktop.page
    first = desktop.authenticator()
    who = enrolled(desktop, node, button="Set it up", done="Log out")
    page.get_by_role("heading", name="You are logged out").wait_for()
    desktop.shot("logged-out")

    first.present(yes=False)
    page.goto(node.url("/login?next=/security"))
    desktop.shot("login")
    first.present(yes=True)
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(node.url("/security"))
    desktop.shot("security-one")
    assert page.get_by_text("You have only one passkey").is_visible()

    first.remove()
    desktop.authenticator(transport="usb")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name (so that you know it again)").fill("spare key")
    page.get_by_label("On a security key").check()
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**/enrolled")
    desktop.shot("enrolled-two")

    assert [each.name for each in passkeys_of(principal=who)][1] == "spare key"
    page.goto(node.url("/security"))
    desktop.shot("security-two")
    assert page.get_by_text("You have only one passkey").count() == 0


def test_conditional_ui_lets_a_customer_in_from_the_field(node: Node, phone: Person) -> None:
    phone.authenticator(synced=True)
    enrolled(phone, node, button="登録する", done="ログアウト")

    phone.page.goto(node.url("/login"))
    phone.page.wait_for_url(node.url("/"))

    assert phone.page.get_by_role("heading", name="口座の守り").is_visible()


def test_a_customer_sees_his_sessions_ends_one_and_finds_it_in_the_history(node: Node, phone: Person) -> None:
    """C-22."""
    phone.authenticator()
    who = enrolled(phone, node, button="登録する", done="ログアウト")
    phone.page.goto(node.url("/login"))
    phone.page.wait_for_url(node.url("/"))
    phone.shot("overview-one")

    phone.page.goto(node.url("/sessions"))
    phone.shot("sessions")
    phone.page.goto(node.url("/history"))
    phone.shot("history")

    assert len(sessions_of(principal=who, at=now())) == 1
    assert history_of(principal=who)[0].session
    assert phone.page.get_by_text("成功").first.is_visible()


def test_the_emergency_stop_ends_everything_and_shows_how_things_stand(node: Node, phone: Person) -> None:
    """C-20, C-28."""
    phone.authenticator()
    who = enrolled(phone, node, button="登録する", done="ログアウト")
    page = phone.page
    page.goto(node.url("/login"))
    page.wait_for_url(node.url("/"))

    page.get_by_role("link", name="口座を止める").first.click()
    phone.shot("freeze")
    page.get_by_role("button", name="いますぐ口座を止める").click()
    page.get_by_role("heading", name="口座を停止しています").wait_for()
    phone.shot("frozen")

    assert in_force(account=who.removeprefix("customer:"), at=now()) == KILL_SWITCH
    assert sessions_of(principal=who, at=now()) == ()

    page.get_by_role("link", name="パスキーで状況を見る").click()
    phone.shot("freeze-status")
    page.get_by_role("button", name="パスキーで見る").click()
    page.get_by_role("heading", name="もう大丈夫なとき").wait_for()
    phone.shot("frozen-status")
    page.get_by_role("button", name="口座を再開する").click()
    page.get_by_role("heading", name="口座は再開されています").wait_for()
    phone.shot("released")

    assert in_force(account=who.removeprefix("customer:"), at=now()) == frozenset()
