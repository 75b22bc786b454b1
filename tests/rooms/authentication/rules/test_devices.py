from dataclasses import replace

from sekisho.authentication.rules.devices import known
from sekisho.authentication.types.devices import DeviceRules, DeviceUse
from sekisho.kernel.moments import DAY

AT = 1_796_000_400_000
USE = DeviceUse(
    device="dv_1", principal="customer:a-1", name="", user_agent="", first_seen=AT, last_seen=AT, logins=1, last_ip=""
)


def test_a_device_that_was_never_used_is_a_stranger() -> None:
    assert not known(None, at=AT)


def test_one_login_makes_a_device_known_for_half_a_year() -> None:
    assert known(USE, at=AT + 180 * DAY - 1)
    assert not known(USE, at=AT + 180 * DAY)


def test_a_removed_device_is_a_stranger() -> None:
    assert not known(replace(USE, revoked=AT), at=AT)


def test_a_firm_may_ask_for_more_logins() -> None:
    assert not known(USE, at=AT, rules=DeviceRules(logins=2))
