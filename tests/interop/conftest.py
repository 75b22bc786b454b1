"""What these tests share: a real node, and a customer with a browser."""

from collections.abc import Iterator

import pytest
from tests.builders import firms
from tests.harness.node import Node
from tests.harness.visitor import Visitor


@pytest.fixture
def node(fresh_database: str) -> Iterator[Node]:
    """A running node on the test's own database, with two members of staff."""
    firms.founded()
    with Node(fresh_database) as running:
        yield running


@pytest.fixture
def visitor(node: Node) -> Visitor:
    """A customer who is signed in with a passkey."""
    return Visitor(node.origin)
