"""Customers who set up, on the pages themselves, what confirms beside a passkey."""

import base64
import re
from itertools import count
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.builders.factors import SoftDevice
from tests.builders.interim import code_now
from tests.builders.web import client

from sekisho.authentication.types.push import (
    answer_bytes,
    denial_bytes,
    listing_bytes,
    pairing_bytes,
    shown_digest,
)
from sekisho.kernel.texts import Text
from sekisho.web.operations.clock import now

_numbers = count(1)


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def field(answer: HttpResponse, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text_of(answer))
    assert found, f"no field {name}: {text_of(answer)}"
    return found[1]


def app_begun(browser: Client) -> tuple[str, bytes]:
    """A set-up that was begun: its id, and the secret that the page shows."""
    page = browser.get("/factors/app")
    letters = re.findall(r'<p class="display mono">([A-Z2-7 ]+)</p>', text_of(page))[0].replace(" ", "")
    return field(page, "pending"), base64.b32decode(letters)


def app_set_up(browser: Client) -> bytes:
    """An authenticator app; its secret."""
    pending, secret = app_begun(browser)
    answer = browser.post("/factors/app", {"pending": pending, "code": code_now(secret), "name": "my app"})
    assert answer["Location"] == "/factors?done=app", text_of(answer)
    return secret


def sheet(browser: Client) -> list[str]:
    """A new sheet of recovery codes."""
    return re.findall(r'<li class="mono">([^<]+)</li>', text_of(browser.post("/factors/codes")))


def code_sent_to(address: str) -> str:
    """The newest code that went to an address."""
    letters = [path for path in settings.SEKISHO_OUTBOX.rglob("cd_*.txt") if path.read_text().startswith(address)]
    newest = max(letters, key=lambda path: path.stat().st_mtime_ns)
    return re.findall(r"\d{6}", newest.read_text().partition("\n")[2])[0]


def address_set_up(browser: Client) -> str:
    """A mail address for codes."""
    address = f"hanako{next(_numbers)}@mail.example"
    sent = browser.post("/factors/address", {"factor": "email_otp", "address": address})
    form = {"pending": field(sent, "pending"), "factor": "email_otp", "code": code_sent_to(address)}
    assert browser.post("/factors/address/code", form)["Location"] == "/factors?done=address"
    return address


class Telephone(SoftDevice):
    """A device that speaks with us over HTTP, as the firm's app does."""

    def __init__(self) -> None:
        super().__init__()
        self._http = client()

    def post(self, what: str, **body: object) -> HttpResponse:
        """One message, as it is."""
        answer: HttpResponse = self._http.post(f"/push/{what}", body, content_type="application/json")
        return answer

    def bind(self, letters: str, **changes: Any) -> HttpResponse:
        """Send the letters of a page back."""
        signature = self.sign(pairing_bytes(token=letters, public_key=self.public_key))
        told = {"token": letters, "public_key": self.public_key, "signature": signature, "name": "my phone"}
        answer = self.post("pair", **{**told, **changes})
        self.authenticator = str(dict(answer.json()).get("authenticator", ""))  # type: ignore[attr-defined]
        return answer

    def asked(self, *, at: int | None = None, **changes: Any) -> HttpResponse:
        """What it is asked."""
        moment = now() if at is None else at
        signature = self.sign(listing_bytes(authenticator=self.authenticator, signed_at=moment))
        told = {"authenticator": self.authenticator, "at": moment, "signature": signature}
        return self.post("prompts", **{**told, **changes})

    def prompt(self) -> dict[str, Any]:
        """The one thing that it is asked."""
        (found,) = self.asked().json()["prompts"]  # type: ignore[attr-defined]
        return dict(found)

    def type(self, prompt: dict[str, Any], number: str) -> HttpResponse:
        """Send the number back."""
        shown = shown_digest(Text(**prompt["content"]))
        message = answer_bytes(authenticator=self.authenticator, prompt=prompt["id"], shown=shown, number=number)
        return self.post(
            "answer", authenticator=self.authenticator, prompt=prompt["id"], number=number, shown=shown,
            signature=self.sign(message),
        )  # fmt: skip

    def refuse(self, prompt: dict[str, Any]) -> HttpResponse:
        """It was not the customer."""
        signature = self.sign(denial_bytes(authenticator=self.authenticator, prompt=prompt["id"]))
        return self.post("deny", authenticator=self.authenticator, prompt=prompt["id"], signature=signature)


def telephone_set_up(browser: Client) -> Telephone:
    """A device with the firm's app."""
    page = browser.get("/factors/device")
    device = Telephone()
    assert device.bind(field(page, "letters")).status_code == 200
    form = {"pending": field(page, "pending"), "letters": field(page, "letters")}
    assert browser.post("/factors/device", form)["Location"] == "/factors?done=device"
    return device


def number_on(page: HttpResponse) -> str:
    """The number that a page shows for the app."""
    return re.findall(r'id="number">(\d{6})<', text_of(page))[0]
