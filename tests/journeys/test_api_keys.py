"""A customer lets a trading program in with his passkey, and the program's own key opens it, nothing else (C-24)."""

import json

import httpx
from django.db.models import F
from tests.builders.oauth import Program, ec_key
from tests.builders.web import somebody
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication import models
from sekisho.kernel.moments import DAY, MINUTE, from_milliseconds
from sekisho.web.operations.clock import now

FORM = {"grant_type": "client_credentials"}


def post(node: Node, form: dict[str, str], *proofs: str) -> httpx.Response:
    return httpx.post(node.url("/oidc/token"), data=form, headers=[("DPoP", each) for each in proofs])


def ask(node: Node, tool: Program, *, age: int = 0, other: bool = False) -> httpx.Response:
    """Ask for a token, with a proof of some age, or of somebody else's key."""
    nonce = post(node, {}).headers["DPoP-Nonce"]
    prover = Program(tool.client_id) if other else tool
    proof = prover.proof(now() - age, url=node.url("/oidc/token"), nonce=nonce)
    return post(node, tool.form(now(), **FORM), proof)


def with_passkey(person: Person, node: Node, ready: str, confirm: str) -> None:
    """Set up a passkey and confirm with it; a day passes."""
    sign_in(person, node, somebody())
    person.authenticator()
    page = person.page
    page.goto(node.url("/enrol"))
    page.get_by_role("button", name=ready).click()
    page.wait_for_url(node.url("/enrolled"))
    models.Authenticator.objects.update(hold_until=None, created=F("created") - DAY)
    page.goto(node.url("/confirm?next=/api-keys"))
    page.get_by_role("button", name=confirm).click()
    page.wait_for_url(node.url("/api-keys"))


def test_a_program_gets_in_with_its_own_key_until_it_is_put_out(  # noqa: PLR0915 - one story
    node: Node, desktop: Person
) -> None:
    tool = Program("", key=(key := ec_key()), proof_key=key, issuer=node.origin)
    page = desktop.page
    with_passkey(desktop, node, "Set it up", "Confirm with a passkey")
    desktop.shot("api-keys-none")

    page.get_by_role("link", name="Allow a program").click()
    page.get_by_label("What you call the program").fill("Night robot")
    page.get_by_label("Place orders within the limits shown").check()
    page.get_by_label("Limit of one order").fill("100,000")
    page.get_by_label("Limit of orders in one day").fill("300,000")
    page.get_by_label("Until (a year at most)").fill(from_milliseconds(now() + 30 * DAY).date().isoformat())
    page.get_by_label("The program's public key").fill(json.dumps(key.as_dict(private=False)))
    desktop.shot("api-key-new")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Please read this").wait_for()
    desktop.shot("api-key-approve")
    page.get_by_role("button", name="Approve exactly this").click()
    page.wait_for_url(node.url("/api-keys?done=issued"))
    desktop.shot("api-keys")
    tool.client_id = str(models.ApiKey.objects.get().pk)
    assert page.get_by_text(tool.client_id).is_visible()

    assert ask(node, tool).status_code == 200
    assert post(node, tool.form(now(), **FORM)).json()["error"] == "invalid_dpop_proof"
    assert ask(node, tool, other=True).json()["error"] == "invalid_dpop_proof"
    assert ask(node, tool, age=10 * MINUTE).json()["error"] == "invalid_dpop_proof"
    nonce = post(node, {}).headers["DPoP-Nonce"]
    proof = tool.proof(now(), url=node.url("/oidc/token"), nonce=nonce)
    assert post(node, tool.form(now(), **FORM), proof).status_code == 200
    assert post(node, tool.form(now(), **FORM), proof).json()["error"] == "invalid_dpop_proof"  # replayed
    page.goto(node.url("/api-keys"))
    assert not page.get_by_text("Not used yet").is_visible()
    page.get_by_role("button", name="Take this key back now").click()
    page.get_by_text("Taken back").wait_for()
    assert ask(node, tool).json()["error"] == "invalid_grant"


def test_a_slip_is_told_on_the_phone_in_japanese(node: Node, phone: Person) -> None:
    page = phone.page
    with_passkey(phone, node, "登録する", "パスキーで確認する")
    phone.shot("api-keys-none")
    page.get_by_role("link", name="プログラムを許可する").click()
    page.get_by_label("プログラムの名前").fill("夜の自動売買")
    page.get_by_label("期限").fill(from_milliseconds(now() + 30 * DAY).date().isoformat())
    page.get_by_label("プログラムの公開鍵").fill(json.dumps(ec_key().as_dict(private=True)))
    phone.expect_trouble("400")
    page.get_by_role("button", name="内容の確認へ").click()

    page.get_by_text("公開鍵を読み取れません").wait_for()
    phone.shot("api-key-refused")
    assert page.get_by_label("プログラムの名前").input_value() == "夜の自動売買"
    assert page.get_by_label("プログラムの公開鍵").input_value() == ""
