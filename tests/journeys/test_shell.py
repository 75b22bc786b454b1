"""The shell around every page, in a real browser."""

from tests.harness.browser import Person
from tests.harness.node import Node


def test_a_page_obeys_its_own_policy_and_speaks_the_browsers_language(node: Node, phone: Person) -> None:
    phone.expect_trouble("404")

    phone.page.goto(node.url("/there-is-no-such-page"))

    assert phone.page.locator("h1").inner_text() == "ページが見つかりません"
    phone.shot("not-found")
    assert phone.page.locator(".top").evaluate("e => getComputedStyle(e).borderBottomStyle") == "solid"


def test_the_language_switch_is_kept(node: Node, desktop: Person) -> None:
    desktop.expect_trouble("404")
    desktop.page.goto(node.url("/there-is-no-such-page"))
    assert desktop.page.locator("h1").inner_text() == "There is no such page"
    desktop.shot("not-found")

    desktop.page.get_by_role("link", name="日本語").click()
    desktop.page.goto(node.url("/another"))

    assert desktop.page.locator("h1").inner_text() == "ページが見つかりません"


def test_chromium_keeps_host_cookies_of_localhost(node: Node, phone: Person) -> None:
    phone.expect_trouble("404")
    phone.page.goto(node.url("/nothing"))

    cookie = phone.cookies()["__Host-sekisho-browser"]

    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
