"""What is to be done is checked and stored, and never changes (C-03, C-04)."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from tests.builders.approvals import CONTENTS
from tests.builders.approving import AT, Desk
from tests.builders.passkeys import told

from sekisho.authentication import models
from sekisho.authentication.operations.approvals import operation_hash
from sekisho.authentication.queries.approvals import operation_of, operations_of
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import OperationState
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.kernel.moments import SECOND


@pytest.fixture
def desk(database: str) -> Desk:
    desk = Desk()
    desk.principal = desk.person("a1")
    return desk


def refusal(**asked: Any) -> ApprovalRefusedError:
    desk = asked.pop("desk")
    with pytest.raises(ApprovalRefusedError) as caught:
        desk.create(**asked)
    return caught.value


@pytest.mark.parametrize("code", CONTENTS)
def test_every_kind_of_operation_is_stored_with_the_hash_that_the_back_end_will_compute(
    desk: Desk, code: OperationCode
) -> None:
    made = desk.create(code)

    assert operation_of(operation=made.id) == made
    assert made.state is OperationState.CREATED
    assert made.op_hash == operation_hash(
        operation=code.value, version=1, identifier=made.id, account="a1", content=CONTENTS[code], nonce=made.nonce
    )
    assert made.expires == AT + OPERATIONS[code].ttl_s * SECOND


def test_an_order_waits_two_minutes_and_a_withdrawal_five(desk: Desk) -> None:
    waits = [desk.create(code).expires - AT for code in (OperationCode.ORDER_PLACE, OperationCode.WITHDRAW)]

    assert waits == [120_000, 300_000]


def test_the_journal_tells_of_it_without_its_content(desk: Desk) -> None:
    made = desk.create()

    assert told("authentication:operation:created") == [
        {"about": "a1", "operation": made.id, "code": "withdraw", "caller": "broker"}
    ]


def test_fields_that_are_wrong_are_named(desk: Desk) -> None:
    refused = refusal(desk=desk, content={**CONTENTS[OperationCode.WITHDRAW], "amount": "-1", "fee": "0"})

    assert refused.code is ApprovalRefusal.BAD_CONTENT
    assert [wrong.field for wrong in refused.wrong] == ["fee", "amount"]


def test_a_login_is_no_operation_to_sign(desk: Desk) -> None:
    assert refusal(desk=desk, code=OperationCode.LOGIN, content={}).code is ApprovalRefusal.NOT_SIGNABLE


def test_nobody_can_be_asked_who_is_not_there(desk: Desk) -> None:
    assert refusal(desk=desk, principal="customer:zz").code is ApprovalRefusal.UNKNOWN


def test_a_closed_account_asks_for_nothing(desk: Desk) -> None:
    models.Principal.objects.update(state="closed")

    assert refusal(desk=desk).code is ApprovalRefusal.BLOCKED


def test_a_nonce_has_sixteen_bytes(desk: Desk) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        desk.create(nonce=b"short")


def test_the_same_key_with_the_same_content_is_the_same_operation(desk: Desk) -> None:
    first = desk.create(key="k-1")

    assert desk.create(key="k-1") == first
    assert len(operations_of(principal="customer:a1")) == 1


def test_another_client_may_use_the_same_key(desk: Desk) -> None:
    assert desk.create(key="k-1").id != desk.create(key="k-1", caller="other").id


@pytest.mark.parametrize(
    "change",
    [
        {"content": {**CONTENTS[OperationCode.WITHDRAW], "amount": "1"}},
        {"code": OperationCode.BANK_ACCOUNT_CHANGE},
        {"principal": "customer:b2"},
    ],
)
def test_the_same_key_with_anything_else_is_refused(desk: Desk, change: dict[str, Any]) -> None:
    desk.person("b2")
    desk.create(key="k-1")

    assert refusal(desk=desk, key="k-1", **change).code is ApprovalRefusal.KEY_REUSED


def test_an_id_that_was_minted_twice_changes_nothing(desk: Desk) -> None:
    first = desk.create(identifier="op_x")

    assert refusal(desk=desk, identifier="op_x").code is ApprovalRefusal.KEY_REUSED
    assert operation_of(operation="op_x") == first


def test_staff_ask_for_approvals_in_their_own_name(desk: Desk) -> None:
    staff = desk.person("s1", kind=PrincipalKind.STAFF)

    assert desk.create(OperationCode.STAFF_APPROVAL, principal=staff.ref).account == "staff:s1"


def test_of_several_requests_with_one_key_one_makes_the_operation(fresh_database: str) -> None:
    desk = Desk()
    desk.principal = desk.person("a1")
    barrier, made = Barrier(4), []

    def ask() -> None:
        barrier.wait()
        try:
            made.append(desk.create(key="k-1").id)
        finally:
            connection.close()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 4
    assert len(set(made)) == 1
