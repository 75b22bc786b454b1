"""Evidence is chained as it comes in, sealed when the day is over, and handed out in bundles that check themselves."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.builders.approvals import public_jwks
from tests.builders.approving import AT, Desk
from tests.builders.passkeys import told, unique

from sekisho.authentication import models
from sekisho.authentication.operations.evidence import DayNotOverError, append_evidence, export, seal_day, seal_days
from sekisho.authentication.queries.evidence import NoEvidenceError, end, evidence_of, head_of, sealed
from sekisho.authentication.rules.evidence.inspecting import Inspector
from sekisho.authentication.rules.evidence.manifest import keys_from
from sekisho.authentication.types.evidence import GENESIS, EvidenceKind, Inspection
from sekisho.kernel.moments import DAY, jst_day

TODAY = jst_day(AT)


@pytest.fixture
def desk(fresh_database: str) -> Desk:
    return Desk().open()


def bundle(desk: Desk, *, first: int = TODAY, last: int = TODAY, **more: Any) -> list[bytes]:
    return list(
        export(first=first, last=last, key=desk.key, keys=public_jwks(desk.key), by="staff:s1", at=AT + 9 * DAY, **more)
    )


def inspect(desk: Desk, lines: list[bytes]) -> Inspection:
    inspector = Inspector(keys_from(public_jwks(desk.key)))
    for line in lines:
        inspector.feed(line)
    return inspector.finish()


def three_days(desk: Desk) -> None:
    """Two approvals and an execution on the first day, one approval on each of the others."""
    desk.consume(desk.sign())
    for later in (0, DAY, 2 * DAY):
        desk.at = AT + later
        desk.sign()
    desk.at = AT


def test_links_follow_each_other_from_day_to_day(desk: Desk) -> None:
    three_days(desk)
    links = list(models.Evidence.objects.order_by("day", "number"))

    assert [(link.day - TODAY, link.number) for link in links] == [(0, 1), (0, 2), (0, 3), (1, 1), (2, 1)]
    assert [bytes(link.previous) for link in links] == [GENESIS, *(bytes(link.digest) for link in links[:-1])]


def test_a_bundle_of_all_days_is_whole(desk: Desk) -> None:
    three_days(desk)
    seal_days(key=desk.key, at=AT + 2 * DAY)
    seen: list[int] = []
    found = inspect(desk, bundle(desk, last=TODAY + 2, watch=seen.append))

    assert found.whole
    assert (found.lines, found.approvals, found.executions, found.days) == (5, 4, 1, 2)
    assert seen == list(range(1, 11))


def test_a_bundle_of_one_day_is_whole_although_the_chain_began_earlier(desk: Desk) -> None:
    three_days(desk)

    assert inspect(desk, bundle(desk, first=TODAY + 1, last=TODAY + 1)).whole


def test_a_bundle_for_one_account_shows_nothing_of_others(desk: Desk) -> None:
    """What is handed to the police about one customer (E-13) holds no other's data."""
    other = Desk(account="b2", key=desk.key).open()
    other.sign()
    desk.sign()
    lines = bundle(desk, account="b2")
    found = inspect(desk, lines)

    assert found.whole
    assert (found.approvals, found.withheld) == (1, 1)
    assert b'"account":"a1"' not in b"".join(lines)


def test_handing_evidence_out_is_journaled(desk: Desk) -> None:
    desk.sign()
    bundle(desk)

    assert told("authentication:evidence:exported") == [
        {"about": "", "by": "staff:s1", "first": TODAY, "last": TODAY, "links": 1}
    ]


def test_nothing_in_these_days_is_an_empty_bundle(desk: Desk) -> None:
    assert inspect(desk, bundle(desk)).whole


def test_what_comes_in_while_a_bundle_is_written_is_left_for_the_next_one(desk: Desk) -> None:
    desk.sign()
    lines = export(first=TODAY, last=TODAY, key=desk.key, keys=public_jwks(desk.key), by="staff:s1", at=AT)
    written = [next(lines)]
    desk.sign()
    written += lines

    assert len(written) == 2
    assert inspect(desk, written).whole


def test_a_day_is_sealed_once_and_when_it_is_over(desk: Desk) -> None:
    desk.sign()

    with pytest.raises(DayNotOverError):
        seal_day(day=TODAY, key=desk.key, at=AT)
    first = seal_day(day=TODAY, key=desk.key, at=AT + DAY)
    assert seal_day(day=TODAY, key=desk.key, at=AT + 2 * DAY) == first == sealed(day=TODAY)
    assert seal_days(key=desk.key, at=AT + 2 * DAY) == ()
    assert len(told("authentication:evidence:sealed")) == 1


def test_a_day_without_evidence_is_not_sealed(desk: Desk) -> None:
    with pytest.raises(NoEvidenceError):
        seal_day(day=TODAY, key=desk.key, at=AT + DAY)
    with pytest.raises(NoEvidenceError):
        evidence_of(evidence="ev_none")


def test_a_sealed_day_never_grows(desk: Desk) -> None:
    """What began before midnight and comes in after the seal is filed under the next day."""
    desk.sign()
    seal_day(day=TODAY, key=desk.key, at=AT + DAY)
    late = desk.sign()

    assert evidence_of(evidence=late.operation.evidence).day == TODAY + 1
    assert head_of(day=TODAY).count == 1
    assert inspect(desk, bundle(desk, last=TODAY + 1)).whole


def test_days_never_interleave(desk: Desk) -> None:
    desk.at = AT + DAY
    desk.sign()
    desk.at = AT
    late = desk.sign()

    assert (evidence_of(evidence=late.operation.evidence).day, end().number) == (TODAY + 1, 2)


def test_an_operation_has_one_approval(desk: Desk) -> None:
    approved = desk.sign()

    with pytest.raises(IntegrityError), transaction.atomic():
        append_evidence(
            kind=EvidenceKind.APPROVAL, identifier="ev_x", operation=approved.operation.id, account="a1", body={}, at=AT
        )


def test_what_is_added_together_stands_in_one_line(desk: Desk) -> None:
    operations = [desk.create().id for _ in range(8)]
    barrier = Barrier(len(operations))

    def add(operation: str) -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                append_evidence(
                    kind=EvidenceKind.VOID, identifier=unique("ev"), operation=operation, account="a1", body={}, at=AT
                )
        finally:
            connection.close()

    threads = [Thread(target=add, args=(operation,)) for operation in operations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(models.Evidence.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 9))
