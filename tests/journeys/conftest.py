"""What journeys share: one Chromium for all, a node and people for each."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.harness.browser import DESKTOP, PHONE, Person, launched, person
from tests.harness.node import Node


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
