"""Write down what a verified ceremony proved: one transaction, all or nothing."""

from collections.abc import Callable, Sequence

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.factors import seen, told
from sekisho.authentication.operations.noting import news, note
from sekisho.authentication.queries.authenticators import (
    NoSuchAuthenticatorError,
    authenticator_of,
    authenticators_of,
    by_credential,
)
from sekisho.authentication.queries.prepared import changed
from sekisho.authentication.rules.webauthn.messages import AssertionMessage
from sekisho.authentication.rules.webauthn.verification import NewCredential, VerifiedAssertion
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator, Credential
from sekisho.authentication.types.ceremonies import Ceremony
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.principals import Principal, Visit
from sekisho.authentication.types.providers import provider_of
from sekisho.authentication.types.refusals_webauthn import CeremonyGoneError, CeremonyRefusedError, Reason
from sekisho.authentication.types.webauthn import Assertion, Bound
from sekisho.journal.operations.appending import append
from sekisho.journal.types.entry import NewEntry

LONGEST_NAME = 100
Along = Callable[[Assertion], Sequence[NewEntry]]
"""What follows from an assertion, and what the journal shall hear of it; if it raises, the assertion does not count."""
_USED = """
    UPDATE authentication_authenticator
    SET last_used = %s, backed_up = %s, counter = CASE WHEN counter < %s THEN %s ELSE counter END
    WHERE id = %s AND state = 'active'
"""
_SETTLED = """
    UPDATE authentication_ceremony SET state = 'accepted', principal_id = %s WHERE id = %s AND state = 'claimed'
"""


def known(credential_id: bytes) -> tuple[Authenticator, Credential, Principal]:
    """The authenticator of a credential id, its WebAuthn part, and its owner.

    Raises:
        CeremonyRefusedError: nobody has it.

    """
    try:
        return by_credential(credential_id=credential_id)
    except NoSuchAuthenticatorError:
        raise CeremonyRefusedError(Reason.CREDENTIAL_UNKNOWN) from None


def bind_credential(
    new: NewCredential,
    *,
    ceremony: Ceremony,
    attestation: bytes,
    name: str,
    authenticator: str,
    visit: Visit,
    at: int,
    hold_until: int | None,
) -> Bound:
    """Bind a verified credential; its id must be new to everybody, which the database sees to.

    Raises:
        CeremonyRefusedError: somebody has the credential already.

    """
    try:
        with transaction.atomic(durable=True):
            _create(new, ceremony, attestation, name, authenticator, visit, at, hold_until)
            _settle(ceremony, ceremony.principal)
            note(
                "authentication:authenticator:added", about=ceremony.subject, at=at, principal=ceremony.principal,
                authenticator=authenticator, factor=new.factor.value, aaguid=new.credential.aaguid,
                aaguid_proven=new.credential.aaguid_proven, profile=new.credential.attestation_profile,
                auto_created=new.credential.auto_created, hold_until=hold_until, ceremony=ceremony.id, **told(visit),
            )  # fmt: skip
    except IntegrityError as error:
        if not models.Authenticator.objects.filter(credential_id=new.credential.credential_id).exists():
            raise
        raise CeremonyRefusedError(Reason.CREDENTIAL_TAKEN) from error
    held = [each for each in authenticators_of(principal=ceremony.principal) if each.active and each.acr >= Acr.PHR]
    return Bound(authenticator=authenticator_of(authenticator=authenticator), held=len(held))


def accept_assertion(
    verified: VerifiedAssertion,
    *,
    message: AssertionMessage,
    ceremony: Ceremony,
    authenticator: Authenticator,
    credential: Credential,
    owner: Principal,
    visit: Visit,
    at: int,
    along: Along | None = None,
) -> Assertion:
    """Let a verified assertion count, and do what follows from it in the same transaction.

    Raises:
        CeremonyRefusedError: the authenticator was stopped or ended meanwhile.

    """
    made = _assertion(verified, message, ceremony, authenticator, credential, at)
    with transaction.atomic(durable=True):
        counter = verified.counter
        if not changed(_USED, at, verified.backed_up, counter, counter, authenticator.id):
            raise CeremonyRefusedError(Reason.AUTHENTICATOR_SUSPENDED)
        _settle(ceremony, owner.ref)
        followed = () if along is None else along(made)
        accepted = news(
            "authentication:assertion:accepted", about=owner.subject, at=at, principal=owner.ref,
            authenticator=authenticator.id, factor=authenticator.factor.value, purpose=ceremony.purpose.value,
            operation=ceremony.operation, signals=[signal.value for signal in verified.signals],
            ceremony=ceremony.id, **told(visit),
        )  # fmt: skip
        append(entries=[*followed, accepted], at=at)
    return made


def _create(
    new: NewCredential,
    ceremony: Ceremony,
    attestation: bytes,
    name: str,
    authenticator: str,
    visit: Visit,
    at: int,
    hold_until: int | None,
) -> None:
    made = new.credential
    models.Authenticator.objects.create(
        id=authenticator, principal_id=ceremony.principal, factor=new.factor.value,
        name=name_of(name) or provider_of(made.aaguid).read(visit.language), created=at,
        created_by=ceremony.principal, created_visit=seen(visit), hold_until=hold_until,
        credential_id=made.credential_id, public_key=made.public_key, algorithm=made.algorithm, rp_id=made.rp_id,
        aaguid=made.aaguid, aaguid_proven=made.aaguid_proven, attestation_format=made.attestation_format,
        attestation_profile=made.attestation_profile, attestation=attestation, mds_status=made.mds_status,
        backup_eligible=made.backup_eligible, backed_up=made.backed_up, user_verified=made.user_verified,
        counter=made.counter, transports=list(made.transports), auto_created=made.auto_created,
    )  # fmt: skip


def name_of(text: str) -> str:
    """What somebody calls his authenticator, without what cannot be seen, and not too long."""
    return "".join(each if each.isprintable() else " " for each in text).strip()[:LONGEST_NAME]


def _settle(ceremony: Ceremony, principal: str) -> None:
    if not changed(_SETTLED, principal, ceremony.id):
        raise CeremonyGoneError(Reason.CEREMONY_USED)


def _assertion(
    verified: VerifiedAssertion,
    message: AssertionMessage,
    ceremony: Ceremony,
    authenticator: Authenticator,
    credential: Credential,
    at: int,
) -> Assertion:
    factor = FACTORS[authenticator.factor]
    return Assertion(
        ceremony=ceremony.id, purpose=ceremony.purpose, operation=ceremony.operation,
        principal=authenticator.principal, authenticator=authenticator.id, factor=authenticator.factor,
        acr=factor.acr, amr=factor.amr, user_verified=True, backup_eligible=credential.backup_eligible,
        backed_up=verified.backed_up, aaguid=credential.aaguid, aaguid_proven=credential.aaguid_proven,
        confirmed=authenticator.confirmed, signals=verified.signals, credential_id=credential.credential_id,
        client_data=message.client_data, authenticator_data=message.authenticator_data,
        signature=message.signature, public_key=credential.public_key, algorithm=credential.algorithm,
        challenge=ceremony.challenge, at=at,
    )  # fmt: skip
