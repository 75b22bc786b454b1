"""Programs are let in by a signature, with a public key only, and put out at once (C-24)."""

import json
from typing import Any

import pytest
from tests.builders.oauth import ec_key
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication import models
from sekisho.authentication.queries.approvals import operation_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import Principal
from sekisho.kernel.moments import DAY, from_milliseconds
from sekisho.web.operations.clock import now


def wish(**changes: Any) -> dict[str, Any]:
    day = from_milliseconds(now() + 30 * DAY).date().isoformat()
    key = json.dumps(ec_key().as_dict(private=False))
    wished = {
        "client": "my tool", "scopes": ["accounts:read", "orders:place"], "expires": day, "order_limit": "100,000",
        "day_limit": "300000", "jwk": key,
    }  # fmt: skip
    return {**wished, **changes}


def issued(who: Principal) -> models.ApiKey:
    at, key = now(), ec_key()
    grant = models.Grant.objects.create(
        id=f"gr_{who.ref[-8:]}", kind="key", client_id="key_1", principal_id=who.ref, account=who.account,
        session="se_1", scopes=["orders:place"], acr=3, auth_time=at, key=str(key.thumbprint()), offline=True,
        limits={"per_order_yen": 100, "per_day_yen": 2_000, "symbols": [], "markets": []}, created=at,
        expires=at + DAY, state="active",
    )  # fmt: skip
    return models.ApiKey.objects.create(
        id=f"key_{who.ref[-8:]}", grant=grant, name="my <b>tool</b>", jwk=key.as_dict(private=False), operation=who.ref
    )


def test_a_wish_becomes_an_operation_and_lets_nothing_in_before_it_is_signed(database: str) -> None:
    browser = client(language="en")
    signed_in(browser)

    place = browser.post("/api-keys/new", wish())["Location"]

    made = operation_of(operation=place.rpartition("/")[2])
    assert made.content["order_limit"] == "100000"
    assert models.ProposedKey.objects.get(operation=made.id).jwk["kty"] == "EC"
    assert not models.ApiKey.objects.exists()
    assert "Limit of orders in one day" in browser.get(place).content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"jwk": "not JSON"}, "This is no public key"),
        ({"jwk": "[]"}, "This is no public key"),
        ({"jwk": json.dumps(ec_key().as_dict(private=True))}, "This is no public key"),
        ({"order_limit": ""}, "limits in yen"),
        ({"order_limit": "400000"}, "limits in yen"),
        ({"expires": "2099-01-01"}, "not too far away"),
        ({"expires": "soon"}, "give a date"),
        ({"scopes": ["customers:write"]}, "give one of"),
        ({"scopes": []}, "give a list"),
    ],
)
def test_what_cannot_be_allowed_is_said_before_anything_is_signed(
    database: str, changes: dict[str, Any], told: str
) -> None:
    browser = client(language="en")
    signed_in(browser)

    answer = browser.post("/api-keys/new", wish(**changes))

    assert answer.status_code == 400
    page = answer.content.decode()
    assert told in page
    assert 'value="my tool"' in page
    assert "&quot;d&quot;" not in page  # a private key is not sent back
    assert not models.SignedOperation.objects.exists()


def test_a_weak_login_lets_no_program_in(database: str) -> None:
    browser = client()
    signed_in(browser, acr=Acr.MFA)

    assert browser.post("/api-keys/new", wish()).status_code == 403


def test_a_key_is_listed_and_taken_back_at_once(database: str) -> None:
    browser, who = client(language="en"), somebody()
    signed_in(browser, who)
    key = issued(who)

    page = browser.get("/api-keys").content.decode()
    assert key.pk in page
    assert "my &lt;b&gt;tool&lt;/b&gt;" in page
    assert "¥2,000" in page
    assert "Taken back" in browser.post("/api-keys", {"key": key.pk}).content.decode()
    assert "It had ended already." in browser.post("/api-keys", {"key": key.pk}).content.decode()

    key.grant.refresh_from_db()
    assert key.grant.state == "ended"


def test_nobody_takes_back_the_key_of_somebody_else(database: str) -> None:
    browser, other = client(), somebody()
    signed_in(browser)
    key = issued(other)

    browser.post("/api-keys", {"key": key.pk})

    key.grant.refresh_from_db()
    assert key.grant.state == "active"
    assert key.pk not in browser.get("/api-keys").content.decode()
