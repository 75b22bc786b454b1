"""``webauthn.js`` alone, in a real browser with a virtual authenticator, under the product's content policy."""

import json
from collections.abc import Iterator

import pytest
from tests.builders.passkeys import somebody, told
from tests.harness.browser import Person
from tests.harness.ceremony_site import CeremonySite

from sekisho.authentication.operations.authenticators import remove_authenticator
from sekisho.authentication.queries.authenticators import passkeys_of

ERROR = "[data-webauthn-error]"


@pytest.fixture
def site(fresh_database: str) -> Iterator[CeremonySite]:
    with CeremonySite(somebody().ref) as running:
        yield running


def go(person: Person, site: CeremonySite, query: str) -> None:
    """Open a page and press its button."""
    person.page.goto(site.url(f"/page?{query}"))
    person.page.get_by_role("button").click()


def register(person: Person, site: CeremonySite) -> None:
    go(person, site, "kind=create")
    person.page.wait_for_url("**/done?bound=*")


def words(person: Person) -> str:
    """What the alert says."""
    alert = person.page.locator(ERROR)
    alert.wait_for()
    return alert.inner_text()


def test_a_passkey_is_registered_and_used(site: CeremonySite, desktop: Person) -> None:
    desktop.authenticator()

    register(desktop, site)
    go(desktop, site, "kind=get")
    desktop.page.wait_for_url("**/done")

    assert len(passkeys_of(principal=site.principal)) == 1
    assert len(told("authentication:assertion:accepted")) == 1


def test_browsers_without_the_json_helpers_and_managers_without_to_json_work_too(
    site: CeremonySite, desktop: Person
) -> None:
    desktop.page.add_init_script(
        "for (const name of ['parseCreationOptionsFromJSON', 'parseRequestOptionsFromJSON'])"
        "  delete PublicKeyCredential[name];"
        "delete PublicKeyCredential.prototype.toJSON;"
    )
    desktop.authenticator()

    register(desktop, site)
    site.named = True
    go(desktop, site, "kind=get")
    desktop.page.wait_for_url("**/done")

    assert len(told("authentication:assertion:accepted")) == 1


def test_trap_14_the_login_field_offers_the_passkey_by_itself(site: CeremonySite, desktop: Person) -> None:
    """The authenticator is there before the page loads; then the waiting request answers by itself."""
    desktop.authenticator()
    register(desktop, site)

    desktop.page.goto(site.url("/page?kind=get&more=data-conditional"))
    desktop.page.wait_for_url("**/done")

    assert len(told("authentication:assertion:accepted")) == 1


def test_trap_12_pressing_twice_makes_one_ceremony(site: CeremonySite, desktop: Person) -> None:
    desktop.authenticator()
    register(desktop, site)
    desktop.page.goto(site.url("/page?kind=get"))

    desktop.page.evaluate(
        "() => { const f = document.forms[0]; f.requestSubmit(); f.requestSubmit(); f.requestSubmit(); }"
    )
    desktop.page.wait_for_url("**/done")

    assert len(site.posts("/finish/get")) == 1
    assert site.posts("/failed") == []


def test_an_authenticator_that_is_registered_already_says_so_calmly(site: CeremonySite, desktop: Person) -> None:
    desktop.authenticator()
    register(desktop, site)

    go(desktop, site, "kind=create&lang=ja")
    in_japanese = words(desktop)
    go(desktop, site, "kind=create&lang=en")

    assert "もう登録されています" in in_japanese
    assert "registered already" in words(desktop)


def test_trap_09_without_verification_nothing_is_signed_and_the_next_steps_are_shown(
    site: CeremonySite, desktop: Person
) -> None:
    authenticator = desktop.authenticator()
    register(desktop, site)
    authenticator.verifies(yes=False)

    go(desktop, site, "kind=get")

    assert "もう一度ボタンを押し" in words(desktop)
    assert desktop.page.locator(f"{ERROR} li").count() >= 3
    desktop.page.wait_for_timeout(300)
    assert [each["error"] for each in site.posts("/failed")] == ["NotAllowedError"]
    assert told("authentication:assertion:refused")[0]["reason"] == "browser_NotAllowedError"


