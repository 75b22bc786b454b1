"""The firm's security officers, and policies as they type them."""

from typing import Any

from django.http import HttpResponse
from tests.builders.console import Desk, desk, employed, founded
from tests.builders.policies import policy_text

from sekisho.firms.types.permissions import Role
from sekisho.kernel.moments import DAY, from_milliseconds
from sekisho.web.operations.clock import now

AUTHOR, REVIEWER, ONE, TWO = "aoki", "baba", "chiba", "doi"
REASONS = {"reason_ja": "試すため", "reason_en": "to try it"}


def officers() -> None:
    """Four who may make policies; one step is for each."""
    founded(at=now())
    for name in (AUTHOR, REVIEWER, ONE, TWO):
        employed(name, Role.SECURITY_OFFICER)


def in_days(days: int) -> str:
    """A day as a form has it."""
    return f"{from_milliseconds(now() + days * DAY):%Y-%m-%d}"


def in_hours(hours: int) -> str:
    """A minute as a form has it."""
    return f"{from_milliseconds(now() + hours * DAY // 24):%Y-%m-%dT%H:%M}"


def text(days: int = 30, *, also: str = "") -> str:
    """The shipped policy, in force from a later day; ``also`` is changed into something else: ``old=>new``."""
    found = policy_text().replace("effective_from = 2026-12-01", f"effective_from = {in_days(days)}")
    old, _, new = also.partition("=>")
    assert not also or old in found
    return found.replace(old, new) if also else found


def drafted(**changes: str) -> str:
    """The record of a version that the author has proposed."""
    answer = desk(AUTHOR).post("/staff/policy/new", {"text": text(), **REASONS, **changes})
    return place_of(answer)


def place_of(answer: HttpResponse) -> str:
    """The record that an answer leads to."""
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).partition("?")[0].rpartition("/")[2]


def reviewed(**changes: str) -> str:
    """One that the reviewer has handed on."""
    name = drafted(**changes)
    assert desk(REVIEWER).post(f"/staff/policy/versions/{name}/review").status_code == 302
    return name


def signed(kind: str, name: str, *people: Desk) -> None:
    """Signatures by hardware keys; needs ``fresh_database``."""
    for each in people:
        assert each.decides(kind, name).status_code == 200


def page(path: str, staff: str = AUTHOR, **headers: Any) -> str:
    """A page as somebody sees it."""
    return desk(staff, language="en", **headers).get(path).content.decode()
