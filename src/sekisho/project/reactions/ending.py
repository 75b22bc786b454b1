"""What ends with something else: tokens with their session, everything with a kill switch, sessions with a job.

All of it is refused at once anyway, since tokens and sessions are held against freezes and states at every use; here it
ends for good, and clients hear of it.
"""

import json
from typing import Any

from sekisho.authentication.operations.grants.ending import end_account, end_client
from sekisho.authentication.operations.grants.logouts import sessions_ended
from sekisho.authentication.operations.sessions import end_all
from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.types.freezes import FreezeScope
from sekisho.authentication.types.grants.tokens import GrantEnd
from sekisho.authentication.types.sessions import EndReason
from sekisho.journal.types.entry import Entry
from sekisho.kernel.digests import sha256_hex

_MOST = 1_000
"""Clients that hear of one entry at most: each session that ended, with each program it was used for."""


def tell_clients(entry: Entry, at: int) -> None:
    """Sessions ended: so do the grants that rest on them, and their clients are told."""
    told = _payload(entry)
    sessions_ended(sessions=told["sessions"], reason=EndReason(told["reason"]), identifiers=_names(entry), at=at)


def end_tokens(entry: Entry, at: int) -> None:
    """An account was stopped entirely: every token and API key of it ends, not to come back with a release (C-19)."""
    if FreezeScope.LOGIN.value in _payload(entry)["scopes"]:
        end_account(account=entry.about, reason=GrantEnd.FREEZE, by="system", at=at)


def end_recovered(entry: Entry, at: int) -> None:
    """Access was recovered: whoever had it before keeps none of it."""
    end_account(account=entry.about, reason=GrantEnd.RECOVERY, by="system", at=at)


def end_closed_client(entry: Entry, at: int) -> None:
    """A client was closed for good."""
    end_client(client_id=entry.about.removeprefix("client:"), by="system", at=at)


def end_closed_account(entry: Entry, at: int) -> None:
    """The firm closed the account: nothing that was allowed on it stands."""
    end_account(account=entry.about, reason=GrantEnd.STAFF, by="system", at=at)


def end_staff(entry: Entry, at: int) -> None:
    """Somebody who may not work here now is signed in nowhere."""
    try:
        principal_of(ref=entry.about)
    except NobodyError:
        return  # never signed in
    end_all(principal=entry.about, reason=EndReason.STAFF, at=at, by="system")


def _payload(entry: Entry) -> dict[str, Any]:
    return dict(json.loads(entry.payload))


def _names(entry: Entry) -> list[str]:
    """Names that are the same at every attempt."""
    return [f"ln_{sha256_hex(entry.digest + place.to_bytes(4))[:32]}" for place in range(_MOST)]
