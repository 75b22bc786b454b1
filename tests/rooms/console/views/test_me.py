"""One's own keys and sessions (C-07, C-22)."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests.builders.console import AUTHORITY, FIRST, Desk, founded, hardware_key, person
from tests.builders.web import opened

from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.assurance import Acr
from sekisho.web.operations.clock import now

ME = f"staff:{FIRST}"


@pytest.fixture
def sato(fresh_database: str, settings: Any, tmp_path: Path) -> Desk:
    anchors = tmp_path / "anchors.pem"
    anchors.write_bytes(x509.load_der_x509_certificate(AUTHORITY.root).public_bytes(Encoding.PEM))
    settings.SEKISHO_STAFF_ANCHORS = (str(anchors),)
    founded()
    return Desk(FIRST)


def adds(desk: Desk, *, key: Any = None) -> Any:
    asked = desk.post("/staff/ceremonies/key/begin", {"name": "spare"}).json()
    response = (key or hardware_key()).create(json.dumps(asked["publicKey"]))
    body = {"ceremony": asked["ceremony"], "response": response, "name": "spare"}
    return desk.post("/staff/ceremonies/key/finish", body)


def test_with_one_key_a_second_one_is_urged_and_the_only_one_stays(sato: Desk) -> None:
    assert "You have one key only" in sato.page("/staff/me")
    (only,) = passkeys_of(principal=ME)

    answer = sato.browser.post("/staff/me/remove", {"authenticator": only.id})

    assert answer.status_code == 409
    assert len(passkeys_of(principal=ME)) == 1


def test_a_second_key_is_added_and_the_first_one_goes_with_all_other_sessions(sato: Desk) -> None:
    (first,) = passkeys_of(principal=ME)
    assert adds(sato).json() == {"next": "/staff/me?done=added"}
    opened(person(FIRST), acr=Acr.PHRH)

    answer = sato.browser.post("/staff/me/remove", {"authenticator": first.id})

    assert answer["Location"] == "/staff/me?done=removed"
    assert [each.name for each in passkeys_of(principal=ME)] == ["spare"]
    assert len(sessions_of(principal=ME, at=now())) == 1


def test_a_key_of_unknown_make_is_not_added(sato: Desk) -> None:
    stranger = hardware_key()
    stranger.form = "none"

    assert adds(sato, key=stranger).status_code == 403


def test_only_ones_own_keys_and_sessions_are_within_reach(sato: Desk) -> None:
    other, _ = opened(person("suzuki"), acr=Acr.PHRH)

    assert sato.browser.post("/staff/me/remove", {"authenticator": "au_other"}).status_code == 404
    sato.browser.post("/staff/me/end", {"session": other.ref})
    assert sessions_of(principal="staff:suzuki", at=now()) != ()


def test_sessions_elsewhere_are_ended_one_by_one_or_all(sato: Desk) -> None:
    one, _ = opened(person(FIRST), acr=Acr.PHRH)
    opened(person(FIRST), acr=Acr.PHRH)

    sato.browser.post("/staff/me/end", {"session": one.ref})
    assert len(sessions_of(principal=ME, at=now())) == 2
    sato.browser.post("/staff/me/end", {"session": "others"})
    assert len(sessions_of(principal=ME, at=now())) == 1
    assert "Logged out." in sato.page("/staff/me?done=ended")
