"""Verify the answers of browsers: cheap checks first, then the signature, then what it says about the key."""

from dataclasses import dataclass

from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    PublicKeyCredentialType,
    RegistrationCredential,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from sekisho.authentication.rules.attestation.attesting import check_attestation, read_attestation
from sekisho.authentication.rules.webauthn.checks import (
    check_authenticator,
    check_authenticator_data,
    check_backup,
    check_challenge,
    check_counter,
    check_embedding,
    check_origin,
    check_owner,
)
from sekisho.authentication.rules.webauthn.keys import check_key
from sekisho.authentication.rules.webauthn.messages import (
    AssertionMessage,
    RegistrationMessage,
    read_authenticator_data,
    read_client_data,
    to_base64url,
)
from sekisho.authentication.types.attestation import Attested, Trust
from sekisho.authentication.types.authenticators import Authenticator, Credential
from sekisho.authentication.types.ceremonies import Ceremony
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.refusals_webauthn import CeremonyRefusedError, MalformedMessageError, Reason
from sekisho.authentication.types.webauthn import RelyingParty, Signal

_EVERY_ALGORITHM = list(COSEAlgorithmIdentifier)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedAssertion:
    """What an assertion proved, and what is to be remembered of it."""

    counter: int
    backed_up: bool
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCredential:
    """What a registration proved."""

    factor: FactorCode
    credential: Credential


def verify_assertion(
    message: AssertionMessage,
    *,
    ceremony: Ceremony,
    party: RelyingParty,
    authenticator: Authenticator,
    credential: Credential,
    handle: bytes,
    counter_stops: bool = False,
) -> VerifiedAssertion:
    """Verify the answer to an open ceremony that was claimed for it.

    Args:
        message: the answer.
        ceremony: see ``check_open``; session and single use are checked there.
        party: the relying party.
        authenticator: to which the answer's credential id belongs.
        credential: its WebAuthn part.
        handle: its owner's user handle.
        counter_stops: a counter that did not rise refuses.

    Raises:
        CeremonyRefusedError: the answer does not prove what it should.
        MalformedMessageError: it has not the form.

    """
    client_data = read_client_data(message.client_data)
    data = read_authenticator_data(message.authenticator_data)
    check_challenge(client_data, ceremony)
    check_origin(client_data, party)
    check_embedding(client_data, party)
    check_authenticator_data(data, rp_id=ceremony.rp_id)
    check_owner(message.user_handle, handle=handle, owner=authenticator.principal, ceremony=ceremony)
    check_authenticator(authenticator, ceremony)
    backup = check_backup(data, stored=credential)
    _check_signature(message, ceremony, party, credential)
    counter = check_counter(data.counter, stored=credential.counter, stops=counter_stops)
    first = () if authenticator.confirmed else (Signal.FIRST_USE_OF_AUTO_CREATED,)
    return VerifiedAssertion(counter=data.counter, backed_up=data.backed_up, signals=(*backup, *counter, *first))


def verify_registration(
    message: RegistrationMessage, *, ceremony: Ceremony, party: RelyingParty, trust: Trust, at: int
) -> NewCredential:
    """Verify the answer to an open registration that was claimed for it.

    Args:
        message: the answer.
        ceremony: as for an assertion.
        party: the relying party.
        trust: whose attestation is believed.
        at: the moment, in milliseconds; certificates and metadata are judged as of then.

    Raises:
        CeremonyRefusedError: the answer does not prove what it should.
        MalformedMessageError: it has not the form.

    """
    client_data = read_client_data(message.client_data)
    attestation = read_attestation(message.attestation_object)
    data = read_authenticator_data(attestation.authenticator_data)
    check_challenge(client_data, ceremony)
    check_origin(client_data, party)
    check_embedding(client_data, party)
    check_authenticator_data(data, rp_id=ceremony.rp_id, conditional=ceremony.conditional)
    check_backup(data, profile=ceremony.profile)
    verified = _verified(message, ceremony, party)
    algorithm = check_key(verified.credential_public_key, algorithms=ceremony.profile.algorithms)
    attested = check_attestation(
        attestation, client_data=message.client_data, profile=ceremony.profile, trust=trust, at=at
    )
    return NewCredential(
        factor=factor_of(backup_eligible=data.backup_eligible, attested=attested),
        credential=Credential(
            credential_id=verified.credential_id,
            public_key=verified.credential_public_key,
            algorithm=algorithm,
            rp_id=ceremony.rp_id,
            aaguid=verified.aaguid,
            aaguid_proven=attested.proven,
            attestation_format=attestation.form,
            attestation_profile=ceremony.profile.code,
            mds_status=attested.status,
            backup_eligible=data.backup_eligible,
            backed_up=data.backed_up,
            user_verified=data.user_verified,
            counter=data.counter,
            transports=message.transports,
            auto_created=ceremony.conditional,
        ),
    )


def factor_of(*, backup_eligible: bool, attested: Attested) -> FactorCode:
    """What a WebAuthn credential counts as.

    Only what is proven counts as a hardware key to carry about; everything else that says it stays on its device is a
    passkey of this device.
    """
    if backup_eligible:
        return FactorCode.PASSKEY_SYNCED
    if attested.proven and attested.hardware and attested.external:
        return FactorCode.SECURITY_KEY
    return FactorCode.PASSKEY_BOUND


def _check_signature(
    message: AssertionMessage, ceremony: Ceremony, party: RelyingParty, credential: Credential
) -> None:
    """The library's own checks, signature included; it is given no counter to judge."""
    response = AuthenticatorAssertionResponse(
        client_data_json=message.client_data,
        authenticator_data=message.authenticator_data,
        signature=message.signature,
    )
    told = AuthenticationCredential(
        id=to_base64url(message.credential_id),
        raw_id=message.credential_id,
        response=response,
        type=PublicKeyCredentialType.PUBLIC_KEY,
    )
    try:
        verify_authentication_response(
            credential=told,
            expected_challenge=ceremony.challenge,
            expected_rp_id=ceremony.rp_id,
            expected_origin=list(party.origins),
            credential_public_key=credential.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception as error:
        raise CeremonyRefusedError(Reason.SIGNATURE_INVALID) from error


def _verified(message: RegistrationMessage, ceremony: Ceremony, party: RelyingParty) -> VerifiedRegistration:
    """The library's own checks."""
    told = RegistrationCredential(
        id=to_base64url(message.credential_id),
        raw_id=message.credential_id,
        response=AuthenticatorAttestationResponse(
            client_data_json=message.client_data, attestation_object=message.attestation_object
        ),
        type=PublicKeyCredentialType.PUBLIC_KEY,
    )
    try:
        verified = verify_registration_response(
            credential=told,
            expected_challenge=ceremony.challenge,
            expected_rp_id=ceremony.rp_id,
            expected_origin=list(party.origins),
            require_user_presence=not ceremony.conditional,
            require_user_verification=not ceremony.conditional,
            supported_pub_key_algs=_EVERY_ALGORITHM,
        )
    except Exception as error:
        raise CeremonyRefusedError(Reason.ATTESTATION_INVALID) from error
    if verified.credential_id != message.credential_id:
        raise MalformedMessageError(Reason.MESSAGE_MALFORMED)
    return verified
