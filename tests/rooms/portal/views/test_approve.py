"""The page on which a customer reads what is to be done and signs exactly that (C-03 to C-05)."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.builders.approvals import CONTENTS
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.passkeys import VISIT, Browser
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import consume, create_operation
from sekisho.authentication.queries.approvals import operation_of
from sekisho.authentication.types.approvals import OperationState, SignedOperation
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.principals import Principal, PrincipalKind
from sekisho.kernel.moments import DAY, MINUTE
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier, nonce

AUTHENTICATOR = "http://localhost:8000"


class Customer:
    """Somebody signed in, with a passkey that he has had for some days."""

    def __init__(self, *, language: str = "en", kind: PrincipalKind = PrincipalKind.CUSTOMER) -> None:
        self.principal: Principal = somebody(kind)
        self.browser: Client = client(language=language)
        self.session = signed_in(self.browser, self.principal)
        self.authenticator = SoftAuthenticator()
        Browser(authenticator=self.authenticator, at=now() - 5 * DAY).register(self.principal.ref)

    def asked(self, code: OperationCode = OperationCode.WITHDRAW, *, at: int = 0, **content: str) -> SignedOperation:
        return create_operation(
            operation=code, principal=self.principal.ref, content={**CONTENTS[code], **content}, caller="broker",
            visit=VISIT, identifier=identifier("op"), nonce=nonce(), at=at or now(),
        )  # fmt: skip

    def begin(self, operation: str, **more: Any) -> Any:
        return self.post("/ceremonies/approve/begin", {"operation": operation, "language": "en", **more})

    def finish(self, operation: str, ceremony: str, response: str) -> Any:
        body = {"operation": operation, "ceremony": ceremony, "response": response, "language": "en"}
        return self.post("/ceremonies/approve/finish", body)

    def approve(self, operation: str) -> Any:
        asked = self.begin(operation).json()
        return self.finish(operation, asked["ceremony"], self.authenticator.get(json.dumps(asked["publicKey"])))

    def post(self, path: str, body: object) -> Any:
        return self.browser.post(path, json.dumps(body), content_type="application/json")

    def page(self, operation: str) -> str:
        return self.browser.get(f"/approve/{operation}").content.decode()


@pytest.fixture
def customer(fresh_database: str) -> Customer:
    return Customer()


def test_the_page_shows_every_line_of_what_is_to_be_done(customer: Customer) -> None:
    operation = customer.asked()
    page = customer.page(operation.id)

    for words in ("Withdrawal", "JPY 1,200,000", "みずほ銀行", "012 3456", "ヤマダ　ハナコ", "Approve exactly this"):
        assert words in page
    assert "出金額" in customer.browser.get(f"/approve/{operation.id}?lang=ja").content.decode()


def test_names_are_shown_as_text_whatever_they_hold(customer: Customer) -> None:
    assert "&lt;script&gt;" in customer.page(customer.asked(payee="<script>x</script>").id)


def test_the_page_loads_nothing_from_elsewhere_and_cannot_be_framed(customer: Customer) -> None:
    """E-18: clickjacking and third-party scripts."""
    answer = customer.browser.get(f"/approve/{customer.asked().id}")
    policy = answer.headers["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_signature_approves_and_the_page_says_so(customer: Customer) -> None:
    operation = customer.asked()
    done = customer.approve(operation.id)

    assert (done.status_code, done.json()) == (200, {"next": f"/approve/{operation.id}"})
    found = operation_of(operation=operation.id)
    assert (found.state, found.acr.uri) == (OperationState.APPROVED, "phr")
    assert "We have your approval" in customer.page(operation.id)


def test_an_executed_operation_says_so(customer: Customer) -> None:
    operation = customer.asked()
    customer.approve(operation.id)
    found = operation_of(operation=operation.id)
    consume(
        operation=found.id, receipt=found.receipt_jws, op_hash=found.op_hash, caller="broker", evidence="ev_x", at=now()
    )

    page = customer.page(operation.id)
    assert "It was carried out as you approved it" in page
    assert 'id="cancel"' not in page


def test_what_is_not_wanted_is_cancelled(customer: Customer) -> None:
    operation = customer.asked()
    customer.approve(operation.id)

    assert customer.browser.post(f"/approve/{operation.id}/cancel").headers["Location"] == f"/approve/{operation.id}"
    assert operation_of(operation=operation.id).state is OperationState.CANCELLED
    assert "Nothing will be carried out" in customer.page(operation.id)
    again = customer.browser.post(f"/approve/{operation.id}/cancel")
    assert again.status_code == 409


def test_what_is_out_of_time_says_so_and_cannot_be_begun(customer: Customer) -> None:
    operation = customer.asked(at=now() - 6 * MINUTE)

    assert "The time has run out" in customer.page(operation.id)
    refused = customer.begin(operation.id)
    assert (refused.status_code, refused.json()["code"]) == (410, "expired")


def test_a_void_operation_says_that_nothing_was_carried_out(customer: Customer) -> None:
    operation = customer.asked()
    customer.approve(operation.id)
    models.SignedOperation.objects.update(state="voided", ended=now())

    assert "We are looking into it" in customer.page(operation.id)


def test_anothers_operation_looks_like_none(customer: Customer) -> None:
    operation = Customer().asked()

    for refused in (
        customer.browser.get(f"/approve/{operation.id}"),
        customer.browser.get("/approve/op_none"),
        customer.begin(operation.id),
        customer.browser.post(f"/approve/{operation.id}/cancel"),
    ):
        assert refused.status_code == 404


def test_a_signature_over_something_else_is_refused_with_a_next_step(customer: Customer) -> None:
    small, large = customer.asked(amount="1000"), customer.asked(amount="900000")
    signed = customer.begin(small.id).json()
    other = customer.begin(large.id).json()
    response = customer.authenticator.get(json.dumps(signed["publicKey"]))
    refused = customer.finish(large.id, other["ceremony"], response)

    assert refused.status_code == 403
    assert refused.json()["code"] == "challenge_mismatch"
    again = customer.finish(large.id, signed["ceremony"], response)
    assert (again.status_code, again.json()["code"]) == (409, "changed")
    assert again.json()["next"]


def test_a_stranger_is_led_to_the_login(customer: Customer) -> None:
    operation = customer.asked()
    stranger = client(language="en")

    assert stranger.get(f"/approve/{operation.id}").headers["Location"].startswith("/login?next=")
    assert stranger.post("/ceremonies/approve/begin", "{}", content_type="application/json").status_code == 401


def test_without_a_passkey_the_customer_hears_what_to_do(customer: Customer) -> None:
    models.Authenticator.objects.update(state="revoked", ended=now())
    refused = customer.begin(customer.asked().id)

    assert refused.status_code == 403
    assert refused.json()["next"]


def test_a_passkey_in_its_hold_is_told_in_the_policys_words(customer: Customer) -> None:
    models.Authenticator.objects.update(hold_until=now() + DAY)
    refused = customer.begin(customer.asked().id)

    assert (refused.status_code, refused.json()["code"]) == (403, "held")
    assert "For safety a new authenticator" in refused.json()["detail"]


@pytest.mark.parametrize(
    "body", [{}, {"operation": 1}, {"operation": "x" * 41}, {"operation": "op", "language": "english"}]
)
def test_malformed_requests_get_a_problem(customer: Customer, body: dict[str, Any]) -> None:
    refused = customer.post("/ceremonies/approve/begin", body)

    assert refused.status_code == 400
    assert refused.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("response", ["", "{}", "null", '{"id":"x"}', "x" * 300_000])
def test_malformed_signatures_get_a_problem(customer: Customer, response: str) -> None:
    operation = customer.asked()
    asked = customer.begin(operation.id).json()
    refused = customer.finish(operation.id, asked["ceremony"], response)

    assert refused.status_code in {400, 403, 413}
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert operation_of(operation=operation.id).approved is None


def test_a_language_that_is_none_is_shown_in_japanese(customer: Customer) -> None:
    operation = customer.asked()
    customer.begin(operation.id, language="xx")

    assert models.SignedOperation.objects.get(id=operation.id).language == "ja"
