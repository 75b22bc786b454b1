"""Requests that come past the browser (RFC 9126)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.builders.firms import founded
from tests.builders.grants import BOARD, DESK, asking, many, open_at, program, pushed
from tests.builders.oauth import Program, bare, provider
from tests.builders.signing_in import AT, kinds

from sekisho.authentication import models
from sekisho.authentication.operations.grants.pushing import push
from sekisho.authentication.types.grants.faults import Fault, OAuthError, UnsafeRequestError


@pytest.fixture
def board(database: str) -> Program:
    founded()
    return program("board", BOARD)


@contextmanager
def refused(fault: Fault) -> Iterator[None]:
    with pytest.raises(OAuthError) as told:
        yield
    assert told.value.fault is fault


def test_a_pushed_request_is_opened_with_its_handle_once(board: Program) -> None:
    uri = pushed(board)

    assert uri.startswith("urn:ietf:params:oauth:request_uri:")
    assert open_at(board, request_uri=uri).wish.redirect_uri == "https://client.example/callback"
    with pytest.raises(UnsafeRequestError):  # request_uri reuse
        open_at(board, request_uri=uri)
    assert "authentication:request:opened" in kinds()


def test_the_handle_itself_is_kept_nowhere(board: Program) -> None:
    uri = pushed(board)
    row = models.AuthorizationRequest.objects.get()

    assert uri.rpartition(":")[2] not in str(row.parameters)
    assert len(bytes(row.handle or b"")) == 32


def test_a_pushed_request_waits_a_minute_and_no_longer(board: Program) -> None:
    uri = pushed(board)

    with pytest.raises(UnsafeRequestError):
        open_at(board, request_uri=uri, at=AT + 60_000)


def test_a_handle_is_worth_nothing_to_another_client(board: Program) -> None:
    uri = pushed(board)
    other = program("desk", DESK)

    with pytest.raises(UnsafeRequestError):
        open_at(other, request_uri=uri)
    assert open_at(board, request_uri=uri)


def test_a_proof_binds_the_code_to_its_key(board: Program) -> None:
    assert open_at(board, request_uri=pushed(board)).wish.dpop_jkt == board.thumbprint
    assert open_at(board, request_uri=pushed(board, dpop_jkt=board.thumbprint)).wish.dpop_jkt == board.thumbprint
    with refused(Fault.INVALID_DPOP_PROOF):
        pushed(board, dpop_jkt="x" * 43)
    assert open_at(board, request_uri=pushed(board, knock=bare(AT, path="/oidc/par"))).wish.dpop_jkt == ""


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"redirect_uri": "https://evil.example/"}, Fault.INVALID_REQUEST),
        ({"code_challenge_method": "plain"}, Fault.INVALID_REQUEST),
        ({"scope": "money:withdraw"}, Fault.INVALID_SCOPE),
        ({"request_uri": "urn:x"}, Fault.INVALID_REQUEST),
        ({"authorization_details": "[]"}, Fault.INVALID_AUTHORIZATION_DETAILS),
    ],
)
def test_what_is_wrong_is_told_at_once(board: Program, changes: dict[str, str], fault: Fault) -> None:
    with refused(fault):
        pushed(board, **changes)
    assert not models.AuthorizationRequest.objects.exists()


def test_who_cannot_prove_itself_pushes_nothing(board: Program) -> None:
    with refused(Fault.INVALID_CLIENT):
        push(
            pairs=many(asking(board)), form={"client_id": "board"}, provider=provider(), knock=bare(AT), request="ar",
            handle="h",
        )  # fmt: skip


def test_a_request_belongs_to_who_pushed_it_whatever_it_says(board: Program) -> None:
    uri = pushed(board, client_id="desk")

    assert open_at(board, request_uri=uri).wish.client_id == "board"
