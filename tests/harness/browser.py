"""Debian's Chromium through Playwright, with virtual authenticators; what a page complains of fails the test.

::

    def test_enrolment(node: Node, phone: Person) -> None:
        phone.authenticator()                       # before the page loads, or conditional UI is not offered
        phone.page.goto(node.url("/login"))
        phone.shot("login")                         # a PNG when SEKISHO_SHOTS names a folder

A ``Person`` is one browser profile with one page. Console errors, uncaught exceptions and violations of the content
security policy are collected and fail the test at its end; ``person.expect_trouble("409")`` names those that are meant.
Only this machine is reachable: every other address is refused inside the browser.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    Playwright,
    sync_playwright,
)

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--no-first-run", "--no-default-browser-check", "--no-pings", "--metrics-recording-only",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]  # fmt: skip
_PATIENCE = 15_000
"""Milliseconds that a page may take; this machine may be busy."""
# Playwright's event loop waits in a greenlet of this thread; Django would take the test for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
SHOTS = os.environ.get("SEKISHO_SHOTS", "")


def chromium() -> str:
    """Where Debian's Chromium is."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("chromium is missing; run: sh tools/system_packages.sh")
    return found


@contextmanager
def launched(*, names: tuple[str, ...] = ()) -> Iterator[Browser]:
    """One browser process.

    Browsers that run at the same time share one Playwright: a thread has room for one only.

    Args:
        names: further host names that lead to this machine, e.g. ``*.sekish0.example``; they count as secure.

    """
    with _playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*_FLAGS[:-1], *_resolving(names)])
        yield browser
        browser.close()


_running: list[Playwright] = []


@contextmanager
def _playwright() -> Iterator[Playwright]:
    if _running:
        yield _running[0]
        return
    with sync_playwright() as playwright:
        _running.append(playwright)
        yield playwright
        _running.clear()


def _resolving(names: tuple[str, ...]) -> list[str]:
    """Flags: only this machine is there, under these names."""
    rules = [*(f"MAP {name} 127.0.0.1" for name in names), _FLAGS[-1].partition("=")[2]]
    secure = [f"--unsafely-treat-insecure-origin-as-secure={','.join(names)}"] if names else []
    return [f"--host-resolver-rules={', '.join(rules)}", *secure]


@dataclass
class Authenticator:
    """A virtual authenticator of one page: what is in a person's hands."""

    session: CDPSession
    id: str

    def credentials(self) -> list[dict[str, Any]]:
        """What is stored in it."""
        found: list[dict[str, Any]] = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return found

    def verifies(self, yes: bool) -> None:  # noqa: FBT001 - a switch
        """Whether the person can be verified (PIN, finger) from now on."""
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": yes})

    def present(self, yes: bool) -> None:  # noqa: FBT001 - a switch
        """Whether the person touches it when asked. Without this even the field's suggestions are taken at once."""
        self.session.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self.id, "enabled": yes})

    def backup(self, credential: str, *, eligible: bool, state: bool) -> None:
        """Flip BE and BS of a credential (its id in base64)."""
        self.session.send(
            "WebAuthn.setCredentialProperties",
            {
                "authenticatorId": self.id,
                "credentialId": credential,
                "backupEligibility": eligible,
                "backupState": state,
            },
        )

    def add(self, credential: dict[str, Any]) -> None:
        """Put a credential in, e.g. one taken out of another authenticator."""
        self.session.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": credential})

    def remove(self) -> None:
        """Lose it."""
        self.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.id})


@dataclass
class Person:
    """Somebody in front of a browser of his own."""

    context: BrowserContext
    page: Page
    name: str
    trouble: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def authenticator(
        self,
        *,
        transport: str = "internal",
        synced: bool = False,
        verifies: bool = True,
        resident: bool = True,
        protocol: str = "ctap2",
    ) -> Authenticator:
        """Give the page an authenticator: a platform one (``internal``), or a security key (``usb``, ``nfc``, ``ble``).

        Its AAGUID is 01020304-0506-0708-0102-030405060708 and its counter rises by one. It goes with the page.
        """
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": protocol,
            "transport": transport,
            "hasResidentKey": resident,
            "hasUserVerification": True,
            "isUserVerified": verifies,
            "automaticPresenceSimulation": True,
            "defaultBackupEligibility": synced,
            "defaultBackupState": synced,
        }
        if protocol == "ctap2":
            options["ctap2Version"] = "ctap2_1"
        made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return Authenticator(session, str(made["authenticatorId"]))

    def choose(self, name: str) -> None:
        """Choose a link or button of the menu, which has to be opened first on a narrow screen."""
        summary = self.page.locator(".menu summary")
        if summary.is_visible():
            summary.click()
        self.page.locator(".menu").get_by_text(name, exact=True).click()

    def expect_trouble(self, *words: str) -> None:
        """Complaints that contain one of these words are meant, e.g. the status of a refused request."""
        self.expected.extend(words)

    def unexpected(self) -> list[str]:
        """What the pages complained of."""
        return [line for line in self.trouble if not any(word in line for word in self.expected)]

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page, if SEKISHO_SHOTS names a folder."""
        if SHOTS:
            place = Path(SHOTS)
            place.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=place / f"{name}-{self.name}.png", full_page=True)

    def cookies(self) -> dict[str, dict[str, Any]]:
        """The browser's cookies by name."""
        return {str(cookie["name"]): dict(cookie) for cookie in self.context.cookies()}


@contextmanager
def person(
    browser: Browser, name: str, *, viewport: dict[str, int] | None = None, locale: str = "ja-JP"
) -> Iterator[Person]:
    """Somebody with a browser profile of his own; ``name`` stands in the names of pictures.

    Fails the test when a page complained of something unexpected.
    """
    context = browser.new_context(
        viewport=viewport or DESKTOP,  # type: ignore[arg-type] # the typed dict's own name is private
        locale=locale,
        timezone_id="Asia/Tokyo",
        color_scheme="light",
    )
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    somebody = Person(context, page, name)
    context.on("console", lambda message: _listen(somebody, message))
    context.on("weberror", lambda error: somebody.trouble.append(f"uncaught: {error.error}"))
    yield somebody
    context.close()
    assert somebody.unexpected() == []


def _listen(somebody: Person, message: ConsoleMessage) -> None:
    """Errors, and violations of the content security policy, which come as errors or as warnings."""
    if message.type == "error" or "Content Security Policy" in message.text or "Trusted" in message.text:
        somebody.trouble.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")
