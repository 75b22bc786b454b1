from typing import Any

import pytest

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState, Credential
from sekisho.authentication.types.factors import FactorCode


def authenticator(**more: Any) -> Authenticator:
    values: dict[str, Any] = {
        "id": "au",
        "principal": "customer:a1",
        "factor": FactorCode.PASSKEY_SYNCED,
        "name": "",
        "state": AuthenticatorState.ACTIVE,
        "created": 1,
        "created_by": "customer:a1",
    }
    return Authenticator(**{**values, **more})


def passkey(**more: Any) -> Credential:
    return Credential(credential_id=b"", public_key=b"", algorithm=-7, rp_id="", aaguid="", **more)


def test_a_password_is_no_credential_and_reaches_little() -> None:
    typed = authenticator(factor=FactorCode.PASSWORD)

    assert (typed.acr, typed.synced, typed.aaguid_proven, typed.confirmed) == (Acr.PASSWORD, None, False, True)


def test_a_passkey_says_whether_it_may_leave_its_device() -> None:
    assert authenticator(credential=passkey(backup_eligible=True)).synced is True
    assert authenticator(credential=passkey(aaguid_proven=True)).aaguid_proven


@pytest.mark.parametrize(("auto", "used", "confirmed"), [(False, None, True), (True, None, False), (True, 5, True)])
def test_a_passkey_made_in_passing_is_confirmed_by_its_first_use(
    auto: bool,  # noqa: FBT001
    used: int | None,
    confirmed: bool,  # noqa: FBT001
) -> None:
    assert authenticator(credential=passkey(auto_created=auto), last_used=used).confirmed is confirmed


def test_a_hold_runs_until_its_moment() -> None:
    new = authenticator(hold_until=10)

    assert (new.held(9), new.held(10), authenticator().held(0)) == (True, False, False)


def test_only_the_active_count() -> None:
    assert [authenticator(state=state).active for state in AuthenticatorState] == [True, False, False, False]
