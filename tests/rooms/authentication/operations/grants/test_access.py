"""Tokens are held against everything that may have happened since, at every use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from tests.builders import firms
from tests.builders.firms import FIRST, founded
from tests.builders.grants import BACK, BOARD, DESK, READER, answered, code_for, program, pushed, redeemed, refreshed
from tests.builders.oauth import ISSUER, Program, bare, changed, claims_in, provider, signed, unsigned
from tests.builders.signing_in import AT, agent, customer, kinds, opened, visit

from sekisho.authentication import models
from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.operations.grants.access import access, check_assurance, introspect, revoke
from sekisho.authentication.operations.grants.ending import end_client, end_grant
from sekisho.authentication.operations.grants.subjects import subject_for
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.freezes import FreezeScope, FreezeSource
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.tokens import Access, GrantEnd
from sekisho.firms.operations.clients import suspend_client
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import HOUR

PATH = "/v1/accounts"


@dataclass
class Scene:
    desk: Program
    reader: Program
    board: Program
    back: Program

    def token(self, who: Program, session: Any, scope: str = "openid accounts:read", **changes: str) -> dict[str, Any]:
        uri = pushed(who, scope=scope, **changes)
        return redeemed(who, code_for(who, session, request_uri=uri))


@pytest.fixture
def scene(database: str) -> Scene:
    founded()
    return Scene(
        *(
            program(name, terms)
            for name, terms in (("desk", DESK), ("reader", READER), ("board", BOARD), ("back", BACK))
        )
    )


@contextmanager
def refused(fault: Fault = Fault.INVALID_TOKEN) -> Iterator[None]:
    with pytest.raises(OAuthError) as told:
        yield
    assert told.value.fault is fault


def use(
    who: Program, token: str, *, at: int = AT, scheme: str = "DPoP", scope: Scope | None = Scope.ACCOUNTS_READ,
    knock: Any = None,
) -> Access:  # fmt: skip
    knock = knock or who.knock(at, path=PATH, method="GET", token=token)
    return access(scheme=scheme, token=token, provider=provider(), knock=knock, scope=scope)


def look(who: Program, token: str, at: int = AT) -> dict[str, Any]:
    return dict(introspect(form=who.form(at, token=token), provider=provider(), at=at))


def freeze(*scopes: FreezeScope, at: int = AT) -> None:
    place_freeze(
        freeze="fz_1", account="a-1", source=FreezeSource.CUSTOMER, by="customer:a-1", reason="lost", visit=visit(),
        at=at, **({"scopes": frozenset(scopes)} if scopes else {}),
    )  # fmt: skip


def test_a_token_with_its_proof_says_what_it_allows(scene: Scene) -> None:
    token = scene.token(scene.board, opened(customer()))["access_token"]

    found = use(scene.board, token)

    assert (found.client_id, found.key, found.scopes) == (
        "board", scene.board.thumbprint, {Scope.OPENID, Scope.ACCOUNTS_READ},
    )  # fmt: skip
    assert found.grant is not None
    assert (found.grant.account, found.grant.acr) == ("a-1", Acr.PHR)
    assert use(scene.board, token, scope=None).jti == found.jti


def test_a_stolen_token_is_worth_nothing_without_its_key(scene: Scene) -> None:
    token = scene.token(scene.board, opened(customer()))["access_token"]
    thief = Program("board")

    with refused():
        use(thief, token)
    with refused():
        use(scene.board, token, scheme="Bearer")
    for knock in (
        bare(AT),
        scene.board.knock(AT, path=PATH, method="GET"),
        scene.board.knock(AT, path=PATH, method="GET", token=unsigned({})),
        scene.board.knock(AT, path="/v1/other", method="GET", token=token, htu=ISSUER + PATH),
        scene.board.knock(AT, path=PATH, method="GET", token=token, htm="POST"),
    ):
        with refused(Fault.INVALID_DPOP_PROOF):
            use(scene.board, token, knock=knock)


def test_a_proof_is_used_once(scene: Scene) -> None:
    token = scene.token(scene.board, opened(customer()))["access_token"]
    knock = scene.board.knock(AT, path=PATH, method="GET", token=token)
    use(scene.board, token, knock=knock)

    with refused(Fault.INVALID_DPOP_PROOF):
        use(scene.board, token, knock=knock)


def test_a_bearer_token_is_used_as_one(scene: Scene) -> None:
    token = redeemed(scene.desk, code_for(scene.desk, opened(customer())), knock=bare(AT))["access_token"]

    assert use(scene.desk, token, scheme="bearer", scope=Scope.OPENID).key == ""
    with refused():
        use(scene.desk, token, scope=Scope.OPENID)


def test_every_scope_has_to_be_there(scene: Scene) -> None:
    token = scene.token(scene.board, opened(customer()), scope="openid")["access_token"]

    with refused(Fault.INSUFFICIENT_SCOPE):
        use(scene.board, token)


def test_forged_foreign_and_old_tokens_are_refused(scene: Scene) -> None:
    answer = scene.token(scene.board, opened(customer()))
    token, keys = answer["access_token"], provider().keys
    claims = claims_in(token)
    for bad in (
        "",
        "no.token",
        changed(token, scope="orders:place"),
        unsigned(claims, typ="at+jwt", kid=keys.es256.kid),
        signed(claims, scene.board.key, typ="at+jwt", kid=keys.es256.kid),
        signed({**claims, "iss": "https://other.example"}, keys.es256, typ="at+jwt", kid=keys.es256.kid),
        signed({**claims, "aud": "https://other.example"}, keys.es256, typ="at+jwt", kid=keys.es256.kid),
        signed({**claims, "jti": "at_guess"}, keys.es256, typ="at+jwt", kid=keys.es256.kid),
        answer["id_token"],  # an ID token is no access token
    ):
        with refused():
            use(scene.board, bad)
    with refused():
        use(scene.board, token, at=AT + 300_000)


def test_a_freeze_stops_tokens_at_once(scene: Scene) -> None:
    """C-19: within 60 seconds on every channel; here with the next call."""
    token = scene.token(scene.board, opened(customer()))["access_token"]
    use(scene.board, token)
    freeze()

    with refused():
        use(scene.board, token)
    assert look(scene.back, token) == {"active": False}


def test_a_freeze_of_programs_leaves_a_mere_login_alone(scene: Scene) -> None:
    session = opened(customer())
    reading = scene.token(scene.board, session)["access_token"]
    login = scene.token(scene.board, session, scope="openid")["access_token"]
    freeze(FreezeScope.API)

    with refused():
        use(scene.board, reading)
    assert use(scene.board, login, scope=Scope.OPENID)


def test_a_closed_account_a_stopped_client_and_an_ended_grant_stop_them_too(scene: Scene) -> None:
    session = opened(customer())
    tokens = [scene.token(who, session)["access_token"] for who in (scene.board, scene.reader)]
    (grant,) = models.Grant.objects.filter(client_id="reader").values_list("id", flat=True)
    end_grant(grant=grant, reason=GrantEnd.REVOKED, by="customer:a-1", at=AT)
    with refused():
        use(scene.reader, tokens[1])
    suspend_client(client_id="board", by=FIRST, reason="leak", at=AT)
    with refused():
        use(scene.board, tokens[0])
    models.Principal.objects.update(state="closed")
    with refused():
        use(scene.board, tokens[0])


def test_whatever_a_closed_client_had_can_be_ended(scene: Scene) -> None:
    token = scene.token(scene.board, opened(customer()))["access_token"]
    assert len(end_client(client_id="board", by="staff:sato", at=AT)) == 1

    with refused():
        use(scene.board, token)


def test_a_delegates_token_ends_with_the_delegation(scene: Scene) -> None:
    """C-23."""
    customer("a-9")
    agent("g-1")
    models.Delegation.objects.create(
        id="dg_1", agent_id="agent:g-1", account="a-9", granted_by_id="customer:a-9", name="n", relation="r",
        operations=["personal_data_view"], start=AT - 1, until=AT + HOUR, operation="op_x", state="active",
    )  # fmt: skip
    token = scene.token(scene.board, opened("agent:g-1", acting="a-9"))["access_token"]
    assert look(scene.back, token)["act"] == {"sub": "agent:g-1"}
    models.Delegation.objects.update(until=AT)

    with refused():
        use(scene.board, token)


def test_the_firms_resource_learns_everything_it_needs(scene: Scene) -> None:
    answer = scene.token(scene.board, opened(customer()), scope="openid accounts:read orders:place")

    told = look(scene.back, answer["access_token"])

    assert (told["active"], told["sub"], told["client_id"], told["token_type"]) == (True, "a-1", "board", "DPoP")
    assert told["cnf"] == {"jkt": scene.board.thumbprint}
    assert (told["acr"], told["auth_time"]) == ("phr", AT // 1_000)
    assert told["sekisho_limits"] == {"per_order_yen": 100_000, "per_day_yen": 300_000, "symbols": [], "markets": []}
    assert told["sub"] == claims_in(answer["id_token"])["sub"]


def test_others_learn_about_their_own_tokens_only(scene: Scene) -> None:
    session = opened(customer())
    theirs = scene.token(scene.reader, session)
    ours = scene.token(scene.board, session)["access_token"]

    told = look(scene.reader, theirs["access_token"])
    assert told["sub"] == claims_in(theirs["id_token"])["sub"] != "a-1"
    assert look(scene.reader, ours) == {"active": False}
    assert look(scene.back, "guess") == {"active": False}
    with refused(Fault.INVALID_CLIENT):
        introspect(form={"token": ours}, provider=provider(), at=AT)


def test_signed_details_are_told_to_the_resource(scene: Scene) -> None:
    token = scene.token(scene.board, opened(customer()))["access_token"]
    models.Grant.objects.update(details=[{"type": "sekisho_withdraw"}])

    assert look(scene.back, token)["authorization_details"] == [{"type": "sekisho_withdraw"}]


def test_a_machines_token_is_its_own(scene: Scene) -> None:
    form = scene.back.form(AT, grant_type="client_credentials")
    token = answered(form, knock=scene.back.knock(AT))["access_token"]

    assert look(scene.back, token)["sub"] == "back"
    found = use(scene.back, token, scope=Scope.OPERATIONS_READ)
    assert found.grant is None
    assert subject_for(access=found, provider=provider(), at=AT) == "back"


def test_a_bearer_token_has_no_key_to_tell(scene: Scene) -> None:
    token = redeemed(scene.desk, code_for(scene.desk, opened(customer())), knock=bare(AT))["access_token"]

    told = look(scene.back, token)
    assert told["token_type"].startswith("Bearer")
    assert "cnf" not in told


def test_the_name_in_userinfo_is_that_of_the_id_token(scene: Scene) -> None:
    answer = scene.token(scene.reader, opened(customer()))

    found = use(scene.reader, answer["access_token"])
    assert subject_for(access=found, provider=provider(), at=AT) == claims_in(answer["id_token"])["sub"]


def test_a_client_gives_its_tokens_back(scene: Scene) -> None:
    """RFC 7009."""
    session = opened(customer())
    answer = redeemed(scene.desk, code_for(scene.desk, session, scope="openid offline_access"))
    for who in (scene.reader, scene.desk):
        revoke(form=who.form(AT, token=answer["access_token"]), provider=provider(), at=AT)
    with refused():
        use(scene.desk, answer["access_token"], scope=Scope.OPENID)
    assert kinds().count("authentication:token:revoked") == 1

    again = refreshed(scene.desk, answer["refresh_token"])
    revoke(form=scene.reader.form(AT, token=again["refresh_token"]), provider=provider(), at=AT)
    assert look(scene.back, again["access_token"])["active"]
    revoke(form=scene.desk.form(AT, token=again["refresh_token"]), provider=provider(), at=AT)
    assert not look(scene.back, again["access_token"])["active"]
    revoke(form=scene.desk.form(AT, token=unsigned({})), provider=provider(), at=AT)


def test_a_resource_asks_for_a_surer_or_fresher_login(scene: Scene) -> None:
    """RFC 9470."""
    token = scene.token(scene.board, opened(customer()))["access_token"]
    grant = use(scene.board, token).grant

    check_assurance(grant=grant, acr=Acr.PHR, max_age=60, at=AT + 60_000)
    check_assurance(grant=grant, acr=Acr.NONE, max_age=None, at=AT + HOUR)
    for demand in ({"acr": Acr.PHRH, "max_age": None}, {"acr": Acr.PHR, "max_age": 59}):
        with refused(Fault.INSUFFICIENT_USER_AUTHENTICATION):
            check_assurance(grant=grant, at=AT + 60_000, **demand)  # type: ignore[arg-type]
    with refused(Fault.INSUFFICIENT_USER_AUTHENTICATION):
        check_assurance(grant=None, acr=Acr.NONE, max_age=None, at=AT)
    assert firms.LIMITS
