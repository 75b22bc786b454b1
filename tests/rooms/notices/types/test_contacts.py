from builders.notices import AT, a_contact
from sekisho.kernel.moments import DAY
from sekisho.notices.types.channels import CHANNEL_OF, LABELS, Channel, ContactKind
from sekisho.notices.types.contacts import EndReason, StaleReason


def test_a_contact_is_usable_once_proven_and_while_messages_arrive() -> None:
    assert a_contact().usable
    assert not a_contact(verified=None, fresh_until=None).usable
    assert not a_contact(stale_since=AT, stale_reason=StaleReason.BOUNCED).usable
    assert not a_contact(ended=AT, ended_reason=EndReason.REMOVED, reachable_until=AT + DAY).usable


def test_a_proof_counts_for_a_time() -> None:
    contact = a_contact(fresh_until=AT + DAY)

    assert contact.is_fresh(AT + DAY - 1)
    assert not contact.is_fresh(AT + DAY)
    assert not a_contact(fresh_until=None).is_fresh(AT)
    assert not a_contact(verified=None, fresh_until=None).is_fresh(AT)


def test_a_previous_contact_hears_of_changes_for_a_time() -> None:
    previous = a_contact(ended=AT, ended_reason=EndReason.REPLACED, reachable_until=AT + DAY)

    assert previous.hears_changes(AT + DAY - 1)
    assert not previous.hears_changes(AT + DAY)
    assert not a_contact(verified=None, fresh_until=None).hears_changes(AT)
    assert a_contact(stale_since=AT, stale_reason=StaleReason.BOUNCED).hears_changes(AT)


def test_every_kind_has_a_channel_and_a_name() -> None:
    assert set(CHANNEL_OF) == set(LABELS) == set(ContactKind)
    assert set(CHANNEL_OF.values()) == set(Channel)
    assert a_contact(ContactKind.PHONE).channel is Channel.SMS
