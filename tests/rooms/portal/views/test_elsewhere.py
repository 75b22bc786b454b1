"""Log in, or add a way in, with another provider (2.6, mode 3)."""

import json
from collections.abc import Iterator
from pathlib import Path as File
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from django.test import Client, override_settings
from tests.builders.oauth import ec_key
from tests.builders.oidc import origin
from tests.builders.web import client, signed_in, somebody
from tests.harness.upstream import Lies, Upstream, upstream

from sekisho.authentication import models
from sekisho.authentication.operations.recoveries import open_recovery
from sekisho.authentication.queries.recoveries import open_recovery_of, recovery_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.recovery import CaseState, Path, Trigger
from sekisho.kernel.moments import HOUR
from sekisho.web.operations.clock import now
from sekisho.web.types.calls import SESSION_COOKIE

KEY = ec_key()
BACK = "/login/with/card/return"


@pytest.fixture
def card(fresh_database: str, tmp_path: File) -> Iterator[Upstream]:
    """A provider for the My Number card, and one of the firm's own, which is the same."""
    with upstream(client_id="sekisho", client_key=KEY.as_dict(private=False), redirect_uri=origin() + BACK) as server:
        (tmp_path / "jwks.json").write_text(json.dumps(server.jwks))
        (tmp_path / "key.pem").write_bytes(KEY.as_pem(private=True))
        lines = [
            'label = { ja = "マイナンバーカード", en = "My Number card" }', f'issuer = "{server.issuer}"',
            f'authorization_endpoint = "{server.issuer}/authorize"', f'token_endpoint = "{server.issuer}/token"',
            'jwks = "jwks.json"', 'key = "key.pem"', 'client_id = "sekisho"',
        ]  # fmt: skip
        listed = tmp_path / "upstreams.toml"
        listed.write_text(
            "\n".join(
                [
                    "[card]", *lines, "[card.factors]", '"urn:example:card" = "jpki_user_auth"',
                    "[own]", *lines, 'naming = "account"', "[own.factors]", '"urn:example:card" = "upstream_login"',
                ]
            )
        )  # fmt: skip
        with override_settings(SEKISHO_UPSTREAMS=str(listed)):
            yield server


def there_and_back(browser: Client, path: str) -> str:
    """Leave for the provider, and give the address of ours that the browser brings back."""
    url = browser.get(path).headers["Location"]
    back = urlsplit(httpx.get(url, follow_redirects=False).headers["Location"])
    return f"{back.path}?{back.query}"


def added(browser: Client) -> None:
    assert browser.get(there_and_back(browser, "/enrol/with/card")).headers["Location"] == "/security"


def test_the_card_is_added_once_and_then_logs_its_holder_in(card: Upstream) -> None:
    browser, who = client(), somebody()
    signed_in(browser, who)
    added(browser)
    row = models.Authenticator.objects.get(principal_id=who.ref)
    assert (row.factor, row.name) == ("jpki_user_auth", "マイナンバーカード")
    newcomer = client()
    assert "マイナンバーカード" in newcomer.get("/login").content.decode()

    answer = newcomer.get(there_and_back(newcomer, "/login/with/card?next=/history"))

    assert answer.status_code == 302
    assert SESSION_COOKIE in newcomer.cookies
    session = models.Session.objects.filter(principal_id=who.ref).latest("created")
    assert (session.acr, session.factor) == (Acr.PHRH.value, "jpki_user_auth")


def test_a_card_that_nobody_added_logs_nobody_in(card: Upstream) -> None:
    browser = client()

    answer = browser.get(there_and_back(browser, "/login/with/card"))

    assert answer.status_code == 403
    assert "まだ登録されていません" in answer.content.decode()
    assert SESSION_COOKIE not in browser.cookies


def test_adding_rests_on_a_fresh_proof(card: Upstream) -> None:
    old, weak = client(), client()
    signed_in(old, age=HOUR // 4)
    signed_in(weak, acr=Acr.PASSWORD)

    for browser in (old, weak):
        assert urlsplit(browser.get("/enrol/with/card").headers["Location"]).path == "/confirm"


def test_another_browser_does_not_come_back(card: Upstream) -> None:
    assert client().get(there_and_back(client(), "/login/with/card")).status_code == 403


def test_a_no_there_is_told_with_other_ways(card: Upstream) -> None:
    card.lies = Lies(answer={"error": "access_denied"})
    browser = client()

    answer = browser.get(there_and_back(browser, "/login/with/card"))

    assert answer.status_code == 403
    assert 'href="/recovery"' in answer.content.decode()


def test_a_provider_that_is_not_listed_or_cannot_be_added_is_not_offered(card: Upstream) -> None:
    browser = client()
    signed_in(browser)

    assert browser.get("/login/with/other").status_code == 404
    assert browser.get("/login/with/other/return").status_code == 404
    assert browser.get("/enrol/with/own").status_code == 404


def test_nobody_is_led_elsewhere_by_a_link_to_our_login(card: Upstream) -> None:
    browser, who = client(), somebody()
    signed_in(browser, who)
    added(browser)
    newcomer = client()

    answer = newcomer.get(there_and_back(newcomer, "/login/with/card?next=https://evil.example/"))

    assert dict(parse_qsl(urlsplit(answer.headers["Location"]).query)).get("next") != "https://evil.example/"
    assert "evil" not in answer.headers["Location"]


def test_the_card_opens_a_recovery_that_leads_straight_to_a_new_passkey(card: Upstream) -> None:
    """C-09."""
    browser, who = client(), somebody()
    signed_in(browser, who)
    added(browser)
    newcomer = client(language="en")
    assert b"/recovery/with/card" in newcomer.get("/recovery").content

    answer = newcomer.get(there_and_back(newcomer, "/recovery/with/card?trigger=broken"))

    case = open_recovery_of(principal=who.ref)
    assert answer["Location"] == "/recovery/status"
    assert case is not None
    assert (case.state, case.path.value, case.trigger.value) == (CaseState.GRANTED, "jpki", "broken")
    assert b"Set up the new passkey" in newcomer.get("/recovery/status").content
    assert SESSION_COOKIE not in newcomer.cookies


def test_the_card_takes_the_place_of_a_recovery_that_somebody_else_began(card: Upstream) -> None:
    browser, who = client(), somebody()
    signed_in(browser, who)
    added(browser)
    older = open_recovery(
        case="rc_old", principal=who.ref, trigger=Trigger.LOST, path=Path.POST, visit=Visit(), at=now()
    )
    newcomer = client()

    newcomer.get(there_and_back(newcomer, "/recovery/with/card"))

    assert recovery_of(case=older.id).state is CaseState.WITHDRAWN


def test_the_firms_own_login_opens_no_recovery(card: Upstream) -> None:
    browser = client(language="en")

    assert browser.get("/recovery/with/own").status_code == 404
