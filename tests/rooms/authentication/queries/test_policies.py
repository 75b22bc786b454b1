"""The policy in force, from memory, and never yesterday's."""

import pytest
from tests.builders.policies import AT, FIRM, people, published

from sekisho.authentication.operations.policies import withdraw
from sekisho.authentication.queries.policies import NoVersionError, effective, published_versions, version
from sekisho.authentication.queries.policy_files import default_policy
from sekisho.kernel.moments import from_rfc3339

AUGUST = from_rfc3339("2027-08-01T00:00:00+09:00")


def test_there_is_never_no_policy(database: str) -> None:
    found = effective(AT)

    assert (found.version, found.rules) == (0, default_policy().rules)


def test_as_long_as_nothing_changes_it_is_the_same_object(database: str) -> None:
    people()
    published(effective="2027-08-01")

    assert effective(AUGUST) is effective(AUGUST + 1)
    assert effective(AUGUST) is not effective(AUGUST - 1)


def test_a_change_is_seen_at_once(database: str) -> None:
    people()
    assert effective(AUGUST).version == 0
    published(effective="2027-08-01")
    assert effective(AUGUST).version == 1
    withdraw(version="po_1", by="staff:one", why="so", at=AT + 9, firm=FIRM)
    assert effective(AUGUST).version == 0


def test_a_version_that_is_not_there_is_not_found(database: str) -> None:
    assert published_versions() == ()
    with pytest.raises(NoVersionError):
        version(identifier="po_9")
