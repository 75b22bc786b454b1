"""Is a new authenticator of the make it says it is, and does the profile want that make?

The ceremonies' library takes a packed self attestation for any AAGUID even where roots are configured, and does not say
which type of attestation it saw. So wherever a profile demands attestation, fido2's verifiers look at the statement,
its certificates must lead to an anchor of that very model, and only then the AAGUID counts as proven.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from fido2.attestation.base import Attestation, AttestationType
from fido2.webauthn import AttestationObject

from sekisho.authentication.rules.attestation.chains import BrokenChainError, anchor_of
from sekisho.authentication.rules.attestation.standing import fault_of, status_of
from sekisho.authentication.types.attestation import AttestationProfile, Attested, Trust
from sekisho.authentication.types.refusals_webauthn import CeremonyRefusedError, MalformedMessageError, Reason
from sekisho.kernel.moments import from_milliseconds

FORMATS = frozenset({"packed", "tpm", "apple"})
"""Statement formats that can prove a model: all of which both libraries verify, and which allow user verification."""
_AAGUID = x509.ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4")
_TAG = 2  # bytes before the AAGUID: an octet string of 16


@dataclass(frozen=True, slots=True)
class Statement:
    """An attestation object, read.

    Attributes:
        form: ``none``, ``packed``, ``tpm`` …
        aaguid: the model that the authenticator claims.
        authenticator_data: as it was signed.
        whole: as the library reads it.

    """

    form: str
    aaguid: str
    authenticator_data: bytes
    whole: AttestationObject


def read_attestation(data: bytes) -> Statement:
    """Read an attestation object, which must hold a credential.

    Raises:
        MalformedMessageError: it is none.

    """
    try:
        told = AttestationObject(data)
        credential = told.auth_data.credential_data
    except Exception as error:  # the library raises whatever it stumbles over
        raise MalformedMessageError(Reason.ATTESTATION_MALFORMED) from error
    if credential is None or not isinstance(told.fmt, str):
        raise MalformedMessageError(Reason.ATTESTATION_MALFORMED)
    return Statement(told.fmt, str(credential.aaguid), bytes(told.auth_data), told)


def check_attestation(
    attestation: Statement, *, client_data: bytes, profile: AttestationProfile, trust: Trust, at: int
) -> Attested:
    """The authenticator is of a make that the profile wants, and that is proven where the profile says so.

    Args:
        attestation: as read.
        client_data: clientDataJSON.
        profile: what is demanded.
        trust: whose attestation is believed.
        at: the moment, in milliseconds.

    Raises:
        CeremonyRefusedError: it is not.

    """
    model = trust.models.get(attestation.aaguid)
    chain = _proven_chain(attestation, client_data) if profile.require_attestation else ()
    fault = fault_of(attestation.aaguid, model=model, profile=profile, chain=chain, at=at)
    if fault is not None:
        raise CeremonyRefusedError(fault)
    if not profile.require_attestation:
        return Attested()
    _check_trust(attestation, chain, trust=trust, profile=profile, at=at)
    return Attested(
        proven=True,
        status=status_of(model, at=at),
        hardware=model is None or model.hardware,
        external=model is None or model.external,
    )


def chain_of(attestation: bytes) -> tuple[bytes, ...]:
    """The certificates of a stored attestation (DER); empty where there are none."""
    try:
        return tuple(bytes(each) for each in AttestationObject(attestation).att_stmt.get("x5c", ()))
    except Exception:  # noqa: BLE001 - what was stored long ago may have any form; then no certificate is named
        return ()


def _proven_chain(attestation: Statement, client_data: bytes) -> tuple[bytes, ...]:
    """The certificates behind a statement that holds; ``none`` and self attestation have none."""
    if attestation.form == "none":
        raise CeremonyRefusedError(Reason.ATTESTATION_MISSING)
    if attestation.form not in FORMATS:
        raise CeremonyRefusedError(Reason.ATTESTATION_INVALID)
    verifier = Attestation.for_type(attestation.form)()
    try:
        digest = hashlib.sha256(client_data).digest()
        result = verifier.verify(attestation.whole.att_stmt, attestation.whole.auth_data, digest)
    except Exception as error:  # a bare IndexError has been seen: whatever it is, it is no proof
        raise CeremonyRefusedError(Reason.ATTESTATION_INVALID) from error
    if result.attestation_type is AttestationType.SELF or not result.trust_path:
        raise CeremonyRefusedError(Reason.ATTESTATION_SELF)
    return tuple(result.trust_path)


def _check_trust(
    attestation: Statement, chain: Sequence[bytes], *, trust: Trust, profile: AttestationProfile, at: int
) -> None:
    """The chain leads to an anchor of this very model, or to one that the operator trusts for any."""
    model = trust.models.get(attestation.aaguid)
    anchors = (*(model.roots if model else ()), *(() if profile.mds_required else trust.anchors))
    try:
        anchor = anchor_of(chain, anchors=anchors, moment=from_milliseconds(at))
    except BrokenChainError as error:
        raise CeremonyRefusedError(Reason.ATTESTATION_UNTRUSTED) from error
    shared = attestation.form == "packed" and sum(anchor in each.roots for each in trust.models.values()) > 1
    if not _made_for(attestation.aaguid, chain[0], must_say=shared):
        raise CeremonyRefusedError(Reason.ATTESTATION_INVALID)


def _made_for(aaguid: str, der: bytes, *, must_say: bool) -> bool:
    """The certificate names this model; it may name none unless its anchor vouches for several."""
    try:
        extension = x509.load_der_x509_certificate(der).extensions.get_extension_for_oid(_AAGUID).value
    except x509.ExtensionNotFound:
        return not must_say
    return extension.public_bytes()[_TAG:].hex() == aaguid.replace("-", "")
