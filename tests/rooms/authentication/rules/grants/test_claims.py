from dataclasses import replace

from tests.builders.firms import terms
from tests.builders.oauth import ISSUER, provider

from sekisho.authentication.rules.grants.claims import access_claims, id_claims, logout_claims, subject_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.grants.tokens import Grant, GrantKind, GrantState
from sekisho.firms.types.clients import Client, ClientState
from sekisho.firms.types.scopes import Scope

AT = 1_796_000_400_000
OWN = Client(client_id="c", terms=terms(), state=ClientState.ACTIVE, registered_by="a", approved_by="b", created=0)
THEIRS = replace(OWN, terms=terms(third_party=True))
GRANT = Grant(
    id="gr_1", kind=GrantKind.LOGIN, client_id="c", principal="customer:a-1", account="a-1", session="se_1",
    scopes=frozenset({Scope.OPENID}), details=(), limits=None, acr=Acr.PHR, amr=("pop", "swk"), auth_time=AT - 5_000,
    key="", offline=False, created=AT, expires=AT + 1, state=GrantState.ACTIVE,
)  # fmt: skip


def test_two_other_companies_know_a_customer_by_two_names_and_the_firm_by_his_own() -> None:
    names = {
        subject_of(OWN, "a-1", secret=b"s"),
        subject_of(THEIRS, "a-1", secret=b"s"),
        subject_of(replace(THEIRS, client_id="d"), "a-1", secret=b"s"),
        subject_of(THEIRS, "a-2", secret=b"s"),
    }

    assert len(names) == 4
    assert "a-1" in names
    assert subject_of(THEIRS, "a-1", secret=b"s") == subject_of(THEIRS, "a-1", secret=b"s")


def access(grant: Grant | None, key: str = "") -> dict[str, object]:
    return access_claims(
        provider=provider(), client_id="c", subject="a-1", jti="at_1", scopes={Scope.OPENID, Scope.ACCOUNTS_READ},
        key=key, grant=grant, at=AT, until=AT + 300_000,
    )  # fmt: skip


def test_an_access_token_says_what_rfc_9068_asks() -> None:
    assert access(GRANT, key="thumb") == {
        "iss": ISSUER, "aud": ISSUER + "/v1", "sub": "a-1", "client_id": "c", "iat": AT // 1_000,
        "exp": AT // 1_000 + 300, "jti": "at_1", "scope": "accounts:read openid", "cnf": {"jkt": "thumb"},
        "auth_time": AT // 1_000 - 5, "acr": "phr", "amr": ["pop", "swk"],
    }  # fmt: skip


def test_a_machines_token_says_nothing_about_a_login() -> None:
    assert not {"acr", "amr", "auth_time", "cnf"} & set(access(None))


def test_a_delegate_and_what_was_signed_are_named_in_it() -> None:
    said = access(replace(GRANT, principal="agent:7", details=({"type": "sekisho_withdraw"},)))

    assert (said["sub"], said["act"]) == ("a-1", {"sub": "agent:7"})
    assert said["authorization_details"] == [{"type": "sekisho_withdraw"}]


def identity(nonce: str) -> dict[str, object]:
    return id_claims(
        provider=provider(),
        client=OWN,
        subject="a-1",
        grant=GRANT,
        nonce=nonce,
        access_token="token",  # noqa: S106 - no secret
        at=AT,
    )


def test_an_id_token_belongs_to_its_session_its_nonce_and_its_access_token() -> None:
    said = identity("n-1")

    assert (said["aud"], said["sid"], said["nonce"], said["acr"]) == ("c", "se_1", "n-1", "phr")
    assert said["at_hash"] == "PEaenWxYddN6Q_NT1PiOYQ"
    assert "nonce" not in identity("")


def test_a_logout_token_has_its_event_and_no_nonce() -> None:
    said = logout_claims(provider=provider(), client_id="c", subject="a-1", session="se_1", jti="lt_1", at=AT)

    assert said["events"] == {"http://schemas.openid.net/event/backchannel-logout": {}}
    assert "nonce" not in said
    assert (said["sid"], said["sub"], said["aud"]) == ("se_1", "a-1", "c")
