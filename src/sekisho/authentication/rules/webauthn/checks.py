"""The checks around the library, one function each; every one is silent or refuses with its reason.

They follow WebAuthn Level 3, sections 7.1 and 7.2, and the traps that were met in trials (see the tests' names).
"""

import hashlib

from sekisho.authentication.rules.webauthn.messages import AuthenticatorData, ClientData
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import AttestationProfile
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState, Credential
from sekisho.authentication.types.ceremonies import Ceremony, CeremonyState
from sekisho.authentication.types.refusals_webauthn import CeremonyGoneError, CeremonyRefusedError, Reason
from sekisho.authentication.types.webauthn import CeremonyKind, Purpose, RelyingParty, Signal

_TYPES = {CeremonyKind.REGISTRATION: "webauthn.create", CeremonyKind.ASSERTION: "webauthn.get"}


def check_open(ceremony: Ceremony, *, kind: CeremonyKind, session: str, at: int) -> None:
    """The ceremony is this session's own, of this kind, and neither used nor expired.

    Raises:
        CeremonyGoneError: it is not.

    """
    if ceremony.kind is not kind:
        raise CeremonyGoneError(Reason.CEREMONY_UNKNOWN)
    if ceremony.session != session:
        raise CeremonyGoneError(Reason.CEREMONY_OF_ANOTHER_SESSION)
    if ceremony.state is not CeremonyState.OPEN:
        raise CeremonyGoneError(Reason.CEREMONY_USED)
    if at >= ceremony.expires:
        raise CeremonyGoneError(Reason.CEREMONY_EXPIRED)


def check_challenge(client_data: ClientData, ceremony: Ceremony) -> None:
    """The answer is of the ceremony's kind and to its challenge.

    Raises:
        CeremonyRefusedError: it is not.

    """
    if client_data.type != _TYPES[ceremony.kind]:
        raise CeremonyRefusedError(Reason.WRONG_TYPE)
    if client_data.challenge != ceremony.challenge:
        raise CeremonyRefusedError(Reason.CHALLENGE_MISMATCH)


def check_origin(client_data: ClientData, party: RelyingParty) -> None:
    """The page or app stands on the list, letter by letter: no sub-domain, port or app is implied.

    Raises:
        CeremonyRefusedError: it does not.

    """
    if client_data.origin not in party.origins:
        raise CeremonyRefusedError(Reason.ORIGIN_NOT_LISTED)


def check_embedding(client_data: ClientData, party: RelyingParty) -> None:
    """No other site showed our page in a frame, unless the firm named that site.

    Raises:
        CeremonyRefusedError: one did, or the browser does not say which.

    """
    if not client_data.cross_origin and client_data.top_origin is None:
        return
    if not client_data.cross_origin or client_data.top_origin not in party.embedding:
        raise CeremonyRefusedError(Reason.EMBEDDED_ELSEWHERE)


def check_authenticator_data(data: AuthenticatorData, *, rp_id: str, conditional: bool = False) -> None:
    """The key was used for this relying party, by somebody who was there and unlocked it.

    What is registered in passing after a login (conditional create) comes without presence and verification; such
    authenticators must be used knowingly once before they count for cash.

    Raises:
        CeremonyRefusedError: it was not.

    """
    if data.rp_id_hash != hashlib.sha256(rp_id.encode()).digest():
        raise CeremonyRefusedError(Reason.WRONG_RP_ID)
    if not conditional and not data.user_present:
        raise CeremonyRefusedError(Reason.USER_NOT_PRESENT)
    if not conditional and not data.user_verified:
        raise CeremonyRefusedError(Reason.USER_NOT_VERIFIED)


def check_owner(user_handle: bytes | None, *, handle: bytes, owner: str, ceremony: Ceremony) -> None:
    """The passkey, its owner and the one for whom the ceremony is are the same.

    Args:
        user_handle: what the authenticator says of its owner. Only where he was known before may it be missing.
        handle: the owner's.
        owner: the owner (``Principal.ref``).
        ceremony: see there.

    Raises:
        CeremonyRefusedError: they are not.

    """
    if ceremony.principal and ceremony.principal != owner:
        raise CeremonyRefusedError(Reason.OWNER_MISMATCH)
    if user_handle is None and ceremony.principal:
        return
    if user_handle != handle:
        raise CeremonyRefusedError(Reason.OWNER_MISMATCH)


def check_backup(
    data: AuthenticatorData, *, profile: AttestationProfile | None = None, stored: Credential | None = None
) -> tuple[Signal, ...]:
    """The backup flags fit each other, the profile, and what was stored; BE is for life, BS may change.

    Args:
        data: see there.
        profile: what a new authenticator must fulfil.
        stored: the credential as stored, where there is one.

    Raises:
        CeremonyRefusedError: they do not.

    """
    if data.backed_up and not data.backup_eligible:
        raise CeremonyRefusedError(Reason.BACKUP_FLAGS_INVALID)
    if profile is not None and data.backup_eligible and not profile.allow_backup_eligible:
        raise CeremonyRefusedError(Reason.BACKUP_NOT_ALLOWED)
    if stored is None:
        return ()
    if data.backup_eligible is not stored.backup_eligible:
        raise CeremonyRefusedError(Reason.BACKUP_ELIGIBILITY_CHANGED)
    if data.backed_up is stored.backed_up:
        return ()
    return (Signal.BACKUP_GAINED if data.backed_up else Signal.BACKUP_LOST,)


def check_counter(told: int, *, stored: int, stops: bool) -> tuple[Signal, ...]:
    """The counter rose, or there is none. If it did not, that is a signal and no proof: two tabs suffice.

    Args:
        told: by the authenticator.
        stored: the highest seen so far.
        stops: refuse; only for keys that cannot be copied.

    Raises:
        CeremonyRefusedError: it did not rise, and ``stops``.

    """
    if told > stored or (told == 0 and stored == 0):
        return ()
    if stops:
        raise CeremonyRefusedError(Reason.COUNTER_REGRESSED)
    return (Signal.COUNTER_REGRESS,)


def check_authenticator(authenticator: Authenticator, ceremony: Ceremony) -> None:
    """It counts, it was asked for, and it is strong enough for what it is asked.

    Raises:
        CeremonyRefusedError: it does not, was not, or is not.

    """
    if authenticator.state is AuthenticatorState.SUSPENDED:
        raise CeremonyRefusedError(Reason.AUTHENTICATOR_SUSPENDED)
    if not authenticator.active:
        raise CeremonyRefusedError(Reason.AUTHENTICATOR_ENDED)
    if ceremony.asked and authenticator.id not in ceremony.asked:
        raise CeremonyRefusedError(Reason.CREDENTIAL_NOT_ASKED)
    if authenticator.acr < max(ceremony.acr, Acr.PHR):
        raise CeremonyRefusedError(Reason.AUTHENTICATOR_TOO_WEAK)
    if ceremony.purpose is Purpose.APPROVE and not authenticator.confirmed:
        raise CeremonyRefusedError(Reason.AUTHENTICATOR_UNCONFIRMED)
