"""What is executed is what was signed, once, by the client that asked for it (C-03, C-04)."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from tests.builders.approving import AT, Desk, hash_over
from tests.builders.passkeys import VISIT, told
from tests.builders.racing import overtaken

from sekisho.authentication import models
from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.queries.approvals import operation_of
from sekisho.authentication.queries.evidence import evidence_of
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import Consumed, OperationState
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.freezes import FreezeSource
from sekisho.kernel import jcs
from sekisho.kernel.bytes64 import b64

R = ApprovalRefusal


@pytest.fixture
def desk(fresh_database: str) -> Desk:
    return Desk().open()


def refused(act: Callable[[], object]) -> ApprovalRefusal:
    with pytest.raises(ApprovalRefusedError) as caught:
        act()
    return caught.value.code


def stop() -> None:
    """The customer says that it was not he."""
    place_freeze(
        freeze="fz_1", account="a1", source=FreezeSource.NOTICE, by="customer:a1", reason="not me", visit=VISIT, at=AT
    )


def test_the_back_end_executes_what_was_signed_and_leaves_evidence(desk: Desk) -> None:
    approved = desk.sign()
    done = desk.consume(approved, at=AT + 1_000)

    assert done.operation == operation_of(operation=approved.operation.id)
    assert (done.operation.state, done.operation.ended, done.repeated) == (OperationState.EXECUTED, AT + 1_000, False)
    body: Any = jcs.decode(evidence_of(evidence=done.evidence).body)
    assert (body["kind"], body["approval"], body["op_hash"]) == (
        "execution", approved.operation.evidence, b64(approved.operation.op_hash),
    )  # fmt: skip
    assert told("authentication:operation:executed")[0]["operation"] == approved.operation.id


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "1200001"},
        {"account_number": "7654321"},
        {"payee": "スズキ　イチロウ"},
        {"branch": "別の支店"},
        {"account": "b2"},
    ],
)
def test_executing_anything_else_voids_the_approval(desk: Desk, change: dict[str, str]) -> None:
    """Changing amount or destination voids it: even the right content is refused afterwards."""
    approved = desk.sign()

    assert refused(lambda: desk.consume(approved, op_hash=hash_over(approved.operation, **change))) is R.TAMPERED
    assert operation_of(operation=approved.operation.id).state is OperationState.VOIDED
    assert refused(lambda: desk.consume(approved)) is R.ALREADY
    entry = told("authentication:operation:tampered")[0]
    body: Any = jcs.decode(evidence_of(evidence=entry["evidence"]).body)
    assert (body["kind"], body["presented"]) == ("void", b64(hash_over(approved.operation, **change)))


def test_a_digest_that_is_none_voids_it_too(desk: Desk) -> None:
    assert refused(lambda: desk.consume(desk.sign(), op_hash=b"")) is R.TAMPERED


def test_content_that_was_edited_in_the_database_after_the_approval_is_not_executed(desk: Desk) -> None:
    approved = desk.sign()
    models.SignedOperation.objects.update(content={**approved.operation.content, "amount": "9999999"})

    assert refused(lambda: desk.consume(approved)) is R.TAMPERED


def test_nothing_is_executed_before_it_is_approved(desk: Desk) -> None:
    operation = desk.create()
    asked = {"operation": operation.id, "receipt": "", "op_hash": operation.op_hash}

    assert refused(lambda: desk.consume(desk.sign(), **asked)) is R.NOT_APPROVED


def test_only_the_client_that_asked_may_execute(desk: Desk) -> None:
    assert refused(lambda: desk.consume(desk.sign(), caller="other")) is R.OTHER_CALLER


def test_the_receipt_of_another_operation_is_refused(desk: Desk) -> None:
    first, second = desk.sign(), desk.sign()

    assert refused(lambda: desk.consume(first, receipt=second.operation.receipt_jws)) is R.OTHER_RECEIPT
    assert desk.consume(first)


def test_an_operation_that_is_unknown_is_refused(desk: Desk) -> None:
    assert refused(lambda: desk.consume(desk.sign(), operation="op_none")) is R.UNKNOWN


@pytest.mark.parametrize(("code", "lasts"), [(OperationCode.WITHDRAW, 300_000), (OperationCode.ORDER_PLACE, 120_000)])
def test_a_receipt_runs_out(desk: Desk, code: OperationCode, lasts: int) -> None:
    first, second = desk.sign(code), desk.sign(code)

    assert desk.consume(first, at=AT + lasts - 1)
    assert refused(lambda: desk.consume(second, at=AT + lasts)) is R.EXPIRED
    assert operation_of(operation=second.operation.id).state is OperationState.EXPIRED
    assert refused(lambda: desk.consume(second, at=AT + lasts)) is R.EXPIRED


def test_a_freeze_between_approval_and_execution_stops_it(desk: Desk) -> None:
    """C-19: "this was not me" reaches a withdrawal that was approved and not yet executed."""
    approved = desk.sign()
    stop()

    assert refused(lambda: desk.consume(approved)) is R.BLOCKED


def test_nothing_is_executed_once_a_freeze_stands_in_the_journal(desk: Desk) -> None:
    """C-19: whoever executes at the same moment is either before the freeze, or stopped by it."""
    approved = desk.sign()

    done = overtaken(by=stop, work=lambda: refused(lambda: desk.consume(approved)))

    assert done is R.BLOCKED
    assert operation_of(operation=approved.operation.id).state is OperationState.APPROVED


def test_a_second_execution_is_refused(desk: Desk) -> None:
    approved = desk.sign()
    desk.consume(approved)

    assert refused(lambda: desk.consume(approved)) is R.ALREADY
    assert [entry["reason"] for entry in told("authentication:operation:not_executed")] == ["already"]


def test_a_client_that_lost_the_answer_asks_again_with_the_same_key(desk: Desk) -> None:
    approved = desk.sign()
    first = desk.consume(approved, key="k-1")
    again = desk.consume(approved, key="k-1")

    assert (again.repeated, again.evidence, again.operation) == (True, first.evidence, first.operation)
    assert models.Evidence.objects.count() == 2


@pytest.mark.parametrize(
    "change", [{"key": "k-2"}, {"key": ""}, {"op_hash": b"x" * 32}, {"receipt": "x"}, {"caller": "other"}]
)
def test_the_same_key_with_anything_else_is_no_repetition(desk: Desk, change: dict[str, Any]) -> None:
    approved = desk.sign()
    desk.consume(approved, key="k-1")

    assert refused(lambda: desk.consume(approved, **{"key": "k-1", **change})) in {R.ALREADY, R.OTHER_CALLER}


@pytest.mark.parametrize("key", ["", "k-1"])
def test_of_four_simultaneous_executions_one_is_the_first(desk: Desk, key: str) -> None:
    approved = desk.sign()
    done = _together(4, lambda: desk.consume(approved, key=key))

    assert sum(isinstance(each, Consumed) and not each.repeated for each in done) == 1
    assert all(isinstance(each, Consumed) or each is R.ALREADY for each in done)
    assert models.Evidence.objects.filter(kind="execution").count() == 1


def test_of_a_right_and_a_wrong_execution_at_once_one_wins(desk: Desk) -> None:
    approved = desk.sign()
    wrong = hash_over(approved.operation, amount="1")
    hashes = iter([wrong, approved.operation.op_hash] * 2)
    done = _together(4, lambda: desk.consume(approved, op_hash=next(hashes)))
    state = operation_of(operation=approved.operation.id).state

    executed = sum(isinstance(each, Consumed) for each in done)
    assert (state, executed) in {(OperationState.EXECUTED, 1), (OperationState.VOIDED, 0)}
    assert models.Evidence.objects.count() == 2


def _together(times: int, act: Callable[[], object]) -> list[object]:
    barrier, done = Barrier(times), []

    def run() -> None:
        barrier.wait()
        try:
            done.append(act())
        except ApprovalRefusedError as error:
            done.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == times
    return done
