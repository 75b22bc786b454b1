"""Nobody is redirected before client and address are known for sure."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.builders import firms
from tests.builders.firms import FIRST, founded
from tests.builders.grants import BOARD, DESK, READER, asking, code_for, many, open_at, program, pushed, redeemed
from tests.builders.oauth import ISSUER, Program, ec_key, provider, signed
from tests.builders.signing_in import AT, customer, opened

from sekisho.authentication.operations.grants.opening import open_request, request_of
from sekisho.authentication.types.grants.faults import Fault, RedirectedError, UnsafeRequestError
from sekisho.firms.operations.clients import approve_client, revise_client, suspend_client


@pytest.fixture
def desk(database: str) -> Program:
    founded()
    return program("desk", DESK)


@contextmanager
def redirected(fault: Fault) -> Iterator[pytest.ExceptionInfo[RedirectedError]]:
    with pytest.raises(RedirectedError) as told:
        yield told
    assert told.value.fault is fault
    assert told.value.redirect_uri == "https://client.example/callback"


def test_a_request_in_the_address_is_opened_for_this_browser_alone(desk: Program) -> None:
    found = open_at(desk)

    assert request_of(request=found.id, browser="browser-secret", at=AT) == found
    for request, browser, at in (
        (found.id, "other", AT),
        ("ar_x", "browser-secret", AT),
        (found.id, "browser-secret", AT + 3_600_000),
    ):
        with pytest.raises(UnsafeRequestError):
            request_of(request=request, browser=browser, at=at)


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": ""},
        {"redirect_uri": "https://client.example/callback/../evil"},
        {"client_id": "nobody"},
        {"client_id": ""},
    ],
)
def test_an_unknown_client_or_address_gets_a_page_of_ours(desk: Program, changes: dict[str, str]) -> None:
    """Redirect tricks: also where something else is wrong besides."""
    for more in ({}, {"response_type": "token"}, {"scope": "x"}):
        with pytest.raises(UnsafeRequestError):
            open_at(desk, **{**changes, **more})


def test_parameters_that_come_twice_are_told_to_the_client_only_at_a_known_address(desk: Program) -> None:
    pairs = many(asking(desk))

    def at_once(**twice: list[str]) -> None:
        open_request(pairs={**pairs, **twice}, provider=provider(), browser="b", request="ar", at=AT)

    with redirected(Fault.INVALID_REQUEST) as told:
        at_once(scope=["openid", "openid"])
    assert told.value.state == "s-1"
    for name in ("redirect_uri", "client_id"):
        with pytest.raises(UnsafeRequestError):
            at_once(**{name: [pairs[name][0], "https://evil.example/"]})


def test_what_is_wrong_goes_back_with_its_state(desk: Program) -> None:
    with redirected(Fault.UNSUPPORTED_RESPONSE_TYPE) as told:
        open_at(desk, response_type="code id_token")
    assert told.value.state == "s-1"
    with redirected(Fault.INVALID_REQUEST):
        open_at(desk, code_challenge_method="")


def test_fapi_clients_push_their_requests(desk: Program) -> None:
    board = program("board", BOARD)

    with pytest.raises(UnsafeRequestError):
        open_at(board, scope="openid accounts:read")
    assert open_at(board, request_uri=pushed(board))
    with pytest.raises(UnsafeRequestError):
        open_request(
            pairs={"client_id": ["board"], "request_uri": ["a", "b"]},
            provider=provider(),
            browser="b",
            request="ar",
            at=AT,
        )


def test_a_client_stopped_in_between_goes_no_further(desk: Program) -> None:
    found = open_at(desk)
    suspend_client(client_id="desk", by=FIRST, reason="leak", at=AT)

    with pytest.raises(UnsafeRequestError):
        request_of(request=found.id, browser="browser-secret", at=AT)


def test_our_own_id_token_says_who_has_to_log_in(desk: Program) -> None:
    session = opened(customer())
    token = redeemed(desk, code_for(desk, session))["id_token"]

    assert open_at(desk, id_token_hint=token, at=AT + 90_000_000).hinted == "customer:a-1"
    other = program("other", DESK)
    with redirected(Fault.INVALID_REQUEST):
        open_at(other, id_token_hint=token)
    board = program("board", BOARD)
    with redirected(Fault.INVALID_REQUEST):
        open_at(board, request_uri=pushed(board, id_token_hint=token))


def hint(who: Program, **changes: object) -> str:
    claims = {"iss": who.client_id, "aud": ISSUER, "sub": "a-1", "exp": AT // 1_000 + 60, **changes}
    return signed(claims, who.key, kid=who.key.kid)


def test_the_firms_own_back_end_says_it_with_its_registered_key(desk: Program) -> None:
    assert open_at(desk, id_token_hint=hint(desk)).hinted == "customer:a-1"
    stranger = Program("desk", key=ec_key())
    for token in (
        hint(stranger),
        hint(desk, iss="other"),
        hint(desk, aud="https://other.example"),
        hint(desk, exp=AT // 1_000),
        hint(desk, exp="soon"),
        "no.token",
    ):
        with redirected(Fault.INVALID_REQUEST):
            open_at(desk, id_token_hint=token)


def test_another_company_says_nothing_about_who_has_to_log_in(desk: Program) -> None:
    reader = program("reader", READER)

    with redirected(Fault.INVALID_REQUEST):
        open_at(reader, request_uri=pushed(reader, id_token_hint=hint(reader)))


def test_a_request_pushed_under_former_terms_is_held_against_the_present_ones(desk: Program) -> None:
    board = program("board", BOARD)
    uri = pushed(board, scope="openid orders:place")
    narrower = firms.terms(board.jwks, **{**BOARD, "scopes": DESK["scopes"], "limits": None})
    revise_client(client_id="board", terms=narrower, by=FIRST, at=AT)
    approve_client(client_id="board", by=firms.SECOND, at=AT)

    with redirected(Fault.INVALID_SCOPE):
        open_at(board, request_uri=uri)
