"""A Chromium that a thief has told where his look-alike name leads, and a victim in front of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.harness.browser import PHONE, Person, launched
from tests.harness.browser import person as somebody
from tests.harness.node import Node

LOOK_ALIKE = "www.sekish0.example"
"""A name that looks like the firm's; its pages come from this machine, too."""


@pytest.fixture(scope="session")
def fooled() -> Iterator[Browser]:
    """One Chromium for all attacks, in which the look-alike name resolves."""
    with launched(names=("*.sekish0.example",)) as browser:
        yield browser


@pytest.fixture
def person(fooled: Browser) -> Iterator[Person]:
    """Somebody with a telephone and a passkey-to-be."""
    with somebody(fooled, "victim", viewport=PHONE) as victim:
        yield victim


@pytest.fixture
def node(fresh_database: str) -> Iterator[Node]:
    """A running node on the test's own database."""
    with Node(fresh_database) as running:
        yield running
