from typing import Any

import pytest
from tests.builders.oauth import ISSUER, Program, changed, unsigned

from sekisho.authentication.rules.grants.assertions import AHEAD, LONGEST_LIFE, statement
from sekisho.authentication.types.grants.faults import Fault, OAuthError

AT = 1_796_000_400_000
NOW = AT // 1_000
PROGRAM = Program("desk")


def checked(assertion: str, *, client_id: str = "desk", jwks: Any = None, at: int = AT) -> Any:
    return statement(assertion, client_id=client_id, jwks=jwks or PROGRAM.jwks, audience=ISSUER, at=at)


def refused(assertion: str, **how: Any) -> str:
    with pytest.raises(OAuthError) as told:
        checked(assertion, **how)
    assert (told.value.fault, told.value.status) == (Fault.INVALID_CLIENT, 401)
    return told.value.description


def test_a_statement_for_us_counts_until_it_ends() -> None:
    found = checked(PROGRAM.statement(AT))

    assert found.until > AT + 60_000
    assert len(found.mark) == 32


def test_two_clients_may_use_the_same_jti() -> None:
    other = Program("other")

    theirs = checked(other.statement(AT, jti="j"), client_id="other", jwks=other.jwks)
    assert theirs.mark != checked(PROGRAM.statement(AT, jti="j")).mark


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"iss": "other"}, "iss"),
        ({"sub": "other"}, "sub"),
        ({"sub": None}, "sub"),
        ({"aud": "https://other.example"}, "aud"),
        ({"aud": ISSUER + "/oidc/token"}, "aud"),
        ({"aud": ISSUER + "/"}, "aud"),
        ({"aud": [ISSUER, "https://other.example"]}, "aud"),
        ({"aud": None}, "aud"),
        ({"jti": None}, "jti"),
        ({"jti": ""}, "jti"),
        ({"jti": "x" * 257}, "jti"),
        ({"exp": None}, "exp"),
        ({"exp": NOW}, "exp"),
        ({"exp": NOW - 60}, "exp"),
        ({"exp": NOW + (LONGEST_LIFE + AHEAD) // 1_000 + 1}, "exp"),
        ({"exp": True}, "exp"),
        ({"exp": float("nan")}, "exp"),
        ({"exp": float("inf")}, "exp"),
        ({"exp": "soon"}, "exp"),
        ({"iat": NOW + 60}, "iat"),
        ({"iat": "now"}, "iat"),
        ({"nbf": NOW + 60}, "nbf"),
    ],
)
def test_what_is_wrong_with_a_statement_is_named(changes: dict[str, Any], word: str) -> None:
    assert word in refused(PROGRAM.statement(AT, **changes))


def test_our_name_may_stand_alone_in_a_list_and_times_may_have_fractions() -> None:
    assert checked(PROGRAM.statement(AT, aud=[ISSUER], exp=NOW + 59.5, iat=None, nbf=NOW - 1)).mark


def test_a_statement_of_somebody_else_or_unsigned_does_not_count() -> None:
    stranger = Program("desk")
    for assertion in (
        stranger.statement(AT),
        changed(PROGRAM.statement(AT), jti="j"),
        unsigned({"iss": "desk", "sub": "desk", "aud": ISSUER, "jti": "j", "exp": NOW + 60}),
        "",
    ):
        assert "client_assertion" in refused(assertion)
