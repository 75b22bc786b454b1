"""What programs send is read strictly, and refused in OAuth's words, with a record."""

import pytest
from tests.builders.grants import BACK
from tests.builders.oauth import Program
from tests.builders.oidc import FORM, founded, machine_token, nonce, origin, post, proof, registered, token
from tests.builders.signing_in import kinds
from tests.builders.web import client

from sekisho.web.operations.clock import now

GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
def back(database: str) -> Program:
    founded()
    return registered("back", BACK)


def error(answer: object) -> str:
    assert answer.headers["Content-Type"] == "application/json"  # type: ignore[attr-defined]
    assert answer.headers["Cache-Control"] == "no-store"  # type: ignore[attr-defined]
    body = answer.json()  # type: ignore[attr-defined]
    assert body["error_description"].isascii()
    return f"{answer.status_code} {body['error']}"  # type: ignore[attr-defined]


def test_a_form_that_is_none_is_refused_and_written_down(back: Program) -> None:
    answers = [
        client().get("/oidc/token"),
        client().post("/oidc/token", '{"grant_type":"x"}', content_type="application/json"),
        client().post("/oidc/token", b"a=\xff%ff", content_type=FORM),
        client().post("/oidc/token", "&".join(f"a{n}=1" for n in range(60)), content_type=FORM),
        client().post("/oidc/token", "grant_type=a&grant_type=b&client_id=back", content_type=FORM),
        client().post("/oidc/token", "%E3%81%82=a&%E3%81%82=b", content_type=FORM),
    ]

    assert [error(answer) for answer in answers] == ["400 invalid_request"] * 6
    assert kinds().count("authentication:token:refused") == 6


def test_a_password_in_a_header_is_no_way_to_prove_anything(back: Program) -> None:
    answer = post("/oidc/token", GRANT, Authorization="Basic YmFjazpzZWNyZXQ=")

    assert error(answer) == "401 invalid_client"
    assert answer.headers["WWW-Authenticate"] == "Basic"


def test_a_nonce_is_handed_out_and_then_needed(back: Program) -> None:
    without = post("/oidc/token", back.form(now(), **GRANT), proof=proof(back, "/oidc/token"))
    assert error(without) == "400 use_dpop_nonce"
    fresh = without.headers["DPoP-Nonce"]

    again = post("/oidc/token", back.form(now(), **GRANT), proof=proof(back, "/oidc/token", nonce=fresh))

    assert again.status_code == 200
    assert again.headers["DPoP-Nonce"]
    assert "authentication:token:refused" not in kinds()


def test_two_proofs_are_none(back: Program) -> None:
    one, two = (proof(back, "/oidc/token", nonce=nonce()) for _ in range(2))

    assert error(post("/oidc/token", back.form(now(), **GRANT), proof=f"{one}, {two}")) == "400 invalid_dpop_proof"


def test_the_address_in_a_proof_is_ours_and_not_what_the_host_header_says(back: Program) -> None:
    answer = post(
        "/oidc/token", back.form(now(), **GRANT),
        proof=back.proof(now(), url="http://evil.example/oidc/token", nonce=nonce()),
    )  # fmt: skip

    assert error(answer) == "400 invalid_dpop_proof"
    elsewhere = post("/oidc/token", back.form(now(), **GRANT), host="evil.example")
    assert elsewhere.status_code == 421
    assert origin().startswith("http://localhost")


def test_empty_parameters_count_as_left_out(back: Program) -> None:
    assert token(back, {**GRANT, "scope": ""}).json()["scope"] == "operations:create operations:read tokens:inspect"
    assert machine_token(back)
