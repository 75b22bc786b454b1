"""Setting up passkeys: the environment check, the first, the second, names, and removal (C-07, C-09, C-12)."""

from tests.builders.web import somebody
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.types.assurance import Acr


def test_a_customer_checks_the_device_sets_up_a_passkey_and_is_urged_to_add_a_second(node: Node, phone: Person) -> None:
    customer = somebody()
    sign_in(phone, node, customer, acr=Acr.MFA)
    phone.authenticator(synced=True)
    page = phone.page

    page.goto(node.url("/"))
    phone.shot("overview-without")
    page.get_by_role("link", name="パスキーを登録する").click()
    page.get_by_role("link", name="この端末で使えるか、先に調べる").click()
    page.get_by_text("おすすめ").wait_for()
    phone.shot("check")
    page.get_by_role("link", name="登録へ進む").click()
    phone.shot("enrol")
    page.get_by_label("名前").fill("わたしの電話")
    page.get_by_role("button", name="登録する").click()
    page.wait_for_url("**/enrolled")
    phone.shot("enrolled")

    assert page.get_by_role("link", name="二つ目を登録する").is_visible()
    assert [each.name for each in passkeys_of(principal=customer.ref)] == ["わたしの電話"]
