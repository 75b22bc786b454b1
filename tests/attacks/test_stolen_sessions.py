"""E-18: a thief with the victim's cookie. No passkey stops the theft itself; what matters asks for a fresh proof."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.passkeys import Browser as Keys
from tests.builders.web import client, signed_in, somebody
from tests.harness.browser import Person
from tests.harness.impostor import Impostor
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication import models
from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import Principal
from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.web.operations.clock import now

SCRIPT = {"accept": "application/json"}


@pytest.fixture
def victim(fresh_database: str) -> Principal:
    """A customer who set up his passkey yesterday."""
    owner = somebody()
    Keys(at=now() - 24 * HOUR).register(owner.ref)
    return owner


def stolen(victim: Principal, *, acr: Acr, age: int) -> Client:
    """A thief's browser with the cookies of a session that the victim opened some time ago."""
    thief = client(language="en")
    signed_in(thief, victim, acr=acr, age=age)
    return thief


@pytest.mark.parametrize(
    ("acr", "age"), [(Acr.PASSWORD, 0), (Acr.MFA, 0), (Acr.PHR, 20 * MINUTE)], ids=["password", "codes", "old"]
)
def test_in_a_stolen_session_no_enrolment_even_begins_without_a_fresh_proof(
    victim: Principal, acr: Acr, age: int
) -> None:
    """E-18, enrolment by a thief in a stolen session: he is asked for the passkey that he does not have (C-09)."""
    thief = stolen(victim, acr=acr, age=age)
    before = models.Ceremony.objects.count()

    page = thief.get("/enrol")
    begun = thief.post("/ceremonies/enrol/begin", "{}", content_type="application/json", headers=SCRIPT)

    place = urlsplit(page["Location"])
    assert (place.path, parse_qs(place.query)["next"]) == ("/confirm", ["/enrol"])
    assert (begun.status_code, begun.json()["code"]) == (403, "insufficient_user_authentication")
    assert models.Ceremony.objects.count() == before
    assert len(passkeys_of(principal=victim.ref)) == 1


def test_a_thief_who_confirms_with_a_passkey_of_his_own_stays_where_he_is(victim: Principal) -> None:
    """E-18, session theft: the fresh proof must be the victim's."""
    other, keys = somebody(), Keys(SoftAuthenticator(), at=now() - HOUR)
    keys.register(other.ref)
    thief = stolen(victim, acr=Acr.MFA, age=0)
    asked = thief.post("/ceremonies/confirm/begin", "{}", content_type="application/json", headers=SCRIPT).json()
    own = json.dumps({**asked["publicKey"], "allowCredentials": []})

    told = thief.post(
        "/ceremonies/confirm/finish",
        {"ceremony": asked["ceremony"], "response": keys.authenticator.get(own)},
        content_type="application/json",
        headers=SCRIPT,
    )

    assert told.status_code == 403
    assert set(models.Session.objects.filter(principal_id=victim.ref).values_list("acr", flat=True)) == {Acr.MFA}


def test_through_a_reverse_proxy_the_victims_confirmation_raises_no_session(node: Node, person: Person) -> None:
    """E-18, adversary in the middle of the product's own page, with the victim's cookies and passkey (C-02)."""
    page = person.page
    person.expect_trouble("403")
    owner = somebody()
    session = sign_in(person, node, owner, acr=Acr.MFA)
    person.authenticator()
    page.goto(node.url("/enrol"))
    page.get_by_role("button", name="登録する").click()
    page.wait_for_url("**/enrolled")

    with Impostor(target=node.origin) as impostor:
        page.goto(impostor.url("/confirm"))
        page.get_by_role("button", name="パスキーで確認する").click()
        page.locator("[data-webauthn-error]").wait_for()

    assert impostor.answers("/ceremonies/confirm/begin") == [200]
    assert impostor.answers("/ceremonies/confirm/finish") == [403]
    assert models.Session.objects.get(pk=session.ref).acr == Acr.MFA
    assert models.Ceremony.objects.get(purpose="step_up").reason == "origin_not_listed"
