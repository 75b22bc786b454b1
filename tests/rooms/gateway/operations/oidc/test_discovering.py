from tests.builders.oidc import origin
from tests.builders.web import client


def test_what_we_can_do_is_found_in_two_places(database: str) -> None:
    found = client().get("/.well-known/openid-configuration").json()

    assert found == client().get("/.well-known/oauth-authorization-server").json()
    assert found["issuer"] == origin()
    assert found["response_types_supported"] == ["code"]
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["acr_values_supported"][:2] == ["phrh", "phr"]
    assert found["authorization_response_iss_parameter_supported"]
    assert "password" not in found["grant_types_supported"]
    assert "none" not in found["id_token_signing_alg_values_supported"]
    assert "sekisho_withdrawal" in found["authorization_details_types_supported"]


def test_every_endpoint_named_is_there(database: str) -> None:
    found = client().get("/.well-known/openid-configuration").json()

    places = [value for name, value in found.items() if name.endswith(("_endpoint", "jwks_uri"))]
    assert len(places) == 8
    for place in places:
        assert client().get(place.removeprefix(origin())).status_code != 404


def test_our_public_keys_are_public_only(database: str) -> None:
    keys = client().get("/oidc/jwks").json()["keys"]

    assert {key["kty"] for key in keys} == {"EC", "RSA"}
    assert all(key["kid"] and not {"d", "p", "q"} & set(key) for key in keys)
    assert client().get("/oidc/jwks").headers["Cache-Control"] == "public, max-age=300"
