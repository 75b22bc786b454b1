"""The fate of a challenge: claimed once, in a transaction of its own, before anything is looked at.

Were the claim in one transaction with the verification, a failure would roll it back and the same answer could be tried
again. So these functions refuse to run within somebody else's transaction (``durable``).
"""

import re

from django.db import connection, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.factors import subject_of, told
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.ceremonies import NoSuchCeremonyError, ceremony_of
from sekisho.authentication.queries.prepared import changed
from sekisho.authentication.rules.webauthn.checks import check_open
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.ceremonies import Ceremony
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.refusals_webauthn import CeremonyGoneError, Reason, WebauthnRefusedError
from sekisho.authentication.types.webauthn import BROWSER_ERRORS, CeremonyKind

_TAKE = """
    UPDATE authentication_ceremony SET state = 'claimed', ended = %s
    WHERE id = %s AND session = %s AND state = 'open' AND expires > %s
"""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class WithinTransactionError(RuntimeError):
    """A claim would be undone along with the caller's transaction."""

    def __init__(self) -> None:
        super().__init__("a claim is durable: it cannot be made within a transaction")


def claim(*, ceremony: str, kind: CeremonyKind, session: str, visit: Visit, at: int) -> Ceremony:
    """Take an open ceremony, so that nobody else can; of several at once exactly one gets it.

    Args:
        ceremony: its name, as the browser sent it.
        kind: which it must be.
        session: of the browser that answers.
        visit: where the answer came from.
        at: in milliseconds.

    Raises:
        CeremonyGoneError: it is unknown, another session's, used, or expired; that is in the journal.
        WithinTransactionError: the caller is within a transaction.

    """
    if connection.in_atomic_block:
        raise WithinTransactionError
    try:
        return _claimed(ceremony, kind, session, at)  # one statement takes it, and is committed by itself
    except CeremonyGoneError as refusal:
        with transaction.atomic(durable=True):
            _note(_found(ceremony), kind, refusal.code, visit, at)
        raise


def refuse(
    *,
    refusal: WebauthnRefusedError,
    ceremony: Ceremony,
    visit: Visit,
    at: int,
    authenticator: Authenticator | None = None,
) -> None:
    """Write down that a claimed ceremony failed, and why; it is committed when this returns.

    ``authenticator`` is the one whose name the answer bore; whether it made the answer is another question, so nobody
    is ever locked out for it.

    Raises:
        RuntimeError: the caller is within a transaction.

    """
    with transaction.atomic(durable=True):
        _fail(ceremony, refusal.code, visit, at, authenticator)


def take(ceremony: Ceremony, *, at: int) -> None:
    """Claim what was read as open, unless somebody else has meanwhile; within the caller's transaction.

    Raises:
        CeremonyGoneError: somebody has.

    """
    if not changed(_TAKE, at, ceremony.id, ceremony.session, at):
        raise CeremonyGoneError(Reason.CEREMONY_USED)


def give_up(*, ceremony: str, session: str, error: str, visit: Visit, at: int) -> None:
    """Close a ceremony that the browser could not finish, and write down why; its challenge is spent.

    It is how a firm learns where people get stuck: by browser, by device, by kind of error.

    Args:
        ceremony: its name, as the browser sent it.
        session: of the browser.
        error: the name of the browser's error, e.g. ``NotAllowedError``; what browsers do not say becomes ``Other``.
        visit: where the message came from.
        at: in milliseconds.

    Raises:
        CeremonyGoneError: it is unknown, another session's, used, or expired.

    """
    reason = error if error in BROWSER_ERRORS else "Other"
    with transaction.atomic():
        _fail(_claimed(ceremony, None, session, at), f"browser_{reason}", visit, at, None)


def _claimed(name: str, kind: CeremonyKind | None, session: str, at: int) -> Ceremony:
    found = _found(name)
    if found is None:
        raise CeremonyGoneError(Reason.CEREMONY_UNKNOWN)
    check_open(found, kind=kind or found.kind, session=session, at=at)
    take(found, at=at)
    return found


def _found(name: str) -> Ceremony | None:
    if not _NAME.fullmatch(name):  # whatever a browser sends; PostgreSQL would stumble over a NUL
        return None
    try:
        return ceremony_of(ceremony=name)
    except NoSuchCeremonyError:
        return None


def _fail(ceremony: Ceremony, reason: str, visit: Visit, at: int, authenticator: Authenticator | None) -> None:
    models.Ceremony.objects.filter(pk=ceremony.id, state="claimed").update(state="refused", reason=reason)
    _note(ceremony, ceremony.kind, reason, visit, at, authenticator)


def _note(
    ceremony: Ceremony | None,
    kind: CeremonyKind,
    reason: str,
    visit: Visit,
    at: int,
    authenticator: Authenticator | None = None,
) -> None:
    """Filed under whom the ceremony is for, or whose authenticator was named: he may be under attack."""
    about = ceremony.subject if ceremony else ""
    if authenticator is not None and not about:
        about = subject_of(authenticator.principal)
    note(
        f"authentication:{kind.value}:refused",
        about=about,
        at=at,
        ceremony=ceremony.id if ceremony else "",
        purpose=ceremony.purpose.value if ceremony else "",
        operation=ceremony.operation if ceremony else "",
        authenticator=authenticator.id if authenticator else "",
        reason=reason,
        **told(visit),
    )
