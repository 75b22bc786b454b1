"""E-18: look-alike pages, an adversary in the middle and frames, in a real browser with a virtual authenticator.

What the browser stops never reaches the firm; what it lets through (another port of the same host is the same relying
party to it) the firm refuses.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.attacks.conftest import LOOK_ALIKE
from tests.builders.passkeys import somebody, told
from tests.harness.browser import Person
from tests.harness.ceremony_site import CeremonySite
from tests.harness.impostor import Impostor

from sekisho.authentication.queries.authenticators import passkeys_of

ACCEPTED, REFUSED = "authentication:assertion:accepted", "authentication:assertion:refused"
PAGE = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>ログイン</title><button>go</button>"
ASK = """async (rp) => {
  const publicKey = {rpId: rp, challenge: new Uint8Array(32), userVerification: 'required', timeout: 4000};
  try { const found = await navigator.credentials.get({publicKey}); return found.toJSON(); }
  catch (error) { return error.name; }
}"""
MAKE = """async (rp) => {
  const user = {id: new Uint8Array(8), name: 'a', displayName: 'b'};
  const pubKeyCredParams = [{type: 'public-key', alg: -7}];
  const authenticatorSelection = {residentKey: 'required', userVerification: 'required'};
  const publicKey = {rp: {id: rp, name: 'x'}, user, challenge: new Uint8Array(32), pubKeyCredParams,
    authenticatorSelection};
  try { return (await navigator.credentials.create({publicKey})).type; } catch (error) { return error.name; }
}"""


@pytest.fixture
def site(fresh_database: str) -> Iterator[CeremonySite]:
    with CeremonySite(somebody().ref) as running:
        yield running


@pytest.fixture
def impostor(site: CeremonySite) -> Iterator[Impostor]:
    """Stands before the site, and has a login page of its own."""
    with Impostor(target=site.url(""), pages={"/welcome": PAGE}) as running:
        yield running


def register(person: Person, site: CeremonySite) -> None:
    """The victim sets up a passkey, on the firm's own page."""
    person.page.goto(site.url("/page?kind=create"))
    person.page.get_by_role("button").click()
    person.page.wait_for_url("**/done?bound=*")


def log_in(person: Person, address: str) -> None:
    """The victim presses the button of a login page."""
    person.page.goto(address)
    person.page.get_by_role("button").click()


def warned(person: Person) -> str:
    """What the page says when it did not work."""
    alert = person.page.locator("[data-webauthn-error]")
    alert.wait_for()
    return alert.inner_text()


def test_a_page_at_a_name_that_looks_alike_gets_nothing_out_of_the_browser(
    site: CeremonySite, impostor: Impostor, person: Person
) -> None:
    """E-18, look-alike origin: it cannot ask for the firm's passkey, and its own name has none."""
    person.expect_trouble("404", ".well-known")
    authenticator = person.authenticator()
    register(person, site)

    person.page.goto(impostor.url("/welcome", host=LOOK_ALIKE))

    assert person.page.evaluate("isSecureContext")
    assert person.page.evaluate(ASK, "localhost") == "SecurityError"
    assert person.page.evaluate(MAKE, "localhost") == "SecurityError"
    assert person.page.evaluate(ASK, LOOK_ALIKE) == "NotAllowedError"
    assert person.page.evaluate(MAKE, LOOK_ALIKE) == "public-key"  # it is the name, and nothing else, that stopped it
    assert sorted(each["rpId"] for each in authenticator.credentials()) == ["localhost", LOOK_ALIKE]
    assert told(ACCEPTED) == []


def test_an_address_in_numbers_is_nobodys_relying_party(site: CeremonySite, impostor: Impostor, person: Person) -> None:
    """E-18, look-alike origin without a name."""
    person.authenticator()
    register(person, site)

    person.page.goto(impostor.url("/welcome", host="127.0.0.1"))

    assert person.page.evaluate(ASK, "localhost") == "SecurityError"


def test_a_login_through_a_reverse_proxy_under_another_name_ends_in_the_browser(
    site: CeremonySite, impostor: Impostor, person: Person
) -> None:
    """E-18, adversary in the middle: the firm's own page and script, under the impostor's name."""
    person.expect_trouble("404", ".well-known")
    person.authenticator()
    register(person, site)

    log_in(person, impostor.url("/page?kind=get", host=LOOK_ALIKE))

    assert "このアドレスではパスキーを使えません" in warned(person)
    assert impostor.answers("/begin/get") == [200]
    assert impostor.answers("/finish/get") == []
    assert told(ACCEPTED) == []


def test_a_login_through_a_reverse_proxy_that_the_browser_lets_sign_is_refused_by_the_firm(
    site: CeremonySite, impostor: Impostor, person: Person
) -> None:
    """E-18, adversary in the middle on another port: whatever headers it sends, the origin is in the signature."""
    person.expect_trouble("403")
    person.authenticator()
    register(person, site)

    log_in(person, impostor.url("/page?kind=get"))

    assert "断りました" in warned(person)
    assert impostor.answers("/finish/get") == [403]
    assert site.refusals == ["origin_not_listed"]
    assert [each["reason"] for each in told(REFUSED)] == ["origin_not_listed"]
    log_in(person, site.url("/page?kind=get"))
    person.page.wait_for_url(site.url("/done"))
    assert len(told(ACCEPTED)) == 1


