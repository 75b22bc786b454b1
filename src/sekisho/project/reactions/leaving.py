"""What signs people out elsewhere: a changed password or contact, a lost authenticator, a recovery (E-07).

Pages that do such a thing end the other sessions themselves, in the same transaction; this is for whoever does it
without a page. The session in which it was done stays where the entry names it, and so do those that began later.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sekisho.authentication.operations.sessions import end_all
from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.authentication.types.sessions import EndReason
from sekisho.journal.types.entry import Entry
from sekisho.notices.types.kinds import CONTACT_REMOVED, CONTACT_REPLACED

Payload = Mapping[str, Any]


def sign_out(entry: Entry, at: int) -> None:
    """End the sessions that were there before, if this is a reason to."""
    payload: Payload = json.loads(entry.payload)
    reason = LEAVINGS[entry.kind](payload)
    principal = str(payload.get("principal") or _subject(entry.about))
    if reason is None or not _known(principal):
        return
    end_all(
        principal=principal, reason=reason, at=at, by="system", except_=str(payload.get("session", "")),
        begun_before=entry.at,
    )  # fmt: skip


def _subject(about: str) -> str:
    return about if ":" in about else f"{PrincipalKind.CUSTOMER.value}:{about}"


def _known(principal: str) -> bool:
    try:
        principal_of(ref=principal)
    except NobodyError:
        return False
    return True


def _always(reason: EndReason) -> Callable[[Payload], EndReason | None]:
    return lambda _: reason


def _enrolled(payload: Payload) -> EndReason | None:
    """A new password; other factors add, and take nothing away."""
    return EndReason.PASSWORD_CHANGED if payload.get("factor") == FactorCode.PASSWORD.value else None


def _removed(payload: Payload) -> EndReason | None:
    """Who removed his own on a page was signed out elsewhere by it."""
    return None if payload.get("by") == payload.get("principal") else EndReason.AUTHENTICATOR_REMOVED


_A = "authentication"
LEAVINGS: Mapping[str, Callable[[Payload], EndReason | None]] = {
    f"{_A}:authenticator:removed": _removed,
    f"{_A}:authenticator:suspended": _always(EndReason.AUTHENTICATOR_REMOVED),
    f"{_A}:factor:removed": _always(EndReason.AUTHENTICATOR_REMOVED),
    f"{_A}:factor:enrolled": _enrolled,
    f"{_A}:recovery:completed": _always(EndReason.RECOVERY),
    CONTACT_REPLACED: _always(EndReason.CONTACT_CHANGED),
    CONTACT_REMOVED: _always(EndReason.CONTACT_CHANGED),
}
"""Every kind that signs people out, and why; None where it does not after all."""
