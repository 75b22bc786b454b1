"""The decision service as a firm runs it: over TLS, with its program's certificate, through kills (C-24, E-13)."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.harness.deciding import Certificate, Deciding

from builders.activity import Story
from builders.firms import founded, registered, terms
from builders.gateway import attack, plan, run, write
from builders.live import journal_away, line
from sekisho.firms.operations.clients import suspend_client
from sekisho.firms.types.clients import Profile
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.loading import DECISION_MADE, EVENT_RECEIVED
from sekisho.journal.operations.verifying import verify
from sekisho.journal.queries.reading import read
from sekisho.web.operations.clock import now

SCOPES = frozenset({Scope.DECISIONS_ASK, Scope.EVENTS_SEND})
STORY = attack().events


@pytest.fixture
def certificate(fresh_database: str, tmp_path: Path) -> Certificate:
    """A program that two people have registered, with the key of its certificate."""
    made = Certificate.made(tmp_path / "broker.pem")
    founded(at=now() - 1_000)
    wanted = terms({"keys": [made.jwk]}, profile=Profile.MACHINE, redirect_uris=(), scopes=SCOPES)
    registered("broker", wanted, at=now() - 500)
    return made


def payloads(kind: str) -> list[bytes]:
    return [entry.payload for entry in read(limit=100_000) if entry.kind == kind]


def ask(client: httpx.Client, event: Any) -> httpx.Response:
    return client.post("/v1/decisions", content=line(event))


def test_a_registered_key_is_all_a_program_needs_and_strangers_get_nothing(
    fresh_database: str, certificate: Certificate, tmp_path: Path
) -> None:
    stranger = Certificate.made(tmp_path / "stranger.pem")
    with (
        Deciding(fresh_database, clients=(certificate, stranger)) as service,
        service.client(certificate) as broker,
        service.client(stranger) as other,
        service.client() as nobody,
    ):
        answered = ask(broker, STORY[0])
        refused = [ask(other, STORY[1]), ask(nobody, STORY[1])]

    assert (answered.status_code, answered.json()["mode"]) == (200, "shadow")
    assert [each.status_code for each in refused] == [401, 401]
    assert [each.json()["code"] for each in refused] == ["unknown_certificate", "not_signed_in"]
    assert len(payloads(EVENT_RECEIVED)) == 1


def test_behind_a_proxy_it_serves_without_tls_and_still_lets_nobody_in_unnamed(fresh_database: str) -> None:
    with Deciding(fresh_database, tls=False) as service, service.client() as nobody:
        assert ask(nobody, STORY[0]).json()["code"] == "not_signed_in"

    assert payloads(EVENT_RECEIVED) == []


def test_a_suspended_program_is_out_when_its_standing_is_looked_at_again(
    fresh_database: str, certificate: Certificate
) -> None:
    with Deciding(fresh_database, clients=(certificate,)) as service:
        suspend_client(client_id="broker", by="suzuki", reason="stolen", at=now())
        with service.client(certificate) as broker:
            assert ask(broker, STORY[0]).status_code == 401


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_after_a_kill_or_a_stop_it_goes_on_as_if_nothing_had_been(
    fresh_database: str, certificate: Certificate, tmp_path: Path, how: str
) -> None:
    run(plan(write(tmp_path / "events.ndjson", STORY), tmp_path / "d.ndjson", with_model=True))
    half = len(STORY) // 2
    with Deciding(fresh_database, clients=(certificate,)) as service:
        with service.client(certificate) as broker:
            assert {ask(broker, event).status_code for event in STORY[:half]} == {200}
        service.kill() if how == "kill" else service.stop()
        service.start()
        with service.client(certificate) as broker:
            again = ask(broker, STORY[half - 1]).json()
            assert {ask(broker, event).status_code for event in STORY[half:]} == {200}

    assert again["repeated"]
    assert payloads(EVENT_RECEIVED) == [line(event) for event in STORY]
    assert payloads(DECISION_MADE) == (tmp_path / "d.ndjson").read_bytes().splitlines()
    assert verify().damage is None


def ask_until_it_dies(service: Deciding, certificate: Certificate, part: Sequence[Any], answered: list[str]) -> None:
    with service.client(certificate) as broker:
        for event in part:
            try:
                if ask(broker, event).status_code == 200:
                    answered.append(event.id)
            except httpx.TransportError:
                return


def killed_under_load(service: Deciding, certificate: Certificate, events: Sequence[Any]) -> list[str]:
    """Four programs ask at once, and the power goes; the ids that were answered."""
    answered: list[str] = []
    crowd = [
        threading.Thread(target=ask_until_it_dies, args=(service, certificate, events[n::4], answered))
        for n in range(4)
    ]
    for each in crowd:
        each.start()
    while len(answered) < 100 and crowd[0].is_alive():
        crowd[0].join(0.01)
    service.kill()
    for each in crowd:
        each.join()
    return answered


def test_what_was_answered_before_a_kill_under_load_is_in_the_journal(
    fresh_database: str, certificate: Certificate
) -> None:
    story = Story()
    for number in range(400):
        story.wait(seconds=1).login(account=f"a{number % 40}", session=f"s{number}")
    with Deciding(fresh_database, clients=(certificate,)) as service:
        answered = killed_under_load(service, certificate, story.events)
        service.start()

    kept = {entry.key for entry in read(limit=100_000) if entry.kind == EVENT_RECEIVED}
    assert len(answered) >= 100
    assert {f"event:{each}" for each in answered} <= kept
    assert len(kept) == len(payloads(DECISION_MADE)) == len(payloads(EVENT_RECEIVED))
    assert verify().damage is None


def test_a_service_that_ends_while_the_journal_is_away_leaves_no_picture_that_is_ahead_of_it(
    fresh_database: str, certificate: Certificate
) -> None:
    with Deciding(fresh_database, clients=(certificate,)) as service:
        with journal_away(), service.client(certificate) as broker:
            assert ask(broker, STORY[0]).status_code == 503
            service.stop()
            pictures = service.pictures()
        service.start()
        with service.client(certificate) as broker:
            assert ask(broker, STORY[0]).status_code == 200

    assert pictures == []
    assert payloads(EVENT_RECEIVED) == [line(STORY[0])]


def test_a_file_of_terms_that_is_wrong_is_named_and_nothing_starts(
    fresh_database: str, certificate: Certificate, tmp_path: Path
) -> None:
    bad = tmp_path / "live.toml"
    bad.write_text("[operations.buy]\nmode = 1\n")

    with pytest.raises(pytest.fail.Exception) as said, Deciding(fresh_database, clients=(certificate,), terms=bad):
        pass

    assert "operations.login: is missing." in str(said.value)
