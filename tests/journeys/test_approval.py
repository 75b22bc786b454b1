"""A customer reads a withdrawal and signs it in a real browser; the firm's back end executes it once (C-03)."""

import json
import urllib.request

from tests.builders.approvals import CONTENTS, public_jwks, signing_key
from tests.builders.approving import hash_over
from tests.builders.passkeys import VISIT
from tests.builders.web import somebody
from tests.harness.browser import Authenticator, Person
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import consume, create_operation
from sekisho.authentication.operations.bundles import inspect_bundle
from sekisho.authentication.operations.evidence import export
from sekisho.authentication.queries.approvals import operation_of
from sekisho.authentication.types.approvals import OperationState, SignedOperation
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.principals import Principal
from sekisho.kernel.moments import DAY, jst_day
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier, nonce


def test_a_withdrawal_is_read_signed_and_executed_and_its_evidence_stands(node: Node, phone: Person) -> None:
    customer, _ = _enrolled(node, phone)
    operation, page = _asked(customer), phone.page

    page.goto(node.url(f"/approve/{operation.id}"))
    assert "1,200,000円" in page.locator("#displayed").inner_text()
    phone.shot("approve")
    page.get_by_role("button", name="この内容で承認する").click()
    page.locator("#state").wait_for()
    phone.shot("approved")

    signed = operation_of(operation=operation.id)
    assert (signed.state, signed.acr) == (OperationState.APPROVED, Acr.PHR)
    consume(
        operation=signed.id, receipt=signed.receipt_jws, op_hash=hash_over(signed), caller="broker",
        evidence=identifier("ev"), at=now(),
    )  # fmt: skip
    page.reload()
    assert "実行しました" in page.locator("#state").inner_text()
    assert _evidence_stands(node, customer.account)


def test_a_prompt_that_was_refused_by_the_device_leaves_the_customer_with_next_steps(node: Node, phone: Person) -> None:
    customer, held = _enrolled(node, phone)
    operation, page = _asked(customer), phone.page
    held.verifies(yes=False)

    page.goto(node.url(f"/approve/{operation.id}"))
    page.get_by_role("button", name="この内容で承認する").click()
    page.locator("[data-webauthn-error]").wait_for()
    phone.shot("approve-refused")
    assert operation_of(operation=operation.id).state is OperationState.BEGUN

    held.verifies(yes=True)
    page.get_by_role("button", name="この内容で承認する").click()
    page.locator("#state").wait_for()
    assert operation_of(operation=operation.id).attempts == 2


def _enrolled(node: Node, phone: Person) -> tuple[Principal, Authenticator]:
    """A customer who set up a passkey some days ago."""
    customer = somebody()
    sign_in(phone, node, customer, acr=Acr.MFA)
    held = phone.authenticator(synced=True)
    phone.page.goto(node.url("/enrol"))
    phone.page.get_by_role("button", name="登録する").click()
    phone.page.wait_for_url("**/enrolled")
    models.Authenticator.objects.update(created=now() - 5 * DAY, hold_until=None)
    return customer, held


def _asked(customer: Principal) -> SignedOperation:
    return create_operation(
        operation=OperationCode.WITHDRAW, principal=customer.ref, content=CONTENTS[OperationCode.WITHDRAW],
        caller="broker", visit=VISIT, identifier=identifier("op"), nonce=nonce(), at=now(),
    )  # fmt: skip


def _evidence_stands(node: Node, account: str) -> bool:
    """Anybody can check the bundle; the receipts in it were signed with the node's key."""
    at, key = now(), signing_key()
    published = json.loads(_get(node.url("/oidc/jwks")))
    keys = {"keys": [*public_jwks(key)["keys"], *published["keys"]]}
    today = jst_day(at)
    lines = export(first=today - 1, last=today, key=key, keys=keys, by="staff:s1", at=at, account=account)
    return inspect_bundle(lines, jwks=keys).whole


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own node
        return bytes(answer.read())
