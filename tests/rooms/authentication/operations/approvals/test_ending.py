"""Operations end by a word or by the clock, and walk permitted steps only (C-03)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.builders.approving import AT, Desk, hash_over
from tests.builders.passkeys import told

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import cancel_operation, expire_operations
from sekisho.authentication.queries.approvals import operation_of
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import STEPS, OperationState, Prompt
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError

R, S = ApprovalRefusal, OperationState


@pytest.fixture
def desk(fresh_database: str) -> Desk:
    return Desk().open()


def refused(act: Callable[[], object]) -> ApprovalRefusal:
    with pytest.raises(ApprovalRefusedError) as caught:
        act()
    return caught.value.code


def cancel(operation: str, by: str = "customer:a1") -> object:
    return cancel_operation(operation=operation, by=by, reason="changed my mind", at=AT)


@pytest.mark.parametrize("by", ["customer:a1", "broker", "staff:s1"])
def test_the_owner_the_client_and_staff_can_cancel(desk: Desk, by: str) -> None:
    operation = desk.create()

    assert cancel(operation.id, by) == operation_of(operation=operation.id)
    assert operation_of(operation=operation.id).state is S.CANCELLED
    assert told("authentication:operation:cancelled")[0]["by"] == by


def test_nobody_else_can_cancel(desk: Desk) -> None:
    assert refused(lambda: cancel(desk.create().id, "customer:b2")) is R.NOT_YOURS
    assert refused(lambda: cancel("op_none")) is R.UNKNOWN


def test_an_approval_can_be_cancelled_until_it_is_executed(desk: Desk) -> None:
    """The notice on another channel says how to cancel; the receipt is worth nothing from then on."""
    approved = desk.sign()
    cancel(approved.operation.id)

    assert refused(lambda: desk.consume(approved)) is R.ALREADY
    executed = desk.sign()
    desk.consume(executed)
    assert refused(lambda: cancel(executed.operation.id)) is R.ALREADY


def test_a_cancelled_operation_cannot_be_signed_any_more(desk: Desk) -> None:
    prompt = desk.begin(desk.create())
    cancel(prompt.operation.id)

    assert refused(lambda: desk.begin(prompt.operation)) is R.ALREADY
    assert refused(lambda: desk.approve(prompt)) is R.ALREADY


def test_operations_out_of_time_are_noted_down(desk: Desk) -> None:
    waiting, begun = desk.create(), desk.begin(desk.create()).operation
    approved, later = desk.sign().operation, desk.create(at=AT + 1)
    executed = desk.sign()
    desk.consume(executed)

    assert expire_operations(at=AT + 300_000) == 3
    assert {operation_of(operation=each.id).state for each in (waiting, begun, approved)} == {S.EXPIRED}
    assert operation_of(operation=later.id).state is S.CREATED
    assert operation_of(operation=executed.operation.id).state is S.EXECUTED
    assert expire_operations(at=AT + 300_000) == 0
    assert len(told("authentication:operation:expired")) == 3


def test_at_most_so_many_are_noted_down_at_once(desk: Desk) -> None:
    for _ in range(3):
        desk.create()

    assert expire_operations(at=AT + 300_000, most=2) == 2


class Operations(RuleBasedStateMachine):
    """One operation, pushed about in every way; whatever happens, it walks the table of steps only."""

    desk: Desk

    @initialize()
    def open(self) -> None:
        self.operation = self.desk.create(at=AT).id
        self.at = AT
        self.prompts: list[tuple[Prompt, str]] = []
        self.receipts: list[Any] = []
        self.executions = 0
        self.state = S.CREATED

    def act(self, do: Callable[[], object]) -> object:
        """What is refused changes nothing except to ``expired`` and ``voided``."""
        try:
            return do()
        except ApprovalRefusedError as error:
            return error.code
        except WebauthnRefusedError as error:
            return error.reason

    @rule()
    def begin(self) -> None:
        prompt = self.act(lambda: self.desk.begin(self.operation, at=self.at))
        if isinstance(prompt, Prompt):
            self.prompts.append((prompt, self.desk.answer(prompt)))

    @precondition(lambda self: self.prompts)
    @rule(data=st.data())
    def approve(self, data: st.DataObject) -> None:
        prompt, response = data.draw(st.sampled_from(self.prompts))
        approved = self.act(lambda: self.desk.approve(prompt, response, at=self.at))
        if hasattr(approved, "receipt"):
            assert prompt is self.prompts[-1][0]
            self.receipts.append(approved)

    @precondition(lambda self: self.receipts)
    @rule(right=st.booleans())
    def consume(self, right: bool) -> None:  # noqa: FBT001 - hypothesis' form
        approved = self.receipts[-1]
        digest = hash_over(approved.operation) if right else hash_over(approved.operation, amount="1")
        done = self.act(lambda: self.desk.consume(approved, op_hash=digest, at=self.at))
        if hasattr(done, "repeated"):
            assert right
            self.executions += 1

    @rule()
    def cancel(self) -> None:
        self.act(lambda: cancel_operation(operation=self.operation, by="customer:a1", reason="", at=self.at))

    @rule(by=st.sampled_from([1, 119_999, 300_000]))
    def wait(self, by: int) -> None:
        self.at += by

    @rule()
    def sweep(self) -> None:
        expire_operations(at=self.at)

    @invariant()
    def walks_the_table_and_is_signed_and_executed_once(self) -> None:
        if not hasattr(self, "operation"):
            return
        now = operation_of(operation=self.operation).state
        assert now is self.state or now in STEPS[self.state]
        self.state = now
        kinds = list(models.Evidence.objects.filter(operation_id=self.operation).values_list("kind", flat=True))
        assert len(self.receipts) == kinds.count("approval") <= 1
        assert self.executions == kinds.count("execution") <= 1
        assert (self.state is S.EXECUTED) == (self.executions == 1)
        assert (self.state is S.VOIDED) == ("void" in kinds)


def test_whatever_is_done_in_whatever_order_operations_walk_permitted_steps_only(fresh_database: str) -> None:
    desk = Desk().open()

    class Machine(Operations):
        def __init__(self) -> None:
            super().__init__()
            self.desk = desk

    few = 12 if "postgresql" in fresh_database else 40
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=few, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    connections.close_all()
