"""Register contacts, note that they were proven, and let them go; an old one is still told of changes for a time."""

from django.db import IntegrityError, transaction
from django.db.models import F

from sekisho.notices import models
from sekisho.notices.operations.noting import note
from sekisho.notices.queries.contacts import ADDRESS, NoContactError, contact_of
from sekisho.notices.rules.addresses import spelt
from sekisho.notices.rules.lifecycle import MOST_MISSES
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.contacts import Contact, EndReason, StaleReason
from sekisho.notices.types.kinds import (
    CONTACT_ADDED,
    CONTACT_REMOVED,
    CONTACT_REPLACED,
    CONTACT_STALE,
    CONTACT_VERIFIED,
)
from sekisho.notices.types.notices import House
from sekisho.notices.types.safe import Safe


class ContactKnownError(Exception):
    """The subject has this contact already."""


class ContactEndedError(Exception):
    """The contact is not the current one any more; register it anew."""


def add_contact(
    *, contact: str, subject: str, kind: ContactKind, address: str, by: str, safe: Safe, at: int
) -> Contact:
    """Register a contact. It is told nothing until it is proven.

    Args:
        contact: its name, minted by the entrance.
        subject: the account's pseudonym, or the name of an agent or a member of staff.
        kind: what it is.
        address: as somebody typed it.
        by: who registers it: a principal's name.
        safe: seals the address.
        at: in milliseconds.

    Raises:
        BadAddressError: it cannot be one of its kind; the reason says what to write.
        ContactKnownError: the subject has it already.

    """
    plain = spelt(kind, address)
    digest = safe.digest(ADDRESS, f"{kind}:{plain}")
    try:
        with transaction.atomic():
            models.Contact.objects.create(
                id=contact,
                subject=subject,
                kind=kind.value,
                sealed=safe.seal(plain, name=contact),
                digest=digest,
                created=at,
                created_by=by,
            )
            note(CONTACT_ADDED, about=subject, at=at, contact=contact, form=kind.value, digest=digest, by=by)
    except IntegrityError as error:
        raise ContactKnownError from error
    return contact_of(contact=contact)


@transaction.atomic
def verify_contact(*, contact: str, house: House, at: int) -> Contact:
    """Note that the holder has proven to receive there; it is fresh again, and not stale.

    Raises:
        ContactEndedError: it is not the current one any more.
        NoContactError: there is none.

    """
    fresh_until = at + house.freshness
    _change(contact, verified=at, fresh_until=fresh_until, stale_since=None, stale_reason="", misses=0)
    found = contact_of(contact=contact)
    note(CONTACT_VERIFIED, about=found.subject, at=at, contact=contact, form=found.kind.value, fresh_until=fresh_until)
    return found


@transaction.atomic
def end_contact(*, contact: str, reason: EndReason, by: str, house: House, at: int) -> Contact:
    """Let a contact go. It hears of changes for a time after, so that nobody can silence the holder by replacing it.

    Raises:
        ContactEndedError: it has ended already.
        NoContactError: there is none.

    """
    until = at + house.previous_reach
    _change(contact, ended=at, ended_reason=reason.value, reachable_until=until)
    found = contact_of(contact=contact)
    kind = CONTACT_REPLACED if reason is EndReason.REPLACED else CONTACT_REMOVED
    note(kind, about=found.subject, at=at, contact=contact, form=found.kind.value, by=by, reachable_until=until)
    return found


@transaction.atomic
def mark_stale(*, contact: str, reason: StaleReason, at: int, by: str = "") -> bool:
    """Note that messages do not reach a contact, and raise the alarm (C-17). False where that is known.

    Raises:
        NoContactError: there is none.

    """
    found = contact_of(contact=contact)
    fresh = models.Contact.objects.filter(id=contact, stale_since__isnull=True)
    if not fresh.update(stale_since=at, stale_reason=reason.value):
        return False
    values = {"contact": contact, "form": found.kind.value, "reason": reason.value, "by": by}
    note(CONTACT_STALE, about=found.subject, at=at, current=found.ended is None, **values)
    return True


def count_miss(*, contact: str) -> bool:
    """Count a message that did not arrive; True once there are too many in a row."""
    models.Contact.objects.filter(id=contact).update(misses=F("misses") + 1)
    return models.Contact.objects.filter(id=contact, misses__gte=MOST_MISSES).exists()


def count_arrival(*, contact: str) -> None:
    """A message arrived: the row of misses is over."""
    models.Contact.objects.filter(id=contact).exclude(misses=0).update(misses=0)


def _change(contact: str, **values: object) -> None:
    if models.Contact.objects.filter(id=contact, ended__isnull=True).update(**values):
        return
    if models.Contact.objects.filter(id=contact).exists():
        raise ContactEndedError
    raise NoContactError
