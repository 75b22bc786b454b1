"""Emergencies: two people, a reason, compensations, and an end that nothing outlives."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.builders.policies import AT, FIRM, WHY, F, Op, a_question, people, proved

from sekisho.authentication import models
from sekisho.authentication.operations.policies import evaluate
from sekisho.authentication.operations.policy_overrides import (
    approve_override,
    draft_override,
    end_override,
    examine_override,
    withdraw_override,
)
from sekisho.authentication.queries.policies import effective, publications
from sekisho.authentication.types.policy import LONGEST_OVERRIDE, Override, Result
from sekisho.authentication.types.policy_refusals import PolicyRefusedError, PolicyWhy
from sekisho.kernel.moments import HOUR
from sekisho.kernel.texts import Text

ENDS = AT + 10 * HOUR


def drafted(*, public: bool = True, **changes: Any) -> None:
    usual = {
        "id": "ov_1", "rules": frozenset({"login-new", "login-all"}), "starts": AT, "ends": ENDS, "reason": WHY,
        "operations": frozenset({Op.LOGIN}), "channels": frozenset({"web"}), "compensations": frozenset({"call_back"}),
    }  # fmt: skip
    draft_override(override=Override(**{**usual, **changes}), public=public, author="staff:author", at=AT)


def standing(*, at: int = AT + HOUR, **changes: Any) -> None:
    drafted(**changes)
    assert not approve_override(override="ov_1", by="staff:one", evidence="1", firm=FIRM, at=at)
    assert approve_override(override="ov_1", by="staff:two", evidence="2", firm=FIRM, at=at)


def login(at: int) -> Result:
    asked = a_question(Op.LOGIN, F.PASSKEY_SYNCED, F.TOTP, at=at, standing=proved(F.TOTP, at=at))
    return evaluate(effective(at), asked).result


def test_it_stands_from_the_second_approval_to_its_end(database: str) -> None:
    people()
    standing()

    assert [login(at) for at in (AT + HOUR - 1, AT + HOUR, ENDS - 1, ENDS)] == [
        Result.STEP_UP, Result.OVERRIDE_USED, Result.OVERRIDE_USED, Result.STEP_UP,
    ]  # fmt: skip


def test_before_the_second_approval_it_does_nothing(database: str) -> None:
    people()
    drafted()
    approve_override(override="ov_1", by="staff:one", evidence="1", firm=FIRM, at=AT)

    assert login(AT + HOUR) is Result.STEP_UP


@pytest.mark.parametrize(("public", "said"), [(True, 1), (False, 0)])
def test_the_public_is_told_where_customers_are_affected(database: str, *, public: bool, said: int) -> None:
    people()
    standing(public=public)

    assert len(publications(language="ja")) == said


def test_it_can_be_ended_early_and_the_public_is_told(database: str) -> None:
    people()
    standing()

    end_override(override="ov_1", by="staff:one", firm=FIRM, at=AT + 2 * HOUR)

    assert (login(AT + 2 * HOUR - 1), login(AT + 2 * HOUR)) == (Result.OVERRIDE_USED, Result.STEP_UP)
    first, second = publications(language="ja")
    assert (len(first.body["emergencies"]), second.body["emergencies"]) == (1, [])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ends": AT + LONGEST_OVERRIDE + 1}, PolicyWhy.TOO_LONG),
        ({"ends": AT}, PolicyWhy.TOO_LONG),
        ({"starts": AT - 2 * HOUR, "ends": AT}, PolicyWhy.PAST),
        ({"rules": frozenset({"fly"})}, PolicyWhy.UNKNOWN_RULE),
        ({"rules": frozenset[str]()}, PolicyWhy.UNKNOWN_RULE),
        ({"compensations": frozenset[str]()}, PolicyWhy.NO_COMPENSATION),
        ({"reason": Text("", "")}, PolicyWhy.NO_REASON),
    ],
)
def test_an_emergency_has_bounds(database: str, changes: dict[str, Any], why: PolicyWhy) -> None:
    people()

    with pytest.raises(PolicyRefusedError) as refused:
        drafted(**changes)

    assert refused.value.why is why


def test_the_database_keeps_the_hard_maximum_too(database: str) -> None:
    people()
    drafted()

    with pytest.raises(IntegrityError), transaction.atomic():
        models.EmergencyOverride.objects.update(ends=AT + LONGEST_OVERRIDE + 1)


def test_what_is_over_is_not_approved(database: str) -> None:
    people()
    drafted()

    with pytest.raises(PolicyRefusedError) as refused:
        approve_override(override="ov_1", by="staff:one", evidence="1", firm=FIRM, at=ENDS)

    assert refused.value.why is PolicyWhy.PAST


def test_once_it_is_over_its_result_is_written_down(database: str) -> None:
    people()
    standing()

    with pytest.raises(PolicyRefusedError) as refused:
        examine_override(override="ov_1", by="staff:reviewer", result="too early", at=ENDS - 1)
    assert refused.value.why is PolicyWhy.STATE
    examine_override(override="ov_1", by="staff:reviewer", result="no loss", at=ENDS)

    row = models.EmergencyOverride.objects.get()
    assert (row.state, row.result, row.examiner) == ("examined", "no loss", "staff:reviewer")
    assert login(ENDS - 1) is Result.OVERRIDE_USED  # the past stays as it was


def test_one_that_was_ended_early_can_be_examined_at_once(database: str) -> None:
    people()
    standing()
    end_override(override="ov_1", by="staff:one", firm=FIRM, at=AT + 2 * HOUR)

    examine_override(override="ov_1", by="staff:reviewer", result="no loss", at=AT + 2 * HOUR)

    assert models.EmergencyOverride.objects.get().state == "examined"


def test_a_draft_can_be_taken_back_and_an_approved_one_cannot(database: str) -> None:
    people()
    standing()
    with pytest.raises(PolicyRefusedError) as refused:
        withdraw_override(override="ov_1", by="staff:one", why="so", at=AT)
    assert refused.value.why is PolicyWhy.STATE

    drafted(id="ov_2")
    withdraw_override(override="ov_2", by="staff:one", why="so", at=AT)
    assert models.EmergencyOverride.objects.get(id="ov_2").state == "withdrawn"
