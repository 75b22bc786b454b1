"""Carriers say what became of our messages, and only they are believed (C-17)."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.builders.notices import HOUSE, announced, desks, kinds
from tests.builders.web import client
from tests.harness.carrier import CALLBACK_KEY

from sekisho.gateway.operations.carriers import LONGEST
from sekisho.kernel.moments import MINUTE
from sekisho.notices.operations.contacts import add_contact, verify_contact
from sekisho.notices.operations.sending import send_due
from sekisho.notices.rules.callbacks import signature
from sekisho.notices.types.channels import Channel, ContactKind
from sekisho.web.operations.clock import now
from sekisho.web.operations.resources import safe


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    settings.SEKISHO_SMS_CALLBACK_KEY = CALLBACK_KEY
    settings.SEKISHO_PUSH_CALLBACK_KEY = ""


def sent() -> str:
    """The reference of a short message that was handed to the carrier."""
    at = now()
    contact = add_contact(
        contact="ct-1", subject="a-1", kind=ContactKind.PHONE, address="090-1234-5678", by="customer:a-1", safe=safe(),
        at=at,
    )  # fmt: skip
    verify_contact(contact=contact.id, house=HOUSE, at=at)
    announced("login", at=at)
    out = desks()
    send_due(outlets=out, safe=safe(), clock=now)
    return out[Channel.SMS].given[0].token


def body_of(reference: str, status: str = "failed", reason: str = "not_in_service") -> bytes:
    return json.dumps({"reference": reference, "status": status, "reason": reason}).encode()


def report(
    body: bytes, *, key: str = CALLBACK_KEY, age: int = 0, carrier: str = "sms", browser: Client | None = None
) -> Any:
    header = signature(body, key=key.encode(), at=now() - age)
    return (browser or client(csrf=True)).post(
        f"/carriers/{carrier}/reports", body, content_type="application/json", HTTP_SEKISHO_SIGNATURE=header
    )


def test_a_number_that_is_not_in_service_makes_the_contact_stale_once(database: str) -> None:
    body = body_of(sent())

    first, again = report(body), report(body)

    assert (first.status_code, first.json()) == (200, {"known": True})
    assert again.status_code == 200
    assert kinds().count("notices:contact:stale") == 1


def test_an_arrival_is_noted(database: str) -> None:
    assert report(body_of(sent(), "delivered", "")).json() == {"known": True}
    assert "notices:contact:stale" not in kinds()


@pytest.mark.parametrize(
    "how", [{"key": "somebody else's key of enough signs"}, {"age": 6 * MINUTE}, {"age": -6 * MINUTE}]
)
def test_nobody_else_and_nothing_old_is_believed(database: str, how: dict[str, Any]) -> None:
    told = report(body_of(sent()), **how)

    assert told.status_code == 401
    assert told["Content-Type"] == "application/problem+json"
    assert "notices:contact:stale" not in kinds()


def test_a_signature_does_not_cover_another_body(database: str) -> None:
    genuine, other = body_of("x", "delivered"), body_of(sent())
    header = signature(genuine, key=CALLBACK_KEY.encode(), at=now())

    told = client().post("/carriers/sms/reports", other, content_type="application/json", HTTP_SEKISHO_SIGNATURE=header)

    assert told.status_code == 401
    assert "notices:contact:stale" not in kinds()


def test_what_is_no_notice_of_ours_is_taken_and_left_alone(database: str) -> None:
    assert report(body_of("cd_something")).json() == {"known": False}


def test_too_much_is_not_read(database: str) -> None:
    assert report(b"x" * (LONGEST + 1)).status_code == 413


@pytest.mark.parametrize("carrier", ["push", "pigeon"])
def test_without_a_key_there_is_no_such_place(database: str, carrier: str) -> None:
    assert report(body_of("x"), carrier=carrier).status_code == 404
