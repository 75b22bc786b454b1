"""Operations are found by their names and by whose they are."""

import pytest
from tests.builders.approving import AT, Desk

from sekisho.authentication.queries.approvals import NoOperationError, operation_of, operations_of
from sekisho.authentication.types.approvals import STATE_LABELS, STEPS, OperationState
from sekisho.authentication.types.catalogue import OperationCode


@pytest.fixture
def desk(database: str) -> Desk:
    desk = Desk()
    desk.principal = desk.person("a1")
    return desk


def test_an_operation_is_found_by_its_name(desk: Desk) -> None:
    made = desk.create(OperationCode.API_KEY_ISSUE)

    assert operation_of(operation=made.id) == made
    assert made.content["scopes"] == ("accounts:read", "orders:place")


def test_an_unknown_name_leads_nowhere(desk: Desk) -> None:
    with pytest.raises(NoOperationError):
        operation_of(operation="op_none")


def test_the_newest_operation_comes_first(desk: Desk) -> None:
    old, new = desk.create(), desk.create(at=AT + 1)

    assert operations_of(principal="customer:a1") == (new, old)
    assert operations_of(principal="customer:a1", most=1) == (new,)
    assert operations_of(principal="customer:b2") == ()


def test_every_state_has_a_label_and_its_steps() -> None:
    assert set(STATE_LABELS) == set(STEPS) == set(OperationState)
