"""Members of staff in browsers: their codes, their keys, and what they sign."""

from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from fido2 import cbor
from playwright.sync_api import Page
from tests.builders.console import FIRST, SECOND
from tests.harness.browser import Authenticator, Person
from tests.harness.node import Node

CODES = {FIRST: ("1111222233334444", "5555666677778888"), SECOND: ("2111222233334444", "6555666677778888")}
_MAKE = """async () => {
  const made = await navigator.credentials.create({publicKey: {
    rp: {id: "localhost", name: "x"}, user: {id: new Uint8Array(16), name: "x", displayName: "x"},
    challenge: new Uint8Array(32), pubKeyCredParams: [{type: "public-key", alg: -7}], attestation: "direct"}});
  return btoa(String.fromCharCode(...new Uint8Array(made.response.attestationObject)));
}"""


def believed(somebody: Person, node: Node, anchors: Path) -> None:
    """Let the node trust the maker of the browser's own virtual keys."""
    somebody.page.goto(node.url("/staff/enrol"))
    key = somebody.authenticator(transport="usb")
    told: Any = cbor.decode(b64decode(somebody.page.evaluate(_MAKE)))
    der = told["attStmt"]["x5c"][0]
    anchors.write_bytes(x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM))
    key.remove()


def enrolled(somebody: Person, node: Node, codes: tuple[str, str], *, keyboard: bool = False) -> Authenticator:
    """Somebody types his two codes, sets up his key and logs in with it; the pages are in English."""
    key = somebody.authenticator(transport="usb")
    page = somebody.page
    page.goto(node.url("/staff/enrol"))
    somebody.shot("staff-enrol")
    page.get_by_label("first colleague").fill(codes[0])
    page.get_by_label("second colleague").fill(codes[1])
    page.get_by_role("button", name="Set up the key").press("Enter")
    page.get_by_text("Your key is set up").wait_for()
    somebody.shot("staff-login")
    press(page, "Log in with my security key") if keyboard else page.get_by_role("button", name="Log in").click()
    page.wait_for_url(node.url("/staff/"))
    return key


def press(page: Page, name: str) -> None:
    """Walk there with the tab key, and press Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in str(page.evaluate("document.activeElement.innerText")):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"no way by keyboard to {name!r}")


def signed(somebody: Person, node: Node, way: str, *, picture: str = "") -> str:
    """Go on to a decision, and sign it."""
    page = somebody.page
    page.get_by_role("button", name=way).click()
    page.locator("#sign").wait_for()
    if picture:
        somebody.shot(picture)
    shown = page.locator("main").inner_text()
    page.locator("#sign").click()
    page.get_by_text("Your signature is kept as evidence").wait_for()
    return shown


def code_of(somebody: Person) -> str:
    somebody.page.get_by_role("button", name="Show my code").click()
    return somebody.page.locator("#code").inner_text()
