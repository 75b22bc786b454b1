"""A login at another provider over real HTTP."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from django.test import override_settings
from tests.builders.oauth import ec_key
from tests.builders.oidc import origin
from tests.builders.web import request, somebody
from tests.harness.upstream import Lies
from tests.harness.upstream import Upstream as Server
from tests.harness.upstream import upstream as running

from sekisho.authentication.types.bridge import BridgeError, BridgeRefusal, Naming, Upstream
from sekisho.authentication.types.factors import FactorCode
from sekisho.web.operations.bridging import (
    BadUpstreamsError,
    begin,
    configured,
    finish,
    finish_linking,
    upstreams,
)
from sekisho.web.operations.calls import call_of
from sekisho.web.types.calls import Call

KEY = ec_key()
PLACE = "/login/with/card/return"


@pytest.fixture
def server(database: str) -> Iterator[Server]:
    public = KEY.as_dict(private=False)
    with running(client_id="sekisho", client_key=public, redirect_uri=origin() + PLACE) as found:
        yield found


def listed(server: Server, place: Path, **changes: Any) -> Path:
    """The list of other providers, as a firm writes it."""
    (place / "jwks.json").write_text(json.dumps(server.jwks))
    (place / "key.pem").write_bytes(KEY.as_pem(private=True))
    entry = {
        "issuer": server.issuer, "authorization_endpoint": f"{server.issuer}/authorize",
        "token_endpoint": f"{server.issuer}/token", "jwks": "jwks.json", "key": "key.pem", "client_id": "sekisho",
        "naming": "linked", **changes,
    }  # fmt: skip
    lines = [f'{name} = "{value}"' for name, value in entry.items()]
    label = 'label = { ja = "カード", en = "Card" }'
    file = place / "upstreams.toml"
    file.write_text("\n".join(["[card]", label, *lines, "[card.factors]", '"urn:example:card" = "jpki_user_auth"']))
    return file


@pytest.fixture
def card(server: Server, tmp_path: Path) -> Upstream:
    return upstreams(listed(server, tmp_path))["card"]


def visitor() -> Call:
    return call_of(request("/login"))


def there_and_back(url: str) -> dict[str, str]:
    """What the browser brings back."""
    answer = httpx.get(url, follow_redirects=False)
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def linked(card: Upstream) -> str:
    who, call = somebody(), visitor()
    back = there_and_back(begin(card, call, principal=who.ref))
    assert finish_linking(card, call, back, principal=who.ref).startswith("au_")
    return who.ref


def refused(card: Upstream, call: Call, back: dict[str, str]) -> BridgeRefusal:
    with pytest.raises(BridgeError) as told:
        finish(card, call, back)
    return told.value.refusal


def test_somebody_linked_comes_back_confirmed(card: Upstream) -> None:
    who, call = linked(card), visitor()

    arrival = finish(card, call, there_and_back(begin(card, call, login_hint="hanako")))

    assert (arrival.proof.principal, arrival.proof.factor) == (who, FactorCode.JPKI_USER)
    assert arrival.session == "their-session"


def test_the_firms_own_provider_logs_its_customers_in(card: Upstream, server: Server) -> None:
    who, call = somebody(), visitor()
    server.subject = who.account
    own = replace(card, naming=Naming.ACCOUNT)

    assert finish(own, call, there_and_back(begin(own, call))).proof.principal == who.ref


def test_the_answer_of_another_browser_or_a_second_one_is_refused(card: Upstream) -> None:
    linked(card)
    call = visitor()
    back = there_and_back(begin(card, call))

    assert refused(card, visitor(), back) is BridgeRefusal.NOT_YOURS
    assert finish(card, call, back).proof
    assert refused(card, call, back) is BridgeRefusal.NOT_YOURS


@pytest.mark.parametrize(
    ("lies", "refusal"),
    [
        (Lies(claims={"nonce": "other"}), BridgeRefusal.BAD_TOKEN),
        (Lies(claims={"aud": "other"}), BridgeRefusal.BAD_TOKEN),
        (Lies(claims={"iss": "https://evil.example"}), BridgeRefusal.BAD_TOKEN),
        (Lies(key=ec_key()), BridgeRefusal.BAD_TOKEN),
        (Lies(header={"jwk": KEY.as_dict(private=False)}), BridgeRefusal.BAD_TOKEN),
        (Lies(claims={"acr": "urn:example:password"}), BridgeRefusal.TOO_WEAK),
        (Lies(answer={"iss": "https://evil.example"}), BridgeRefusal.MIX_UP),
        (Lies(answer={"error": "access_denied"}), BridgeRefusal.CANCELLED),
        (Lies(answer={"code": "stolen"}), BridgeRefusal.UNREACHABLE),
        (Lies(status=500), BridgeRefusal.UNREACHABLE),
        (Lies(body=b"<html>"), BridgeRefusal.UNREACHABLE),
        (Lies(body=b"[]"), BridgeRefusal.UNREACHABLE),
        (Lies(body=b" " * 70_000 + b"{}"), BridgeRefusal.UNREACHABLE),
    ],
)
def test_whatever_else_the_other_provider_says_is_refused(
    card: Upstream, server: Server, lies: Lies, refusal: BridgeRefusal
) -> None:
    linked(card)
    server.lies, call = lies, visitor()

    assert refused(card, call, there_and_back(begin(card, call))) is refusal


def test_a_provider_that_is_away_is_told_as_such(card: Upstream) -> None:
    call = visitor()
    back = there_and_back(begin(card, call))

    nowhere = {"token_endpoint": "http://127.0.0.1:9/token"}

    assert refused(replace(card, **nowhere), call, back) is BridgeRefusal.UNREACHABLE


def test_a_list_with_a_mistake_names_the_entry(server: Server, tmp_path: Path) -> None:
    for changes in ({"key": "none.pem"}, {"naming": "guess"}, {"token_endpoint": "http://idp.example/"}):
        with pytest.raises(BadUpstreamsError, match="card"):
            upstreams(listed(server, tmp_path, **changes))


def test_a_node_knows_the_providers_that_its_settings_name(server: Server, tmp_path: Path) -> None:
    assert upstreams(None) == {}
    assert configured() == {}
    with override_settings(SEKISHO_UPSTREAMS=str(listed(server, tmp_path))):
        assert configured()["card"].issuer == server.issuer
