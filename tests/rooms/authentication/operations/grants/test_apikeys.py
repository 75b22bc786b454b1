"""Customers let their own programs in, with a key of the program's and in a strong ceremony (C-24)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.builders.approving import Desk
from tests.builders.firms import founded
from tests.builders.grants import BACK, answered, program
from tests.builders.oauth import Program, claims_in, ec_key, provider
from tests.builders.passkeys import Browser
from tests.builders.signing_in import AT, kinds, visit

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import cancel_operation
from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.operations.grants.access import access, introspect
from sekisho.authentication.operations.grants.apikeys import issue_key, propose_key, revoke_key
from sekisho.authentication.operations.grants.subjects import subject_for
from sekisho.authentication.queries.grants.grants import api_keys_of, proposed_key
from sekisho.authentication.types.approval_refusals import ApprovalRefusedError
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.executing import PORTAL, Unfit, UnfitError
from sekisho.authentication.types.freezes import FreezeScope, FreezeSource
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.tokens import ApiKey
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import DAY

CODE = OperationCode.API_KEY_ISSUE


@dataclass
class Scene:
    signer: Desk
    tool: Program = field(default_factory=lambda: Program("key_1", key=(key := ec_key()), proof_key=key))

    def content(self, **changes: Any) -> dict[str, Any]:
        wanted = {
            "client": "my tool", "scopes": ["accounts:read", "orders:place"], "key": self.tool.thumbprint,
            "expires": "2027-03-31", "order_limit": "100000", "day_limit": "300000", "currency": "JPY", **changes,
        }  # fmt: skip
        return {name: value for name, value in wanted.items() if value is not None}

    def signed(self, *, caller: str = PORTAL, code: OperationCode = CODE, **changes: Any) -> str:
        more = {"content": self.content(**changes)} if code is CODE else {}
        return self.signer.sign(code, caller=caller, **more).operation.id

    def issue(self, operation: str, **changes: Any) -> ApiKey:
        how = {
            "principal": "customer:a-1", "jwk": self.tool.proof_key.as_dict(private=False), "longest": provider().key,
            "session": "se_1", "key": "key_1", "grant": "gr_1", "evidence": f"ev_{operation}", "at": AT, **changes,
        }  # fmt: skip
        return issue_key(operation=operation, **how)

    def ask(self, **changes: Any) -> dict[str, Any]:
        at = changes.pop("at", AT)
        who = changes.pop("who", self.tool)
        return answered(who.form(at, grant_type="client_credentials", **changes), knock=who.knock(at))


@pytest.fixture
def scene(fresh_database: str) -> Scene:
    founded()
    return Scene(Desk(account="a-1", at=AT, browser=Browser(at=AT - 5 * DAY)).open())


@contextmanager
def refused(fault: Fault) -> Iterator[None]:
    with pytest.raises(OAuthError) as told:
        yield
    assert told.value.fault is fault


@contextmanager
def unfit(reason: Unfit) -> Iterator[None]:
    with pytest.raises(UnfitError) as told:
        yield
    assert told.value.unfit is reason


def test_a_signed_key_gets_short_tokens_for_what_was_signed(scene: Scene) -> None:
    made = scene.issue(scene.signed())
    assert (made.name, made.grant.scopes) == ("my tool", {Scope.ACCOUNTS_READ, Scope.ORDERS_PLACE})
    assert made.grant.amr[0] == "pop"

    answer = scene.ask(scope="orders:place")

    said = claims_in(answer["access_token"])
    assert (said["sub"], said["client_id"], said["acr"]) == ("a-1", "key_1", "phr")
    assert said["cnf"] == {"jkt": scene.tool.thumbprint}
    assert "refresh_token" not in answer
    (listed,) = api_keys_of(principal="customer:a-1")
    assert (listed.id, listed.last_used) == ("key_1", AT)
    assert "authentication:apikey:issued" in kinds()


def test_we_keep_no_secret_of_it(scene: Scene) -> None:
    scene.issue(scene.signed())

    assert "d" not in models.ApiKey.objects.get().jwk


def test_the_broker_sees_its_limits_and_its_account(scene: Scene) -> None:
    scene.issue(scene.signed(symbols=["7203"], markets=["TSE"]))
    back = program("back", BACK)
    token = scene.ask()["access_token"]

    told = introspect(form=back.form(AT, token=token), provider=provider(), at=AT)

    assert (told["active"], told["sub"], told["client_id"]) == (True, "a-1", "key_1")
    assert told["sekisho_limits"] == {
        "per_order_yen": 100_000, "per_day_yen": 300_000, "symbols": ["7203"], "markets": ["TSE"],
    }  # fmt: skip
    found = access(
        scheme="DPoP", token=token, provider=provider(), knock=scene.tool.knock(AT, path="/v1/x", token=token),
        scope=Scope.ORDERS_PLACE,
    )  # fmt: skip
    assert subject_for(access=found, provider=provider(), at=AT) == "a-1"


def test_no_key_reaches_money_or_settings(scene: Scene) -> None:
    """Losing the token does not allow withdrawal or setting changes."""
    scene.issue(scene.signed())

    for scope in ("operations:create", "operations:consume", "openid", "customers:write", "money:withdraw"):
        with refused(Fault.INVALID_SCOPE):
            scene.ask(scope=scope)


def test_a_key_is_proved_with_the_key_that_was_signed(scene: Scene) -> None:
    scene.issue(scene.signed())
    other = Program("key_1", key=scene.tool.key)  # another key for its proofs
    stranger = Program("key_1")

    with refused(Fault.INVALID_DPOP_PROOF):
        scene.ask(who=other)
    with refused(Fault.INVALID_CLIENT):
        scene.ask(who=stranger)


def test_nothing_is_issued_that_was_not_signed(scene: Scene) -> None:
    waiting = scene.signer.create(CODE, caller=PORTAL, content=scene.content()).id
    with pytest.raises(ApprovalRefusedError):
        scene.issue(waiting)
    approved = scene.signed()
    with unfit(Unfit.OTHER_KEY):
        scene.issue(approved, jwk=ec_key().as_dict(private=False))
    with unfit(Unfit.OTHER_OPERATION):
        scene.issue(approved, principal="customer:other")
    with unfit(Unfit.OTHER_OPERATION):
        scene.issue("op_guess")
    with unfit(Unfit.OTHER_OPERATION):
        scene.issue(scene.signed(caller="broker"))
    with unfit(Unfit.OTHER_OPERATION):
        scene.issue(scene.signed(code=OperationCode.WITHDRAW))
    with unfit(Unfit.BAD_LIMITS):
        scene.issue(scene.signed(order_limit=None, day_limit=None, currency=None))
    with pytest.raises(ValueError, match="key_"):
        scene.issue(approved, key="client")
    cancelled = scene.signed()
    cancel_operation(operation=cancelled, by="customer:a-1", reason="no", at=AT)
    with pytest.raises(ApprovalRefusedError):
        scene.issue(cancelled)
    assert not models.ApiKey.objects.exists()


def test_one_signature_makes_one_key_and_a_broken_attempt_goes_on(scene: Scene) -> None:
    approved = scene.signed()
    models.Grant.objects.create(
        id="gr_1", kind="login", client_id="x", principal_id="customer:a-1", account="a-1", session="", scopes=[],
        acr=3, auth_time=AT, created=AT, expires=AT + 1, state="active",
    )  # fmt: skip
    with unfit(Unfit.DONE):  # the name was taken: executed, and no key yet
        scene.issue(approved)

    assert scene.issue(approved, grant="gr_2").id == "key_1"
    with unfit(Unfit.DONE):
        scene.issue(approved, key="key_2", grant="gr_3")


def test_the_customer_takes_a_key_back_at_once(scene: Scene) -> None:
    scene.issue(scene.signed())
    token = scene.ask()["access_token"]

    assert not revoke_key(key="key_1", principal="customer:other", at=AT)
    assert revoke_key(key="key_1", principal="customer:a-1", at=AT)
    assert not revoke_key(key="key_1", principal="customer:a-1", at=AT)

    with refused(Fault.INVALID_GRANT):
        scene.ask()
    back = program("back", BACK)
    assert introspect(form=back.form(AT, token=token), provider=provider(), at=AT) == {"active": False}
    assert "authentication:apikey:revoked" in kinds()


def test_a_key_stops_with_a_freeze_of_programs_and_at_its_end(scene: Scene) -> None:
    made = scene.issue(scene.signed())
    with refused(Fault.INVALID_GRANT):
        scene.ask(at=made.grant.expires)
    place_freeze(
        freeze="fz_1", account="a-1", source=FreezeSource.CUSTOMER, by="customer:a-1", reason="lost", visit=visit(),
        at=AT, scopes=frozenset({FreezeScope.API}),
    )  # fmt: skip
    with refused(Fault.INVALID_GRANT):
        scene.ask()


def propose(scene: Scene, **changes: Any) -> str:
    content = {name: value for name, value in scene.content(**changes).items() if name != "key"}
    made = propose_key(
        principal="customer:a-1", content=content, jwk=scene.tool.proof_key.as_dict(private=False),
        longest=provider().key, visit=visit(), operation="op_1", nonce=b"n" * 16, at=AT,
    )  # fmt: skip
    return made.id


def test_a_proposal_waits_with_its_public_key_for_the_signature(scene: Scene) -> None:
    made = propose(scene)

    assert models.SignedOperation.objects.get(id=made).content["key"] == scene.tool.thumbprint
    assert proposed_key(operation=made)["kty"] == "EC"
    assert proposed_key(operation="op_other") == {}
    assert api_keys_of(principal="customer:a-1") == ()


def test_a_proposal_that_could_not_be_carried_out_leaves_nothing(scene: Scene) -> None:
    with unfit(Unfit.BAD_LIMITS):
        propose(scene, order_limit="900000")

    assert not models.SignedOperation.objects.exists()


def test_a_private_key_is_not_taken(scene: Scene) -> None:
    for jwk in (scene.tool.proof_key.as_dict(private=True), {}):
        with unfit(Unfit.BAD_KEY):
            propose_key(
                principal="customer:a-1", content={}, jwk=jwk, longest=provider().key, visit=visit(), operation="op_1",
                nonce=b"n" * 16, at=AT,
            )  # fmt: skip
