from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.models import Authenticator
from sekisho.authentication.queries.authenticators import authenticator_of
from sekisho.authentication.queries.devices import devices_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import AuthenticatorState
from sekisho.web.operations.clock import now


def passkey(who: str, name: str) -> str:
    row = Authenticator.objects.create(
        id=f"au_{name}_{who[-6:]}", principal_id=who, factor="passkey_synced", name=name, created=now(),
        created_by=who, credential_id=f"{who}{name}".encode(), public_key=b"key", algorithm=-7, rp_id="localhost",
    )  # fmt: skip
    return str(row.pk)


def test_a_customer_sees_what_he_holds_and_is_urged_to_hold_two(database: str) -> None:
    """C-07."""
    browser, who = client(language="en"), somebody()
    signed_in(browser, who)
    passkey(who.ref, "my <b>phone</b>")

    page = browser.get("/security").content.decode()

    assert "my &lt;b&gt;phone&lt;/b&gt;" in page
    assert "You have only one passkey" in page
    assert "The last one cannot be removed" in page
    assert 'id="webauthn-signal" type="application/json"' in page


def test_renaming_removing_and_forgetting_devices(database: str) -> None:
    browser, who = client(language="en"), somebody()
    here = signed_in(browser, who)
    first, second = passkey(who.ref, "phone"), passkey(who.ref, "key")

    assert browser.post("/security/rename", {"authenticator": first, "name": "old phone"}).status_code == 302
    assert authenticator_of(authenticator=first).name == "old phone"
    assert browser.post("/security/rename", {"authenticator": first, "name": " "}).status_code == 400
    assert "old phone" in browser.get(f"/security/remove/{first}").content.decode()
    asked = browser.post(f"/security/remove/{first}")["Location"]
    assert "old phone" in browser.get(asked).content.decode()  # nothing is removed before this was signed
    assert authenticator_of(authenticator=first).state is AuthenticatorState.ACTIVE
    assert second
    assert browser.post("/security/device", {"device": "dv_none"}).status_code == 409
    assert [each.ref for each in sessions_of(principal=who.ref, at=now())] == [here.ref]


def test_removing_a_device_ends_what_is_signed_in_on_it(database: str) -> None:
    browser, who = client(), somebody()
    here = signed_in(browser, who)

    assert browser.post("/security/device", {"device": here.device})["Location"] == "/security?done=device"

    assert devices_of(principal=who.ref)[0].revoked is not None
    assert browser.get("/security").status_code == 302


def test_removal_is_not_even_asked_for_without_a_passkey(database: str) -> None:
    weak, who = client(), somebody()
    signed_in(weak, who, acr=Acr.MFA)
    held = passkey(who.ref, "phone")

    assert weak.get(f"/security/remove/{held}")["Location"].startswith("/confirm?")
    assert weak.post(f"/security/remove/{held}").status_code == 403


def test_the_last_passkey_stays(database: str) -> None:
    browser, who = client(), somebody()
    signed_in(browser, who)
    held = passkey(who.ref, "phone")

    assert browser.post(f"/security/remove/{held}").status_code == 409


def test_nobody_touches_what_is_somebody_elses(database: str) -> None:
    browser, other = client(), somebody()
    signed_in(browser)
    foreign = passkey(other.ref, "phone")

    assert browser.post("/security/rename", {"authenticator": foreign, "name": "mine"}).status_code == 404
    assert browser.get(f"/security/remove/{foreign}").status_code == 404
    assert browser.post(f"/security/remove/{foreign}").status_code == 404
    assert authenticator_of(authenticator=foreign).name == "phone"