def test_it_is_the_list_of_origins_and_nothing_else_that_stops_the_proxy(
    site: CeremonySite, impostor: Impostor, person: Person
) -> None:
    """E-18, the counter-proof: a firm that lists the impostor's origin lets the same login through."""
    person.authenticator()
    register(person, site)
    site.party = replace(site.party, origins=(*site.party.origins, impostor.url("")))

    log_in(person, impostor.url("/page?kind=get"))
    person.page.wait_for_url(impostor.url("/done"))

    assert len(told(ACCEPTED)) == 1


def test_a_passkey_set_up_through_a_reverse_proxy_is_not_kept(
    site: CeremonySite, impostor: Impostor, person: Person
) -> None:
    """E-18, adversary in the middle of an enrolment."""
    person.expect_trouble("403")
    person.authenticator()

    log_in(person, impostor.url("/page?kind=create"))

    assert "断りました" in warned(person)
    assert passkeys_of(principal=site.principal) == ()
    assert [each["reason"] for each in told("authentication:registration:refused")] == ["origin_not_listed"]


def test_a_login_in_somebody_elses_frame_is_not_even_shown(
    site: CeremonySite, impostor: Impostor, person: Person
) -> None:
    """E-18, cross-origin frame around the firm's page."""
    person.expect_trouble("frame-ancestors", "Framing", "Content Security Policy")
    person.authenticator()
    register(person, site)
    impostor.pages["/frame"] = f'{PAGE}<iframe src="{site.url("/page?kind=get")}" allow="publickey-credentials-get *">'

    person.page.goto(impostor.url("/frame"))
    person.page.wait_for_timeout(300)

    framed = person.page.frames[1]
    assert framed.locator("form").count() == 0
    assert any("frame-ancestors" in line for line in person.trouble)


@pytest.mark.parametrize(("allow", "outcome"), [("", "browser"), ("publickey-credentials-get *", "firm")])
def test_a_frame_on_another_origin_gets_no_signature_that_counts(
    site: CeremonySite, impostor: Impostor, person: Person, allow: str, outcome: str
) -> None:
    """E-18, cross-origin frame of the impostor: without leave the browser refuses, with leave the firm."""
    person.authenticator()
    register(person, site)
    asked = site.answer("/begin/get", {})[1]
    with Impostor(pages={"/inner": PAGE}) as inner:
        impostor.pages["/outer"] = f'{PAGE}<iframe src="{inner.url("/inner")}" allow="{allow}"></iframe>'
        person.page.goto(impostor.url("/outer"))
        answer = person.page.frames[1].evaluate(
            """async (told) => {
              const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(told);
              try { return (await navigator.credentials.get({publicKey})).toJSON(); }
              catch (error) { return error.name; }
            }""",
            asked["publicKey"],
        )

    if outcome == "browser":
        assert answer == "NotAllowedError"
        return
    status, said = site.answer("/finish/get", {"ceremony": asked["ceremony"], "response": json.dumps(answer)})
    assert (status, said["code"]) in {(403, "origin_not_listed"), (403, "embedded_elsewhere")}
    assert told(ACCEPTED) == []


def test_a_page_that_was_made_to_ask_for_less_gets_a_signature_that_is_refused(
    site: CeremonySite, person: Person
) -> None:
    """E-18, UV off and downgrade: a meddling extension drops the demand for the PIN; the thief holds the phone only."""
    person.expect_trouble("403")
    authenticator = person.authenticator()
    register(person, site)
    authenticator.verifies(yes=False)
    person.page.route("**/begin/get", _asking_for_less)

    log_in(person, site.url("/page?kind=get"))

    assert "断りました" in warned(person)
    assert site.refusals == ["user_not_verified"]
    assert told(ACCEPTED) == []


def _asking_for_less(route: Any) -> None:
    answer = route.fetch()
    told_ = answer.json()
    told_["publicKey"]["userVerification"] = "discouraged"
    route.fulfill(response=answer, json=told_)


def test_a_copy_of_a_passkey_is_noticed_when_owner_and_thief_take_turns(site: CeremonySite, person: Person) -> None:
    """E-18, counter regress: the thief's copy starts from an older count."""
    authenticator = person.authenticator()
    register(person, site)
    (copied,) = authenticator.credentials()
    for _ in range(2):
        log_in(person, site.url("/page?kind=get"))
        person.page.wait_for_url(site.url("/done"))
    authenticator.remove()

    thiefs = person.authenticator()
    thiefs.add(copied)
    log_in(person, site.url("/page?kind=get"))
    person.page.wait_for_url(site.url("/done"))

    assert [each["signals"] for each in told(ACCEPTED)] == [[], [], ["counter_regress"]]