def test_a_refusal_is_shown_with_its_next_steps_and_leads_nowhere_else(site: CeremonySite, desktop: Person) -> None:
    """The passkey was removed at the firm: the page says so, and the browser hears that it may forget it."""
    desktop.expect_trouble("403")
    desktop.authenticator()
    register(desktop, site)
    (held, *_others) = passkeys_of(principal=site.principal)
    remove_authenticator(authenticator=held.id, by=site.principal, reason="lost", at=1, recovery="rc")

    go(desktop, site, "kind=get")

    assert "断りました" in words(desktop)
    links = desktop.page.locator(f"{ERROR} a").evaluate_all("found => found.map((each) => each.href)")
    assert links == [site.url("/other"), site.url("/")]
    assert site.refusals == ["authenticator_ended"]


def test_the_browser_forgets_what_was_removed(site: CeremonySite, desktop: Person) -> None:
    authenticator = desktop.authenticator()
    register(desktop, site)
    (held,) = passkeys_of(principal=site.principal)
    assert len(authenticator.credentials()) == 1
    remove_authenticator(authenticator=held.id, by=site.principal, reason="lost", at=1, recovery="rc")

    desktop.page.goto(site.url("/page?kind=get&signal=1"))
    desktop.page.wait_for_timeout(500)

    assert authenticator.credentials() == []


def test_the_browser_keeps_what_still_counts(site: CeremonySite, desktop: Person) -> None:
    authenticator = desktop.authenticator()
    register(desktop, site)

    desktop.page.goto(site.url("/page?kind=get&signal=1"))
    desktop.page.wait_for_timeout(500)

    assert len(authenticator.credentials()) == 1


def test_the_form_carries_what_the_browser_can_do(site: CeremonySite, desktop: Person) -> None:
    desktop.authenticator()

    register(desktop, site)

    report = json.loads(site.posts("/begin/create")[0]["report"])
    assert report["supported"] is True
    assert report["platform"] is True
    assert "hybridTransport" in report["told"]


def test_without_a_connection_people_are_told_what_to_check(site: CeremonySite, desktop: Person) -> None:
    desktop.expect_trouble("Failed to load resource")
    desktop.authenticator()
    desktop.page.goto(site.url("/page?kind=get&lang=en"))
    desktop.context.set_offline(True)

    desktop.page.get_by_role("button").click()

    assert "Check your network" in words(desktop)


def test_a_browser_without_passkeys_sends_people_to_theirs(site: CeremonySite, desktop: Person) -> None:
    desktop.page.add_init_script("delete window.PublicKeyCredential")

    go(desktop, site, "kind=get&lang=en")

    assert "usual browser" in words(desktop)
    assert site.posted == []


def test_after_a_ceremony_nobody_is_led_to_another_site(site: CeremonySite, desktop: Person) -> None:
    desktop.authenticator()
    register(desktop, site)

    go(desktop, site, "kind=get&next=https://evil.example/")
    desktop.page.wait_for_url(site.url("/"))


def test_a_form_without_a_passkey_waits_quietly(site: CeremonySite, desktop: Person) -> None:
    desktop.authenticator()

    desktop.page.goto(site.url("/page?kind=get&more=data-conditional"))
    desktop.page.wait_for_timeout(500)

    assert desktop.page.locator(ERROR).is_hidden()


def test_registering_in_passing_is_never_seen(site: CeremonySite, desktop: Person) -> None:
    """Conditional create: without a password manager that knows of the login, the browser declines, silently."""
    desktop.authenticator()
    site.conditional = True

    desktop.page.goto(site.url("/page?kind=create&more=data-conditional"))
    desktop.page.wait_for_timeout(500)

    assert len(site.posts("/begin/create")) == 1
    assert desktop.page.locator(ERROR).is_hidden()
