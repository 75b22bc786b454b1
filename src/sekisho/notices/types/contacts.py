"""Where somebody can be reached, how well that is known, and until when an old contact is still told of changes."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.notices.types.channels import CHANNEL_OF, Channel, ContactKind


class StaleReason(StrEnum):
    """Why a contact is no longer believed to reach anybody."""

    BOUNCED = "bounced"
    UNDELIVERED = "undelivered"
    POST_RETURNED = "post_returned"
    APP_GONE = "app_gone"
    REPORTED = "reported"


class EndReason(StrEnum):
    """Why a contact is no longer the current one."""

    REPLACED = "replaced"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact, without the address itself; ``queries.contacts.address_of`` opens that. All moments in ms.

    Attributes:
        id: its name.
        subject: the account's pseudonym, or the name of an agent or a member of staff.
        kind: what it is.
        created: when it was registered.
        verified: when the holder proved that he receives there; None before.
        fresh_until: the proof counts until then; None before it.
        stale_since: messages have not arrived since then; None while they do.
        stale_reason: why, where it is stale.
        ended: since when it is not the current one any more; None while it is.
        ended_reason: why, where it ended.
        reachable_until: an ended contact is told of important changes until then (requirement C-11).

    """

    id: str
    subject: str
    kind: ContactKind
    created: int
    verified: int | None = None
    fresh_until: int | None = None
    stale_since: int | None = None
    stale_reason: StaleReason | None = None
    ended: int | None = None
    ended_reason: EndReason | None = None
    reachable_until: int | None = None

    @property
    def channel(self) -> Channel:
        """The way to it."""
        return CHANNEL_OF[self.kind]

    @property
    def usable(self) -> bool:
        """Current, proven and not known to fail."""
        return self.ended is None and self.verified is not None and self.stale_since is None

    def is_fresh(self, at: int) -> bool:
        """Usable, and the proof still counts (the gate of requirement E-05)."""
        return self.usable and self.fresh_until is not None and at < self.fresh_until

    def hears_changes(self, at: int) -> bool:
        """Told of changes to authenticators and contacts: whoever proved it, also when stale, and for a time after."""
        if self.verified is None:
            return False
        return self.ended is None or (self.reachable_until is not None and at < self.reachable_until)
