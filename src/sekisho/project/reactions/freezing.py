"""What makes an account stop by itself: the customer's “this was not me” (C-19)."""

import json

from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.operations.recoveries import withdraw
from sekisho.authentication.queries.recoveries import open_recovery_of
from sekisho.authentication.types.freezes import FreezeSource
from sekisho.authentication.types.principals import Visit
from sekisho.journal.types.entry import Entry
from sekisho.kernel.digests import sha256_hex


def freeze_answered(entry: Entry, at: int) -> None:
    """Freeze the account that an answer is about. The freeze is named after the entry, so repeats change nothing."""
    if ":" in entry.about or not entry.about:
        return  # about a delegate or a member of staff, who have no account to stop
    payload = json.loads(entry.payload)
    place_freeze(
        freeze=f"fz_{sha256_hex(entry.digest)[:22]}",
        account=entry.about,
        source=FreezeSource.NOTICE,
        by=f"customer:{entry.about}",
        reason="not_me",
        visit=Visit(channel=str(payload.get("through", "web"))),
        at=at,
    )
    _stop_recovery(f"customer:{entry.about}", at)


def _stop_recovery(principal: str, at: int) -> None:
    """Whoever did it may be trying to get in by a recovery: none of his goes on."""
    known = open_recovery_of(principal=principal)
    if known is not None:
        withdraw(case=known.id, by=principal, reason="not_me", at=at)
