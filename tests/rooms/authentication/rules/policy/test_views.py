from typing import Any

import pytest
from tests.builders.policies import AT, F

from sekisho.authentication.rules.policy.views import held_of, standing_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState, Credential
from sekisho.authentication.types.policy import Held
from sekisho.authentication.types.sessions import Session


def an_authenticator(**changes: Any) -> Authenticator:
    usual: dict[str, Any] = {
        "id": "au_1", "principal": "customer:a-1", "factor": F.PASSKEY_SYNCED, "name": "phone",
        "state": AuthenticatorState.ACTIVE, "created": AT, "created_by": "customer:a-1",
    }  # fmt: skip
    return Authenticator(**{**usual, **changes})


def credential(**changes: Any) -> Credential:
    usual: dict[str, Any] = {
        "credential_id": b"c", "public_key": b"k", "algorithm": -7, "rp_id": "localhost", "aaguid": "",
    }  # fmt: skip
    return Credential(**{**usual, **changes})


@pytest.mark.parametrize(
    ("state", "count"),
    [("active", 1), ("suspended", 1), ("revoked", 0), ("replaced", 0)],
)
def test_only_what_is_still_his_counts(state: str, count: int) -> None:
    assert len(held_of([an_authenticator(state=AuthenticatorState(state))])) == count


def test_a_suspended_one_is_his_all_the_same() -> None:
    (held,) = held_of([an_authenticator(state=AuthenticatorState.SUSPENDED, hold_until=AT + 1)])

    assert held == Held(
        authenticator="au_1", factor=F.PASSKEY_SYNCED, created=AT, suspended=True, hold_until=AT + 1, confirmed=True
    )


@pytest.mark.parametrize(("last_used", "confirmed"), [(None, False), (AT, True)])
def test_one_made_in_passing_is_confirmed_by_its_first_use(last_used: int | None, *, confirmed: bool) -> None:
    own = credential(auto_created=True, attestation_profile="strict")
    (held,) = held_of([an_authenticator(credential=own, last_used=last_used)])

    assert (held.auto_created, held.confirmed, held.profiles) == (True, confirmed, {"strict"})


def test_a_profile_that_was_not_asked_is_none() -> None:
    (held,) = held_of([an_authenticator(credential=credential())])

    assert held.profiles == frozenset()


@pytest.mark.parametrize(("factor", "factors"), [("totp", {F.TOTP}), ("", set())])
def test_a_session_covers_no_content(factor: str, factors: set[F]) -> None:
    session = Session(
        ref="se_1", principal="customer:a-1", account="a-1", acting="", acr=Acr.MFA, amr=(), auth_time=AT, created=AT,
        last_seen=AT, idle_until=AT + 1, expires=AT + 1, device="d", channel="web", ip="", user_agent="", factor=factor,
    )  # fmt: skip
    standing = standing_of(session, authenticators=["au_1"])

    assert (standing.acr, standing.auth_time, standing.device, standing.content) == (Acr.MFA, AT, "d", "")
    assert (standing.factors, standing.authenticators) == (factors, {"au_1"})
