"""Open recoveries for people who have shown something, and go on with them: shared by customers' and staff's pages.

Nothing is opened on a name alone: whoever knows a login could otherwise frighten its owner with notices, and stand in
the way of his own recovery. The first proof opens the case; where only staff can look at it, staff opens it.
"""

from collections.abc import Sequence

from django.db import transaction

from sekisho.authentication.operations.code_sending import limit_sends, message_of
from sekisho.authentication.operations.counting import add
from sekisho.authentication.operations.recoveries import (
    AlreadyOpenError,
    NotAcceptedError,
    advance,
    give_proof,
    open_recovery,
    withdraw,
)
from sekisho.authentication.operations.recovery_standing import next_of
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.queries.recoveries import NoSuchRecoveryError, open_recovery_of
from sekisho.authentication.types.factors import WEBAUTHN, FactorCode
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.recovery import CaseState, Path, ProofKind, RecoveryCase, Trigger
from sekisho.kernel.moments import MINUTE
from sekisho.notices.queries.contacts import address_of, contacts_of
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.contacts import Contact
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.minting import identifier
from sekisho.web.operations.outlets import senders
from sekisho.web.operations.resources import safe
from sekisho.web.rules import passes

TRIES = 5
"""Typed codes in ten minutes for one recovery."""
WINDOW = 10 * MINUTE
_FACTORS = {ContactKind.EMAIL: FactorCode.EMAIL_OTP, ContactKind.PHONE: FactorCode.SMS_OTP}
"""How codes reach a contact."""


class TooOftenError(Exception):
    """Too many tries; wait ten minutes."""


class WrongCodeError(Exception):
    """Not the code, or too late."""


def pass_to(case: str) -> str:
    """What leads back to a recovery, for its owner's eyes."""
    return passes.pass_of(_secret(), case)


def case_behind(case: str, typed: str, *, at: int) -> RecoveryCase | None:
    """The recovery that a pass leads to, as it stands now; None for anything else."""
    if not passes.is_pass(_secret(), case, typed):
        return None
    try:
        return advance(case=case, at=at)
    except NoSuchRecoveryError:
        return None


def post_code_for(case: str) -> str:
    """What stands in the letter of a recovery by post; for the letter alone."""
    return passes.post_code_of(_secret(), case)


@transaction.atomic
def open_on_proof(
    *, principal: str, path: Path, trigger: Trigger, kind: ProofKind, evidence: str, visit: Visit, at: int
) -> RecoveryCase:
    """Open a recovery for somebody who has just shown something, and keep it as the first proof.

    Every passkey he has counts as gone: they are revoked when the recovery ends well. A proof of identity takes the
    place of another recovery that goes on; a weaker one does not.

    Raises:
        AlreadyOpenError: another one goes on.

    """
    known = open_recovery_of(principal=principal)
    if known is not None and kind in {ProofKind.JPKI_USER, ProofKind.JPKI_SIGN}:
        withdraw(case=known.id, by=principal, reason="opened anew", at=at)
    lost = [each.id for each in authenticators_of(principal=principal) if each.factor in WEBAUTHN]
    opened = open_recovery(
        case=identifier("rc"), principal=principal, trigger=trigger, path=path, visit=visit, at=at, lost=lost
    )
    return give_proof(case=opened.id, kind=kind, by=principal, evidence=evidence, at=at)


def reachable_contacts(case: RecoveryCase) -> Sequence[Contact]:
    """Contacts that a code can be sent to: proven ones that messages reach."""
    subject = principal_of(ref=case.principal).subject
    return [each for each in contacts_of(subject=subject) if each.usable and each.kind in _FACTORS]


def send_contact_code(case: RecoveryCase, contact: str, *, visit: Visit, at: int) -> None:
    """Send digits to one of his contacts.

    Raises:
        sekisho.authentication.types.proofs.RefusedError: too often.
        sekisho.authentication.operations.senders.UndeliveredError: it did not leave.
        WrongCodeError: he has no such contact.

    """
    chosen = _contact(case, contact)
    limit_sends(places=(f"recovery:{case.id}",), visit=visit, at=at)
    digits = passes.contact_code_of(_secret(), case.id, contact, at=at)
    language = principal_of(ref=case.principal).language
    address = address_of(contact=contact, safe=safe())
    senders().send_code(message_of(factor=_FACTORS[chosen.kind], address=address, code=digits, language=language))


def take_contact_code(case: RecoveryCase, contact: str, typed: str, *, at: int) -> RecoveryCase:
    """Take the digits that came to a contact, as a proof.

    Raises:
        TooOftenError: five tries within ten minutes.
        WrongCodeError: they are not those, or too old.

    """
    _count(case, at)
    _contact(case, contact)
    if not passes.is_contact_code(_secret(), case.id, contact, typed, at=at):
        raise WrongCodeError
    return _prove(case, ProofKind.CONTACT_CODE, f"contact:{contact}", at)


def take_post_code(case: RecoveryCase, typed: str, *, at: int) -> RecoveryCase:
    """Take what the letter brought, as a proof.

    Raises:
        TooOftenError: five tries within ten minutes.
        WrongCodeError: it is not that, or older than 21 days.

    """
    _count(case, at)
    if not passes.is_post_code(_secret(), case.id, typed, opened=case.opened, at=at):
        raise WrongCodeError
    return _prove(case, ProofKind.POST_CODE, "letter", at)


def _prove(case: RecoveryCase, kind: ProofKind, evidence: str, at: int) -> RecoveryCase:
    try:
        return give_proof(case=case.id, kind=kind, by=case.principal, evidence=evidence, at=at)
    except NotAcceptedError as error:
        raise WrongCodeError from error


def _count(case: RecoveryCase, at: int) -> None:
    key = f"recovery:{case.id}"
    if add([key], at=at, window=WINDOW, sliding=False)[key] > TRIES:
        raise TooOftenError


def _contact(case: RecoveryCase, contact: str) -> Contact:
    found = next((each for each in reachable_contacts(case) if each.id == contact), None)
    if found is None:
        raise WrongCodeError
    return found


def _secret() -> bytes:
    return node_keys().secret("recovery:1")


__all__ = [
    "AlreadyOpenError", "CaseState", "TooOftenError", "WrongCodeError", "case_behind", "next_of", "open_on_proof",
    "pass_to", "post_code_for", "reachable_contacts", "send_contact_code", "take_contact_code", "take_post_code",
]  # fmt: skip
