"""Two other people approve, whatever the order and however simultaneous."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction
from tests.builders.policies import AT, WHY, drafted, people
from tests.builders.signing_in import customer

from sekisho.authentication import models
from sekisho.authentication.operations.policies import approve, review
from sekisho.authentication.operations.policy_signing import follow, must_be_staff, must_have_reason, take_turn
from sekisho.authentication.types.policy_refusals import POLICY_NEXT_STEPS, PolicyRefusedError, PolicyWhy
from sekisho.authentication.types.policy_versions import PolicyState
from sekisho.kernel.texts import Text


def reviewed() -> None:
    people()
    drafted()
    review(version="po_1", by="staff:reviewer", impact={}, at=AT)


def signed(by: str, evidence: str = "") -> PolicyState:
    return approve(version="po_1", by=f"staff:{by}", evidence=evidence or f"ev_{by}", at=AT).state


@pytest.mark.parametrize("by", ["staff:nobody", "customer:a-1", "staff:author"])
def test_only_active_staff_may(database: str, by: str) -> None:
    people()
    customer()
    models.Principal.objects.filter(ref="staff:author").update(state="frozen")

    with pytest.raises(PolicyRefusedError) as refused:
        must_be_staff(by)

    assert refused.value.why is PolicyWhy.NOT_STAFF
    assert refused.value.text == POLICY_NEXT_STEPS[PolicyWhy.NOT_STAFF]


@pytest.mark.parametrize("reason", [Text("", "x"), Text("あ", " ")])
def test_a_reason_is_in_both_languages(reason: Text) -> None:
    with pytest.raises(PolicyRefusedError, match="reason"):
        must_have_reason(reason)
    must_have_reason(WHY)


def test_the_second_of_two_approves(database: str) -> None:
    reviewed()

    assert signed("one") is PolicyState.REVIEWED
    assert signed("two") is PolicyState.APPROVED


@pytest.mark.parametrize(
    ("first", "second", "evidence", "why"),
    [
        ("one", "one", "other", PolicyWhy.NOT_ANOTHER),
        ("one", "author", "other", PolicyWhy.NOT_ANOTHER),
        ("one", "two", "ev_one", PolicyWhy.NOT_ANOTHER),
        ("one", "two", " ", PolicyWhy.NO_EVIDENCE),
        ("one", "nobody", "other", PolicyWhy.NOT_STAFF),
    ],
)
def test_one_person_is_never_two(database: str, first: str, second: str, evidence: str, why: PolicyWhy) -> None:
    reviewed()
    signed(first)

    with pytest.raises(PolicyRefusedError) as refused:
        signed(second, evidence)

    assert refused.value.why is why
    assert models.PolicyVersion.objects.get().state == "reviewed"


def test_the_author_cannot_be_the_first_either(database: str) -> None:
    reviewed()

    with pytest.raises(PolicyRefusedError) as refused:
        signed("author")

    assert refused.value.why is PolicyWhy.NOT_ANOTHER


@pytest.mark.parametrize("change", [{"approver_2": "staff:one"}, {"author": "staff:two"}, {"evidence_2": "ev_one"}])
def test_the_database_holds_it_too(database: str, change: dict[str, str]) -> None:
    reviewed()
    signed("one")
    signed("two")

    with pytest.raises(IntegrityError), transaction.atomic():
        models.PolicyVersion.objects.update(**change)


def test_of_many_who_approve_at_once_exactly_two_count(fresh_database: str) -> None:
    reviewed()

    def one(name: str) -> bool:
        try:
            signed(name)
        except PolicyRefusedError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(one, ["one", "two", "three", "one"]))

    row = models.PolicyVersion.objects.get()
    assert sum(found) == 2
    assert (row.state, row.approver_1 != row.approver_2) == ("approved", True)


def test_the_policy_changes_one_turn_after_another(fresh_database: str) -> None:
    take_turn("first", AT, content="")

    def turn(number: int) -> bool:
        try:
            with transaction.atomic():
                take_turn(f"change {number}", AT, content="")
        except PolicyRefusedError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(turn, range(8)))

    assert any(found)
    assert len(models.PolicyHead.objects.get().digest) == 64


def test_a_turn_that_somebody_else_took_meanwhile_is_refused(database: str) -> None:
    take_turn("first", AT, content="")
    seen = models.PolicyHead.objects.get().digest
    take_turn("second", AT, content="")

    with pytest.raises(PolicyRefusedError) as refused:
        follow(seen, "third", AT, content="")

    assert refused.value.why is PolicyWhy.CONFLICT
