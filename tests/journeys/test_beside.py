"""A customer without a passkey: his phone becomes the app, and confirms what he does on his computer (C-13, C-14)."""

import re
from base64 import b32decode

from playwright.sync_api import Page
from tests.builders.factors import totp_code
from tests.builders.interim import give_app, long_standing
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.principals import Principal
from sekisho.kernel.moments import HOUR
from sekisho.web.operations.clock import now


def set_up(desktop: Person, phone: Person, node: Node) -> None:
    """Bind the phone: its page opens with the letters that the computer shows."""
    page = desktop.page
    page.goto(node.url("/factors"))
    desktop.shot("factors")
    page.get_by_role("link", name="Set up a device with our app").click()
    desktop.shot("factor-device")
    page.get_by_text("I cannot scan it").click()
    letters = page.locator("#letters").inner_text()

    phone.page.goto(node.url(f"/app#{letters}"))
    phone.page.get_by_role("button", name="この端末を登録する").click()
    phone.page.get_by_text("登録しました。").wait_for()
    phone.shot("app-paired")
    assert letters not in phone.page.url
    page.get_by_role("button", name="The app says it is set up").click()
    page.get_by_text("The device with our app is set up.").wait_for()


def asked(page: Page, node: Node) -> str:
    """The number that the computer shows for the app."""
    page.goto(node.url("/enrol"))
    page.get_by_role("button", name="Ask my app").click()
    return page.locator("#number").inner_text()


def a_customer(desktop: Person, node: Node, *, minutes: int) -> Principal:
    who = long_standing(language="en")
    sign_in(desktop, node, who, acr=Acr.MFA, age=minutes * HOUR // 60)
    return who


def test_the_phone_becomes_the_app_and_confirms_by_a_number(node: Node, desktop: Person, phone: Person) -> None:
    who = a_customer(desktop, node, minutes=0)
    set_up(desktop, phone, node)
    sign_in(desktop, node, who, acr=Acr.MFA, age=HOUR // 3)

    number = asked(desktop.page, node)
    desktop.shot("confirm-number")
    phone.page.get_by_text("確認のお願いがあります。").wait_for()
    phone.page.get_by_label("画面に出ている番号").fill(number)
    phone.shot("app-asked")
    phone.page.get_by_role("button", name="番号を送る").click()
    phone.page.get_by_text("番号を送りました。").wait_for()
    desktop.page.get_by_role("button", name="I have typed it into the app").click()
    desktop.page.wait_for_url(node.url("/enrol"))

    assert {each.factor for each in authenticators_of(principal=who.ref)} == {FactorCode.PUSH_NUMBER}


def test_what_he_did_not_begin_he_stops_from_the_phone(node: Node, desktop: Person, phone: Person) -> None:
    who = a_customer(desktop, node, minutes=0)
    set_up(desktop, phone, node)
    sign_in(desktop, node, who, acr=Acr.MFA, age=HOUR // 3)
    desktop.expect_trouble("403")

    asked(desktop.page, node)
    phone.page.reload()
    phone.page.get_by_role("button", name="自分ではない").click()
    phone.page.get_by_text("「自分ではない」と伝えました。").wait_for()
    phone.shot("app-denied")
    desktop.page.get_by_role("button", name="I have typed it into the app").click()
    desktop.page.locator("#refused").wait_for()
    desktop.shot("confirm-denied")

    assert "emergency freeze" in desktop.page.locator("#refused").inner_text()


def test_an_authenticator_app_and_a_sheet_of_codes_on_a_phone(node: Node, phone: Person) -> None:
    who, page = long_standing(), phone.page
    sign_in(phone, node, who, acr=Acr.MFA)

    page.goto(node.url("/security"))
    page.get_by_role("link", name="予備の確認方法").click()
    page.get_by_role("link", name="認証アプリを登録する").click()
    page.get_by_text("読み取れないとき").click()
    phone.shot("factor-app")
    letters = re.sub(r"\s", "", page.locator(".display.mono").inner_text())
    page.get_by_label("6桁の数字").fill(code_of(letters))
    page.get_by_role("button", name="登録する").click()
    page.get_by_text("認証アプリを登録しました。").wait_for()
    page.get_by_role("button", name="回復コードを作る").click()
    assert page.locator("#codes li").count() == 10
    phone.shot("factor-codes")
    page.get_by_role("link", name="控えました").click()
    page.get_by_text("残り10個。").wait_for()
    phone.shot("factors")


def code_of(letters: str) -> str:
    """What an app shows that was given these letters."""
    return totp_code(b32decode(letters), now())


def test_a_code_of_his_app_leads_him_on_to_decline(node: Node, desktop: Person) -> None:
    """The proof may be old when he comes: he confirms with what he has, and is never stuck."""
    who = a_customer(desktop, node, minutes=20)
    secret = give_app(who)

    desktop.page.goto(node.url("/opt-out"))
    desktop.shot("confirm-typed")
    desktop.page.get_by_label("Code of an authenticator app").fill(totp_code(secret, now()))
    desktop.page.get_by_role("button", name="Confirm").click()
    desktop.page.wait_for_url(node.url("/opt-out"))

    desktop.page.get_by_role("heading", name="Please confirm each line").wait_for()
