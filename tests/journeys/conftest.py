"""What journeys share: one Chromium for all, a node and people for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.builders.console import FIRST, SECOND, founded
from tests.harness.browser import DESKTOP, PHONE, Person, launched, person
from tests.harness.node import Node
from tests.harness.office import CODES, believed, enrolled

from sekisho.firms.operations.invitations import invite_founder
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import digest_of, identifier


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """One Chromium process for all journeys; every person has a profile of his own in it."""
    with launched() as browser:
        yield browser


@pytest.fixture
def node(fresh_database: str) -> Iterator[Node]:
    """A running node on the test's own database."""
    with Node(fresh_database) as running:
        yield running


@pytest.fixture
def phone(chrome: Browser) -> Iterator[Person]:
    """Somebody with a telephone, 390 px wide, reading Japanese."""
    with person(chrome, "phone", viewport=PHONE) as somebody:
        yield somebody


@pytest.fixture
def desktop(chrome: Browser) -> Iterator[Person]:
    """Somebody at a desk, 1280 px wide, reading English."""
    with person(chrome, "desktop", viewport=DESKTOP, locale="en-GB") as somebody:
        yield somebody


@pytest.fixture
def stranger(chrome: Browser) -> Iterator[Person]:
    """Somebody else, with nothing in his hands."""
    with person(chrome, "stranger") as somebody:
        yield somebody


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    return tmp_path / "anchors.pem"


@pytest.fixture
def office(fresh_database: str, anchors: Path) -> Iterator[Node]:
    """A node whose founders have their codes, and that believes the makers in ``anchors``."""
    anchors.write_text("")
    founded(at=now())
    for staff, (first, second) in CODES.items():
        invite_founder(
            invitation=identifier("iv"), staff=staff, first=digest_of(first), second=digest_of(second), at=now()
        )
    with Node(fresh_database, SEKISHO_STAFF_ANCHORS=str(anchors)) as running:
        yield running


@pytest.fixture
def founders(office: Node, chrome: Browser, anchors: Path) -> Iterator[tuple[Person, Person]]:
    """Both founders, enrolled and logged in: one at a desk, the other with a telephone."""
    with (
        person(chrome, "sato", viewport=DESKTOP, locale="en-GB") as sato,
        person(chrome, "suzuki", viewport=PHONE, locale="en-GB") as suzuki,
    ):
        believed(sato, office, anchors)
        enrolled(sato, office, CODES[FIRST], keyboard=True)
        enrolled(suzuki, office, CODES[SECOND])
        yield sato, suzuki
