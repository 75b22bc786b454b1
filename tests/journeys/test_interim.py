"""A customer without a passkey: a password, a code of an app, work done by the browser, and the way to a passkey."""

from urllib.parse import parse_qs

from playwright.sync_api import Request
from tests.builders.interim import PASSWORD, code_now, give_app, give_password, long_standing
from tests.harness.browser import Person
from tests.harness.node import Node

from sekisho.authentication.operations.work import worked
from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.types.sessions import browser_ref
from sekisho.web.operations.arrivals import work_key
from sekisho.web.operations.clock import now
from sekisho.web.types.calls import BROWSER_COOKIE


def test_a_customer_logs_in_with_less_and_is_led_to_a_passkey(node: Node, desktop: Person) -> None:
    """C-13, C-14: as long as the policy lets him, and told until when."""
    who = long_standing(language="en")
    give_password(who)
    secret = give_app(who)
    page = desktop.page

    page.goto(node.url("/login?next=/security"))
    page.get_by_label("Login ID").fill(who.login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Code of an authenticator app").fill(code_now(secret))
    desktop.shot("login-factor")
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(lambda url: "/login" not in url)
    desktop.shot("after-interim-login")

    desktop.authenticator()
    page.goto(node.url("/enrol"))
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url(node.url("/enrolled"))
    assert len(passkeys_of(principal=who.ref)) == 1


def test_the_browser_works_before_a_password_is_looked_at(node: Node, phone: Person) -> None:
    """The proof of work is found in the page, under its strict policy, and is what the server asked for."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url == node.url("/login"):
            sent.append(parse_qs(request.post_data or "").get("work", [""])[0])

    phone.page.on("request", note)
    phone.expect_trouble("401")
    phone.page.goto(node.url("/login"))
    phone.page.get_by_label("ログインID").fill("1234-000000")
    phone.page.get_by_label("パスワード").fill("wrong")
    phone.page.get_by_role("button", name="次へ").click()
    phone.page.locator("#stopped").wait_for()
    phone.shot("login-wrong")

    browser = browser_ref(str(phone.cookies()[BROWSER_COOKIE]["value"]))
    work = worked(solution=sent[0], key=work_key(), browser=browser, at=now())
    assert work is not None
    assert work.hashes >= 20_000
