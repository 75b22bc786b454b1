import pytest

from builders.notices import AT, HOUSE, SAFE, registered
from sekisho.kernel.moments import DAY
from sekisho.notices.operations.contacts import end_contact, mark_stale
from sekisho.notices.queries.contacts import (
    NoContactError,
    address_of,
    contact_of,
    contacts_of,
    hint_of,
    is_reachable,
    reachable,
    stale_contacts,
)
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.contacts import EndReason, StaleReason
from sekisho.notices.types.safe import Safe, SealBrokenError


def test_every_contact_there_ever_was_is_kept_the_newest_first(database: str) -> None:
    old = registered()
    end_contact(contact=old.id, reason=EndReason.REPLACED, by="x", house=HOUSE, at=AT)
    new = registered(address="new@customer.test", at=AT + 1)
    registered(subject="a-2")

    assert [each.id for each in contacts_of(subject="a-1")] == [new.id, old.id]


def test_an_address_opens_with_the_right_key_only(database: str) -> None:
    contact = registered()

    assert address_of(contact=contact.id, safe=SAFE) == "hanako@customer.test"
    assert hint_of(contact=contact.id, safe=SAFE) == "h***@c***"
    with pytest.raises(SealBrokenError):
        address_of(contact=contact.id, safe=Safe([b"x" * 32]))


def test_nobodys_contact_is_not_found(database: str) -> None:
    with pytest.raises(NoContactError):
        contact_of(contact="none")


def test_somebody_is_reachable_by_one_fresh_contact_that_works(database: str) -> None:
    assert not is_reachable(subject="a-1", at=AT)
    registered(proven=False)
    assert not is_reachable(subject="a-1", at=AT)
    phone = registered(ContactKind.PHONE)
    assert is_reachable(subject="a-1", at=AT)
    assert not is_reachable(subject="a-1", at=AT + HOUSE.freshness)
    mark_stale(contact=phone.id, reason=StaleReason.REPORTED, at=AT)
    assert not is_reachable(subject="a-1", at=AT)


def test_many_are_asked_for_at_once_with_the_same_answer(database: str) -> None:
    registered(subject="a-1")
    stale = registered(subject="a-2")
    mark_stale(contact=stale.id, reason=StaleReason.BOUNCED, at=AT)
    registered(subject="a-3", proven=False)
    gone = registered(subject="a-4")
    end_contact(contact=gone.id, reason=EndReason.REMOVED, by="x", house=HOUSE, at=AT)
    subjects = ("a-1", "a-2", "a-3", "a-4", "a-5")

    assert reachable(subjects=subjects, at=AT) == {"a-1"}
    assert reachable(subjects=subjects, at=AT + 366 * DAY) == frozenset()
    assert [is_reachable(subject=each, at=AT) for each in subjects] == [True, False, False, False, False]


def test_the_desk_sees_what_messages_do_not_reach(database: str) -> None:
    first, second, gone = registered(), registered(ContactKind.PHONE), registered(ContactKind.APP)
    for step, contact in enumerate((first, second, gone)):
        mark_stale(contact=contact.id, reason=StaleReason.BOUNCED, at=AT + step)
    end_contact(contact=gone.id, reason=EndReason.REMOVED, by="x", house=HOUSE, at=AT)

    assert [each.id for each in stale_contacts()] == [second.id, first.id]
    assert len(stale_contacts(limit=1)) == 1
