"""What the compared methods see of a login."""

import pytest
from tests.builders.logins import CHROME, SAFARI, login

from sekisho.simulation.rules.login_features import machine_kind, without_cookie


def test_without_the_cookie_everything_else_stays() -> None:
    bare = without_cookie(login())

    assert bare.device is not None
    assert (bare.device.id, bare.device.user_agent, bare.ip) == (None, CHROME, login().ip)


def test_an_event_without_a_device_stays_as_it_is() -> None:
    event = login(device=None)

    assert without_cookie(event) is event


@pytest.mark.parametrize(
    ("text", "kind"),
    [(CHROME, "desktop"), (SAFARI, "mobile"), ("Mozilla/5.0 (iPad; CPU OS 17_5)", "tablet"), (None, "desktop")],
)
def test_a_browser_tells_its_sort_of_machine(text: str | None, kind: str) -> None:
    assert machine_kind(text) == kind
