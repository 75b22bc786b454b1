import pytest

from builders.notices import AT, HOUSE, SAFE, kinds, payloads, registered
from sekisho.kernel.moments import DAY
from sekisho.notices.models import Contact as Row
from sekisho.notices.operations.contacts import (
    ContactEndedError,
    ContactKnownError,
    add_contact,
    count_arrival,
    count_miss,
    end_contact,
    mark_stale,
    verify_contact,
)
from sekisho.notices.queries.contacts import NoContactError, address_of, contact_of
from sekisho.notices.rules.addresses import BadAddressError
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.contacts import EndReason, StaleReason


def test_a_contact_is_registered_sealed_and_unproven(database: str) -> None:
    contact = registered(proven=False, name="ct-a")

    assert (contact.verified, contact.usable) == (None, False)
    assert b"hanako" not in bytes(Row.objects.get(id="ct-a").sealed)
    assert address_of(contact="ct-a", safe=SAFE) == "hanako@customer.test"


def test_the_journal_names_the_contact_by_a_digest_and_never_by_its_address(database: str) -> None:
    registered(name="ct-a")

    assert kinds("a-1") == ["notices:contact:added", "notices:contact:verified"]
    assert "hanako" not in str(payloads("notices:contact:added"))
    assert payloads("notices:contact:added")[0]["digest"] == Row.objects.get(id="ct-a").digest


def test_the_same_address_is_known_however_it_is_typed(database: str) -> None:
    registered(address="hanako@customer.test")

    with pytest.raises(ContactKnownError):
        registered(address=" hanako@CUSTOMER.test ")
    assert kinds("a-1").count("notices:contact:added") == 1


def test_two_accounts_may_share_an_address(database: str) -> None:
    registered(subject="a-1")

    assert registered(subject="a-2").subject == "a-2"


def test_an_address_that_cannot_be_one_is_refused(database: str) -> None:
    with pytest.raises(BadAddressError):
        add_contact(contact="x", subject="a-1", kind=ContactKind.PHONE, address="x", by="x", safe=SAFE, at=AT)


def test_a_proof_makes_it_fresh_again_and_ends_staleness(database: str) -> None:
    contact = registered()
    mark_stale(contact=contact.id, reason=StaleReason.BOUNCED, at=AT + 1)
    count_miss(contact=contact.id)

    again = verify_contact(contact=contact.id, house=HOUSE, at=AT + DAY)

    assert (again.verified, again.fresh_until, again.stale_since) == (AT + DAY, AT + DAY + HOUSE.freshness, None)
    assert Row.objects.get(id=contact.id).misses == 0


@pytest.mark.parametrize(
    ("reason", "kind"),
    [(EndReason.REPLACED, "notices:contact:replaced"), (EndReason.REMOVED, "notices:contact:removed")],
)
def test_an_ended_contact_hears_of_changes_for_a_time(database: str, reason: EndReason, kind: str) -> None:
    contact = registered()

    ended = end_contact(contact=contact.id, reason=reason, by="customer:a-1", house=HOUSE, at=AT + 1)

    assert (ended.ended, ended.ended_reason, ended.reachable_until) == (AT + 1, reason, AT + 1 + HOUSE.previous_reach)
    assert kinds()[-1] == kind
    assert registered(name="anew").id == "anew"  # and may be registered again


def test_what_has_ended_neither_ends_again_nor_is_proven(database: str) -> None:
    contact = registered()
    end_contact(contact=contact.id, reason=EndReason.REMOVED, by="x", house=HOUSE, at=AT)

    with pytest.raises(ContactEndedError):
        end_contact(contact=contact.id, reason=EndReason.REMOVED, by="x", house=HOUSE, at=AT)
    with pytest.raises(ContactEndedError):
        verify_contact(contact=contact.id, house=HOUSE, at=AT)


def test_nobodys_contact_is_not_found(database: str) -> None:
    with pytest.raises(NoContactError):
        verify_contact(contact="none", house=HOUSE, at=AT)
    with pytest.raises(NoContactError):
        mark_stale(contact="none", reason=StaleReason.BOUNCED, at=AT)


def test_a_contact_goes_stale_once_and_raises_one_alarm(database: str) -> None:
    contact = registered()

    assert mark_stale(contact=contact.id, reason=StaleReason.BOUNCED, at=AT + 1)
    assert not mark_stale(contact=contact.id, reason=StaleReason.POST_RETURNED, at=AT + 2)

    stale = contact_of(contact=contact.id)
    assert (stale.stale_since, stale.stale_reason) == (AT + 1, StaleReason.BOUNCED)
    assert payloads("notices:contact:stale") == [
        {"contact": contact.id, "form": "email", "reason": "bounced", "by": "", "current": True}
    ]


def test_three_misses_in_a_row_are_too_many(database: str) -> None:
    contact = registered()

    assert [count_miss(contact=contact.id) for _ in range(2)] == [False, False]
    count_arrival(contact=contact.id)
    assert [count_miss(contact=contact.id) for _ in range(3)] == [False, False, True]
