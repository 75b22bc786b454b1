"""Codes and refresh tokens count once; a second time ends everything that came from them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection
from tests.builders.firms import founded
from tests.builders.grants import (
    APP,
    BOARD,
    DESK,
    READER,
    answered,
    code_for,
    go_on,
    open_at,
    program,
    pushed,
    redeemed,
    refreshed,
)
from tests.builders.oauth import Program, bare, claims_in, ec_key, provider
from tests.builders.signing_in import AT, customer, kinds, opened, visit

from sekisho.authentication import models
from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.operations.grants.ending import end_account
from sekisho.authentication.operations.grants.knowing import fresh_nonce
from sekisho.authentication.rules.grants.jose import header_of
from sekisho.authentication.types.freezes import FreezeSource
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.tokens import GrantEnd
from sekisho.authentication.types.sessions import Session
from sekisho.kernel.moments import DAY


@dataclass
class Scene:
    desk: Program
    session: Session

    def code(self, **changes: str) -> str:
        return code_for(self.desk, self.session, **changes)

    def lasting(self) -> dict[str, str]:
        return redeemed(self.desk, self.code(scope="openid offline_access"))


@pytest.fixture
def scene(database: str) -> Scene:
    founded()
    return Scene(program("desk", DESK), opened(customer()))


@contextmanager
def refused(fault: Fault = Fault.INVALID_GRANT) -> Iterator[None]:
    with pytest.raises(OAuthError) as told:
        yield
    assert told.value.fault is fault


def ended() -> str:
    return models.Grant.objects.latest("created").ended_reason


def test_a_code_becomes_tokens_that_belong_to_the_clients_key(scene: Scene) -> None:
    answer = redeemed(scene.desk, scene.code())

    assert (answer["token_type"], answer["expires_in"], answer["scope"]) == ("DPoP", 300, "openid")
    access, known = claims_in(answer["access_token"]), claims_in(answer["id_token"])
    assert access["cnf"] == {"jkt": scene.desk.thumbprint}
    assert (known["aud"], known["nonce"], known["acr"], known["sub"]) == ("desk", "n-1", "phr", "a-1")
    assert "refresh_token" not in answer
    assert models.Grant.objects.get().key == scene.desk.thumbprint
    assert kinds()[-2:] == ["authentication:code:issued", "authentication:token:issued"]


def test_a_plain_login_may_come_without_a_key_and_an_account_may_not(scene: Scene) -> None:
    answer = redeemed(scene.desk, scene.code(), knock=bare(AT))
    assert answer["token_type"].startswith("Bearer")
    assert "cnf" not in claims_in(answer["access_token"])

    board = program("board", BOARD)
    for scope in ("openid", "openid accounts:read"):
        code = code_for(board, scene.session, request_uri=pushed(board, scope=scope, knock=bare(AT, path="/oidc/par")))
        with refused(Fault.INVALID_DPOP_PROOF):
            redeemed(board, code, knock=bare(AT))
        assert redeemed(board, code)  # the code was not lost by it


def test_a_program_that_only_reads_gets_no_id_token(scene: Scene) -> None:
    board = program("board", BOARD)

    answer = redeemed(board, code_for(board, scene.session, request_uri=pushed(board, scope="accounts:read")))
    assert "id_token" not in answer


def test_a_replayed_code_ends_what_the_first_use_gave(scene: Scene) -> None:
    code = scene.code(scope="openid offline_access")
    answer = redeemed(scene.desk, code)

    with refused():
        redeemed(scene.desk, code)

    assert ended() == "replay"
    with refused():
        refreshed(scene.desk, answer["refresh_token"])
    assert "authentication:code:replayed" in kinds()


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "https://client.example/callback?x=1"},
        {"redirect_uri": ""},
    ],
)
def test_a_code_without_its_verifier_or_address_is_burnt(scene: Scene, changes: dict[str, str]) -> None:
    code = scene.code()

    with refused():
        redeemed(scene.desk, code, **changes)
    with refused():
        redeemed(scene.desk, code)
    assert ended() == "revoked"


def test_a_code_in_the_hands_of_another_client_is_worth_nothing(scene: Scene) -> None:
    code = scene.code()

    with refused():
        redeemed(program("other", DESK), code)
    with refused():
        redeemed(scene.desk, "guess")


def test_a_code_is_good_for_less_than_a_minute(scene: Scene) -> None:
    code = scene.code()

    with refused():
        redeemed(scene.desk, code, at=AT + 45_000)


def test_a_code_bound_to_a_key_is_redeemed_with_that_key(scene: Scene) -> None:
    for knock in (scene.desk.knock(AT), bare(AT)):
        code = scene.code(dpop_jkt=ec_key().thumbprint())
        with refused():
            redeemed(scene.desk, code, knock=knock)
    assert redeemed(scene.desk, scene.code(dpop_jkt=scene.desk.thumbprint))


def test_an_installed_program_names_itself_and_proves_the_rest(scene: Scene) -> None:
    app = program("app", APP)
    request = open_at(app, redirect_uri="http://127.0.0.1:5123/cb", scope="openid offline_access")
    sent = go_on(request.id, scene.session)
    at = "http://127.0.0.1:5123/cb"

    answer = redeemed(app, sent.parameters["code"], native=True, redirect_uri=at)  # type: ignore[union-attr]

    form = {"client_id": "app", "grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}
    with refused():
        answered(form, knock=Program("app").knock(AT))  # a thief without the key
    assert answered(form, knock=app.knock(AT))["access_token"]


def test_a_refresh_token_is_followed_by_another_and_used_once(scene: Scene) -> None:
    first = scene.lasting()
    second = refreshed(scene.desk, first["refresh_token"], at=AT + DAY)

    assert second["refresh_token"] != first["refresh_token"]
    assert claims_in(second["id_token"])["sub"] == "a-1"
    assert "nonce" not in claims_in(second["id_token"])
    assert refreshed(scene.desk, second["refresh_token"], at=AT + 2 * DAY)


def test_a_refresh_token_used_again_ends_its_whole_family(scene: Scene) -> None:
    first = scene.lasting()
    second = refreshed(scene.desk, first["refresh_token"])

    with refused():
        refreshed(scene.desk, first["refresh_token"])
    with refused():
        refreshed(scene.desk, second["refresh_token"])

    assert ended() == "replay"
    assert "authentication:token:replayed" in kinds()


def test_a_refresh_token_belongs_to_its_client_and_its_key(scene: Scene) -> None:
    token = scene.lasting()["refresh_token"]
    thief = Program("desk", key=scene.desk.key)

    for who, knock in ((program("other", DESK), None), (thief, None), (scene.desk, bare(AT))):
        with refused():
            refreshed(who, token, knock=knock)
    with refused():
        refreshed(scene.desk, "guess")
    assert refreshed(scene.desk, token)


def test_a_refresh_can_ask_for_less_and_never_for_more(scene: Scene) -> None:
    token = scene.lasting()["refresh_token"]

    for scope in ("openid accounts:read", "gold"):
        with refused(Fault.INVALID_SCOPE):
            refreshed(scene.desk, token, scope=scope)
    assert refreshed(scene.desk, token, scope="openid")["scope"] == "openid"


def test_a_chain_of_refresh_tokens_ends_some_day(scene: Scene) -> None:
    token = scene.lasting()["refresh_token"]

    with refused():
        refreshed(scene.desk, token, at=AT + 90 * DAY)


def test_a_freeze_stops_codes_and_refresh_tokens_at_once(scene: Scene) -> None:
    """C-19."""
    token, code = scene.lasting()["refresh_token"], scene.code()
    place_freeze(
        freeze="fz_1",
        account="a-1",
        source=FreezeSource.CUSTOMER,
        by="customer:a-1",
        reason="lost",
        visit=visit(),
        at=AT,
    )

    with refused():
        redeemed(scene.desk, code)
    with refused():
        refreshed(scene.desk, token)


def test_what_was_ended_gives_no_tokens(scene: Scene) -> None:
    token = scene.lasting()["refresh_token"]
    assert end_account(account="a-1", reason=GrantEnd.RECOVERY, by="system", at=AT)

    with refused():
        refreshed(scene.desk, token)


@pytest.mark.parametrize("kind", ["password", "implicit", "", "urn:ietf:params:oauth:grant-type:jwt-bearer"])
def test_other_grants_are_not_there(scene: Scene, kind: str) -> None:
    with refused(Fault.UNSUPPORTED_GRANT_TYPE):
        answered(scene.desk.form(AT, grant_type=kind, username="hanako"), knock=bare(AT))


def test_two_other_companies_do_not_learn_the_account(scene: Scene) -> None:
    names = set()
    for name in ("reader", "watcher"):
        who = program(name, READER)
        uri = pushed(who, scope="openid accounts:read")
        names.add(claims_in(redeemed(who, code_for(who, scene.session, request_uri=uri))["id_token"])["sub"])

    assert len(names) == 2
    assert "a-1" not in names


def test_fapi_id_tokens_are_signed_on_a_curve_and_others_as_openid_expects(scene: Scene) -> None:
    reader = program("reader", READER)
    uri = pushed(reader, scope="openid")
    theirs = redeemed(reader, code_for(reader, scene.session, request_uri=uri))["id_token"]
    ours = redeemed(scene.desk, scene.code())["id_token"]
    keys = provider().keys

    assert (header_of(theirs)["kid"], header_of(ours)["kid"]) == (keys.es256.kid, keys.rs256.kid)


def test_where_a_nonce_is_needed_the_first_knock_only_learns_it(scene: Scene) -> None:
    us = provider(nonce_needed=True)
    code = code_for(scene.desk, scene.session, us=us)
    with refused(Fault.USE_DPOP_NONCE):
        redeemed(scene.desk, code, us=us)

    knock = scene.desk.knock(AT, nonce=fresh_nonce(provider=us, at=AT))
    assert redeemed(scene.desk, code, us=us, knock=knock)["token_type"].lower().startswith("dpop")


def test_of_many_who_redeem_one_code_at_once_at_most_one_gets_tokens(fresh_database: str) -> None:
    founded()
    desk = program("desk", DESK)
    code = code_for(desk, opened(customer()))

    def attempt(_: int) -> str:
        try:
            return str(redeemed(desk, code)["token_type"])
        except OAuthError as error:
            return error.fault.value
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(attempt, range(4)))

    assert results.count("invalid_grant") >= 3
    assert models.Grant.objects.get().state == "ended"


def test_of_many_who_refresh_at_once_at_most_one_gets_tokens(fresh_database: str) -> None:
    founded()
    desk = program("desk", DESK)
    token = redeemed(desk, code_for(desk, opened(customer()), scope="openid offline_access"))["refresh_token"]

    def attempt(_: int) -> str:
        try:
            return str(refreshed(desk, token)["token_type"])
        except OAuthError as error:
            return error.fault.value
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(attempt, range(4)))

    assert results.count("invalid_grant") >= 3
    assert models.Grant.objects.get().ended_reason == "replay"
