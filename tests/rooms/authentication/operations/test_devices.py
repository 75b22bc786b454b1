import pytest
from tests.builders.signing_in import AT, customer, kinds, opened, visit

from sekisho.authentication import models
from sekisho.authentication.operations.devices import (
    NoDeviceError,
    name_device,
    register_device,
    revoke_device,
    use_device,
)
from sekisho.authentication.queries.devices import device_by_token, devices_of, principals_on, use_of
from sekisho.authentication.types.devices import FreshDevice
from sekisho.authentication.types.sessions import token_digest


def device(number: int = 1) -> str:
    return register_device(fresh=FreshDevice(ref=f"dv_{number}", digest=token_digest(f"d-{number}")), at=AT)


def passkey(principal: str) -> str:
    models.Authenticator.objects.create(
        id="au_1", principal_id=principal, factor="passkey_synced", created=AT, created_by=principal
    )
    return "au_1"


def test_a_device_is_found_by_its_cookie(database: str) -> None:
    assert device() == "dv_1"
    assert device_by_token(token_digest=token_digest("d-1")) == "dv_1"
    assert device_by_token(token_digest=token_digest("d-2")) is None


def test_logins_on_a_device_are_counted_and_the_first_one_is_told(database: str) -> None:
    who = customer().ref
    here = visit(device=device())

    assert use_device(principal=who, visit=here, at=AT)
    assert not use_device(principal=who, visit=here, at=AT + 5)

    use = use_of(principal=who, device="dv_1")
    assert use is not None
    assert (use.logins, use.first_seen, use.last_seen, use.last_ip) == (2, AT, AT + 5, "203.0.113.7")
    assert use_of(principal=who, device="dv_2") is None


def test_several_accounts_can_share_a_device(database: str) -> None:
    """C-08."""
    one, two = customer().ref, customer("a-2").ref
    here = visit(device=device())
    use_device(principal=one, visit=here, at=AT)
    use_device(principal=two, visit=here, at=AT + 1)

    assert principals_on(device="dv_1") == (two, one)

    revoke_device(principal=two, device="dv_1", by=two, at=AT + 2)
    assert principals_on(device="dv_1") == (one,)


def test_the_list_shows_place_name_and_passkeys(database: str) -> None:
    """C-22."""
    who = customer().ref
    here, there = visit(device=device()), visit(device=device(2), ip="")
    for at in (AT, AT + 1):
        use_device(principal=who, visit=here, at=at, authenticator=passkey(who) if at == AT else "au_1")
    use_device(principal=who, visit=there, at=AT + 2)
    name_device(principal=who, device="dv_1", name="電話" * 60, at=AT + 3)

    latest, first = devices_of(principal=who, place=lambda ip: f"near {ip}")

    assert (latest.device, latest.place, latest.passkeys) == ("dv_2", "", ())
    assert (first.place, first.passkeys, len(first.name)) == ("near 203.0.113.7", ("au_1",), 100)


def test_a_removed_device_ends_his_sessions_on_it(database: str) -> None:
    who = customer().ref
    use_device(principal=who, visit=visit(device=device()), at=AT)
    session = opened(who, visit=visit(device="dv_1"))

    assert revoke_device(principal=who, device="dv_1", by=who, at=AT + 1) == (session.ref,)
    assert kinds()[-2:] == ["authentication:session:ended", "authentication:device:revoked"]
    with pytest.raises(NoDeviceError):
        revoke_device(principal=who, device="dv_1", by=who, at=AT + 2)
    with pytest.raises(NoDeviceError):
        name_device(principal=who, device="dv_1", name="x", at=AT + 2)


def test_a_login_on_a_removed_device_is_a_first_one_again(database: str) -> None:
    who, here = customer().ref, visit(device=device())
    use_device(principal=who, visit=here, at=AT)
    revoke_device(principal=who, device="dv_1", by=who, at=AT + 1)

    assert use_device(principal=who, visit=here, at=AT + 2)
    use = use_of(principal=who, device="dv_1")
    assert use is not None
    assert (use.logins, use.first_seen, use.revoked) == (1, AT + 2, None)
