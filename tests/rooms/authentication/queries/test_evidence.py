"""Evidence is found by its name, by its day, and at its end."""

import pytest
from tests.builders.approving import AT, Desk

from sekisho.authentication.queries.evidence import (
    NoEvidenceError,
    days,
    end,
    evidence_of,
    head_of,
    links,
    sealed,
    unsealed,
)
from sekisho.authentication.types.evidence import GENESIS
from sekisho.kernel.moments import DAY, jst_day

TODAY = jst_day(AT)


@pytest.fixture
def desk(fresh_database: str) -> Desk:
    return Desk().open()


def test_before_the_first_link_there_is_nothing(desk: Desk) -> None:
    assert end() == (0, 0, GENESIS, False)
    assert days(first=0, last=TODAY) == ()
    assert unsealed(before=TODAY + 1) == ()
    assert sealed(day=TODAY) == ""
    with pytest.raises(NoEvidenceError):
        head_of(day=TODAY)
    with pytest.raises(NoEvidenceError):
        evidence_of(evidence="ev_none")


def test_links_are_found_by_name_day_and_end(desk: Desk) -> None:
    first = desk.sign().operation.evidence
    desk.at = AT + DAY
    second = desk.sign().operation.evidence
    one, two = evidence_of(evidence=first), evidence_of(evidence=second)

    assert list(links(first=TODAY, last=TODAY + 1)) == [one, two]
    assert list(links(first=TODAY + 1, last=TODAY + 1)) == [two]
    assert days(first=0, last=TODAY + 9) == unsealed(before=TODAY + 2) == (TODAY, TODAY + 1)
    assert end() == (TODAY + 1, 1, two.digest, False)
    assert (head_of(day=TODAY).count, head_of(day=TODAY).digest) == (1, one.digest)
