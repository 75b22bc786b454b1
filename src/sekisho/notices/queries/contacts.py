"""Who can be reached where."""

from collections.abc import Collection

from sekisho.notices import models
from sekisho.notices.rules.addresses import hint, spelt
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.contacts import Contact, EndReason, StaleReason
from sekisho.notices.types.safe import Safe

ADDRESS = "address"
"""What digests of addresses are made for."""


class NoContactError(LookupError):
    """There is no contact of that name."""


def contact_of(*, contact: str) -> Contact:
    """One contact.

    Raises:
        NoContactError: there is none.

    """
    return value_of(_row(contact))


def contacts_of(*, subject: str) -> tuple[Contact, ...]:
    """Every contact that somebody ever had, the newest first."""
    rows = models.Contact.objects.filter(subject=subject).order_by("-created", "id")
    return tuple(value_of(row) for row in rows)


def contact_at(*, subject: str, kind: ContactKind, address: str, safe: Safe) -> Contact | None:
    """Somebody's current contact with this address, in whatever spelling; None where he has none.

    Raises:
        BadAddressError: it cannot be one of its kind.

    """
    digest = safe.digest(ADDRESS, f"{kind}:{spelt(kind, address)}")
    row = models.Contact.objects.filter(subject=subject, digest=digest, ended__isnull=True).first()
    return value_of(row) if row else None


def address_of(*, contact: str, safe: Safe) -> str:
    """The address itself, for handing a message over. It goes into no page, no log and no journal.

    Raises:
        NoContactError: there is none.
        SealBrokenError: it was sealed under another key.

    """
    return safe.open(bytes(_row(contact).sealed), name=contact)


def hint_of(*, contact: str, safe: Safe) -> str:
    """Enough of the address for its owner to recognise it.

    Raises:
        NoContactError: there is none.
        SealBrokenError: it was sealed under another key.

    """
    row = _row(contact)
    return hint(ContactKind(row.kind), safe.open(bytes(row.sealed), name=contact))


def is_reachable(*, subject: str, at: int) -> bool:
    """At least one contact is proven, fresh and not stale: the gate before something is enforced (requirement E-05)."""
    return any(contact.is_fresh(at) for contact in contacts_of(subject=subject))


def reachable(*, subjects: Collection[str], at: int) -> frozenset[str]:
    """Those of the subjects for whom ``is_reachable`` holds."""
    found = models.Contact.objects.filter(
        subject__in=list(subjects), ended__isnull=True, stale_since__isnull=True, fresh_until__gt=at
    )
    return frozenset(found.values_list("subject", flat=True))


def stale_contacts(*, limit: int = 100) -> tuple[Contact, ...]:
    """Current contacts that messages do not reach, the newest trouble first: for the staff's desk."""
    rows = models.Contact.objects.filter(ended__isnull=True, stale_since__isnull=False).order_by("-stale_since", "id")
    return tuple(value_of(row) for row in rows[:limit])


def value_of(row: models.Contact) -> Contact:
    """A row as a value."""
    return Contact(
        id=row.id,
        subject=row.subject,
        kind=ContactKind(row.kind),
        created=row.created,
        verified=row.verified,
        fresh_until=row.fresh_until,
        stale_since=row.stale_since,
        stale_reason=StaleReason(row.stale_reason) if row.stale_reason else None,
        ended=row.ended,
        ended_reason=EndReason(row.ended_reason) if row.ended_reason else None,
        reachable_until=row.reachable_until,
    )


def _row(contact: str) -> models.Contact:
    row = models.Contact.objects.filter(id=contact).first()
    if row is None:
        raise NoContactError
    return row
