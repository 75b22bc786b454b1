"""A contact changes as the customer signed it, once, and by nobody else's word (C-06, C-11, C-24)."""

from typing import Any

import pytest
from tests.builders.approving import Desk

from sekisho.authentication.types.approvals import SignedOperation
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.kernel.moments import DAY
from sekisho.notices.operations.contacts import ContactKnownError, add_contact, verify_contact
from sekisho.notices.queries.contacts import address_of, contacts_of
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.contacts import Contact, EndReason
from sekisho.web.operations.contacting import NotSignedError, take_over
from sekisho.web.operations.outlets import house
from sekisho.web.operations.resources import safe


@pytest.fixture
def desk(fresh_database: str) -> Desk:
    return Desk().open()


def there(desk: Desk, name: str, address: str, kind: ContactKind = ContactKind.EMAIL) -> Contact:
    """A contact of long ago."""
    at = desk.at - DAY
    add_contact(contact=name, subject="a1", kind=kind, address=address, by="client:broker", safe=safe(), at=at)
    return verify_contact(contact=name, house=house(), at=at)


def executed(desk: Desk, **content: str) -> SignedOperation:
    """A change that the customer has signed, and the broker executed."""
    operation = desk.create(OperationCode.CONTACT_CHANGE, content=content)
    approved = desk.approve(desk.begin(operation))
    return desk.consume(approved).operation


def take(operation: SignedOperation, desk: Desk, **more: Any) -> Contact | None:
    wanted = {"account": "a1", "caller": "broker", "by": "client:broker", "at": desk.at + 1, **more}
    return take_over(operation=operation, **wanted)


def current(kind: ContactKind = ContactKind.EMAIL) -> list[str]:
    found = [each for each in contacts_of(subject="a1") if each.ended is None and each.kind is kind]
    return sorted(address_of(contact=each.id, safe=safe()) for each in found)


def test_an_added_contact_stands_beside_the_old_one_and_is_not_proven_yet(desk: Desk) -> None:
    there(desk, "ct-1", "old@example.jp")

    made = take(executed(desk, action="add", field="email", value="new@example.jp"), desk)

    assert made is not None
    assert made.verified is None
    assert current() == ["new@example.jp", "old@example.jp"]


def test_a_changed_contact_takes_the_place_of_the_old_ones_which_still_hear_of_it(desk: Desk) -> None:
    old = there(desk, "ct-1", "old@example.jp")
    there(desk, "ct-2", "090-1234-5678", ContactKind.PHONE)

    take(executed(desk, action="change", field="email", value="new@example.jp"), desk)

    ended = next(each for each in contacts_of(subject="a1") if each.id == old.id)
    assert (current(), current(ContactKind.PHONE)) == (["new@example.jp"], ["+819012345678"])
    assert (ended.ended_reason, ended.hears_changes(desk.at + 2)) == (EndReason.REPLACED, True)


def test_only_the_contact_that_was_named_goes(desk: Desk) -> None:
    there(desk, "ct-1", "one@example.jp")
    there(desk, "ct-2", "two@example.jp")

    gone = take(executed(desk, action="remove", field="email", replaces="two@Example.jp"), desk)

    assert gone is None
    assert current() == ["one@example.jp"]


def test_a_contact_that_is_not_there_takes_none_with_it(desk: Desk) -> None:
    there(desk, "ct-1", "one@example.jp")

    take(executed(desk, action="remove", field="email", replaces="three@example.jp"), desk)

    assert current() == ["one@example.jp"]


def test_a_signature_counts_once(desk: Desk) -> None:
    operation = executed(desk, action="add", field="email", value="new@example.jp")
    take(operation, desk)

    with pytest.raises(ContactKnownError):
        take(operation, desk)


def test_an_old_signature_handed_in_again_ends_nothing_that_came_later(desk: Desk) -> None:
    there(desk, "ct-1", "old@example.jp")
    removal = executed(desk, action="remove", field="email")
    take(removal, desk)
    take(executed(desk, action="add", field="email", value="new@example.jp"), desk)

    take(removal, desk, at=desk.at + 9)

    assert current() == ["new@example.jp"]


def test_what_is_not_executed_changes_nothing(desk: Desk) -> None:
    content = {"action": "add", "field": "email", "value": "new@example.jp"}
    signed = desk.approve(desk.begin(desk.create(OperationCode.CONTACT_CHANGE, content=content))).operation

    with pytest.raises(NotSignedError):
        take(signed, desk)

    assert current() == []


@pytest.mark.parametrize("other", [{"account": "a2"}, {"caller": "thief"}])
def test_neither_another_account_nor_another_program_may_use_it(desk: Desk, other: dict[str, str]) -> None:
    operation = executed(desk, action="add", field="email", value="new@example.jp")

    with pytest.raises(NotSignedError):
        take(operation, desk, **other)


def test_another_kind_of_signature_changes_no_contact(desk: Desk) -> None:
    withdrawal = desk.consume(desk.approve(desk.begin(desk.create()))).operation

    with pytest.raises(NotSignedError):
        take(withdrawal, desk)
