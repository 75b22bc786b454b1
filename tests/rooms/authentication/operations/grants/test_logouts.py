"""Clients are told of logouts, as often as it takes."""

from dataclasses import dataclass

import pytest
from tests.builders.firms import FIRST, founded
from tests.builders.grants import DESK, OUT, READER, code_for, program, pushed, redeemed
from tests.builders.oauth import ISSUER, Program, claims_in, provider
from tests.builders.signing_in import AT, customer, kinds, opened

from sekisho.authentication import models
from sekisho.authentication.operations.grants.logouts import (
    FIRST_WAIT,
    PATIENCE,
    delivered,
    due_notices,
    logout_wish,
    sessions_ended,
    undelivered,
)
from sekisho.authentication.rules.grants.jose import header_of, own
from sekisho.authentication.types.grants.faults import UnsafeRequestError
from sekisho.authentication.types.sessions import EndReason, Session
from sekisho.firms.operations.clients import suspend_client

BYE = "https://client.example/bye"


@dataclass
class Scene:
    desk: Program
    quiet: Program
    session: Session

    def ended(self, reason: EndReason = EndReason.LOGOUT, *, at: int = AT) -> tuple[str, ...]:
        names = [f"ln_{number}" for number in range(9)]
        return sessions_ended(sessions=[self.session.ref], reason=reason, identifiers=names, at=at)


@pytest.fixture
def scene(database: str) -> Scene:
    founded()
    desk = program("desk", {**DESK, "post_logout_redirect_uris": (BYE,)})
    return Scene(desk, program("quiet", {**DESK, "backchannel_logout_uri": ""}), opened(customer()))


def due(at: int = AT, most: int = 5) -> list[str]:
    names = [f"lt_{number}" for number in range(most)]
    return [notice.token for notice in due_notices(provider=provider(), identifiers=names, at=at)]


def test_the_clients_that_want_to_hear_of_it_get_a_signed_token(scene: Scene) -> None:
    for who in (scene.desk, scene.quiet):
        code_for(who, scene.session)

    assert scene.ended() == ("ln_0",)

    (token,) = due()
    claims = own(token, provider().keys.all, types={"logout+jwt"})
    assert (claims["iss"], claims["aud"], claims["sid"], claims["sub"]) == (ISSUER, "desk", scene.session.ref, "a-1")
    assert header_of(token)["kid"] == provider().keys.rs256.kid
    assert due_notices(provider=provider(), identifiers=["x"], at=AT)[0].uri == OUT
    assert {"authentication:logout:queued", "authentication:grant:ended"} <= set(kinds())


def test_what_outlives_a_session_outlives_its_logout_and_no_recovery(scene: Scene) -> None:
    code_for(scene.desk, scene.session, scope="openid offline_access")
    code_for(scene.desk, scene.session)

    scene.ended()
    assert [grant.offline for grant in models.Grant.objects.filter(state="active")] == [True]
    sessions_ended(sessions=[scene.session.ref], reason=EndReason.RECOVERY, identifiers=["x", "y"], at=AT)
    assert not models.Grant.objects.filter(state="active").exists()


def test_hearing_of_it_twice_tells_once(scene: Scene) -> None:
    code_for(scene.desk, scene.session)

    assert scene.ended() == ("ln_0",)
    assert sessions_ended(sessions=[scene.session.ref], reason=EndReason.LOGOUT, identifiers=["z"], at=AT) == ()
    lasting = code_for(scene.desk, scene.session, scope="openid offline_access")
    assert lasting
    assert sessions_ended(sessions=[scene.session.ref], reason=EndReason.LOGOUT, identifiers=["z"], at=AT) == ("z",)
    assert sessions_ended(sessions=[scene.session.ref], reason=EndReason.LOGOUT, identifiers=["w"], at=AT) == ()


def test_a_client_that_heard_it_is_not_told_again(scene: Scene) -> None:
    code_for(scene.desk, scene.session)
    (notice,) = scene.ended()

    delivered(notice=notice, at=AT)
    delivered(notice=notice, at=AT)
    undelivered(notice=notice, trouble="late", at=AT)

    assert due(AT + PATIENCE) == []
    assert kinds().count("authentication:logout:delivered") == 1


def test_it_is_tried_again_after_ever_longer_waits_and_given_up_with_an_alarm(scene: Scene) -> None:
    code_for(scene.desk, scene.session)
    (notice,) = scene.ended()
    at, tries = AT, 0

    while models.LogoutNotice.objects.get().state == "waiting":
        undelivered(notice=notice, trouble="HTTP 503", at=at)
        tries += 1
        row = models.LogoutNotice.objects.get()
        assert row.state != "waiting" or (due(row.due - 1) == [] and len(due(row.due)) == 1)
        assert row.due - at == FIRST_WAIT * 2 ** (tries - 1)
        at = row.due

    assert 10 < tries < 16
    assert kinds().count("authentication:logout:undelivered") == 1


def test_a_stopped_client_is_not_told(scene: Scene) -> None:
    code_for(scene.desk, scene.session)
    (_,) = scene.ended()
    suspend_client(client_id="desk", by=FIRST, reason="leak", at=AT)

    assert due() == []
    code_for(scene.quiet, scene.session)
    suspend_client(client_id="quiet", by=FIRST, reason="leak", at=AT)
    assert scene.ended() == ()


def test_another_company_is_told_of_the_name_it_knows(scene: Scene) -> None:
    reader = program("reader", {**READER, "backchannel_logout_uri": OUT})
    known = redeemed(reader, code_for(reader, scene.session, request_uri=pushed(reader)))["id_token"]
    scene.ended()

    (token,) = due()
    assert claims_in(token)["sub"] == claims_in(known)["sub"] != "a-1"


def wish(**parameters: str) -> object:
    return logout_wish(parameters=parameters, provider=provider(), at=AT)


def test_a_client_asks_for_a_logout_with_its_id_token(scene: Scene) -> None:
    token = redeemed(scene.desk, code_for(scene.desk, scene.session))["id_token"]

    found = logout_wish(
        parameters={"id_token_hint": token, "post_logout_redirect_uri": BYE, "state": "x"}, provider=provider(), at=AT
    )

    assert found.session == scene.session.ref
    assert found.sent is not None
    assert found.sent.url == BYE + "?state=x"
    plain = logout_wish(parameters={"id_token_hint": token}, provider=provider(), at=AT)
    assert (plain.session, plain.sent) == (scene.session.ref, None)
    named = logout_wish(parameters={"client_id": "desk", "post_logout_redirect_uri": BYE}, provider=provider(), at=AT)
    assert (named.session, named.sent and named.sent.url) == ("", BYE)


def test_nobody_is_sent_to_an_address_that_is_not_registered_after_a_logout(scene: Scene) -> None:
    token = redeemed(scene.desk, code_for(scene.desk, scene.session))["id_token"]

    for parameters in (
        {"id_token_hint": token, "post_logout_redirect_uri": "https://evil.example/"},
        {"id_token_hint": token, "client_id": "quiet"},
        {"id_token_hint": "no.token"},
        {"post_logout_redirect_uri": BYE},
        {"client_id": "nobody", "post_logout_redirect_uri": BYE},
    ):
        with pytest.raises(UnsafeRequestError):
            wish(**parameters)
