"""What a firm demands of the make of an authenticator, and what the FIDO metadata says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType

ES256, EDDSA, RS256 = -7, -8, -257
ALGORITHMS = (EDDSA, ES256, RS256)
"""COSE numbers offered, best first."""
ML_DSA = (-48, -49, -50)
"""Post-quantum signatures: off until a firm lists them in a profile of its own."""
NO_AAGUID = "00000000-0000-0000-0000-000000000000"


class OnStatusChange(StrEnum):
    """What becomes of bound authenticators when the metadata turns against their model."""

    SUSPEND = "suspend"
    LOWER = "lower"
    NOTIFY = "notify"


class Certification(IntEnum):
    """FIDO certification, in rising order."""

    NONE = 0
    CERTIFIED = 1
    L1 = 2
    L1_PLUS = 3
    L2 = 4
    L2_PLUS = 5
    L3 = 6
    L3_PLUS = 7

    @classmethod
    def of_status(cls, status: str) -> "Certification":
        """The level that a metadata status grants; NONE for a status that grants none."""
        return _LEVELS.get(status, cls.NONE)


_LEVELS = {
    "FIDO_CERTIFIED": Certification.CERTIFIED,
    "FIDO_CERTIFIED_L1": Certification.L1,
    "FIDO_CERTIFIED_L1plus": Certification.L1_PLUS,
    "FIDO_CERTIFIED_L2": Certification.L2,
    "FIDO_CERTIFIED_L2plus": Certification.L2_PLUS,
    "FIDO_CERTIFIED_L3": Certification.L3,
    "FIDO_CERTIFIED_L3plus": Certification.L3_PLUS,
}
KEY_COMPROMISE = "ATTESTATION_KEY_COMPROMISE"
DENIED_STATUSES = frozenset(
    {
        "REVOKED",
        "USER_VERIFICATION_BYPASS",
        KEY_COMPROMISE,
        "USER_KEY_REMOTE_COMPROMISE",
        "USER_KEY_PHYSICAL_COMPROMISE",
    }
)
"""Statuses with which a model is refused unless a profile says otherwise (FIDO Metadata Service, 3.1.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationProfile:
    """What is demanded at enrolment; user verification always is.

    Attributes:
        code: its name; a policy's rule refers to it.
        require_attestation: the model must be proven. ``none`` and self attestation never prove anything.
        mds_required: the model must stand in the FIDO metadata; otherwise the operator's own anchors suffice too.
        allowed_aaguids: only these models; empty allows every one. Needs ``require_attestation``: an AAGUID that is
            not proven can be written by anybody.
        denied_aaguids: none of these.
        allow_backup_eligible: passkeys that may leave the device are welcome.
        min_certification: FIDO certification that the metadata must show.
        denied_statuses: metadata statuses with which a model is refused.
        algorithms: COSE numbers offered, best first.
        on_status_change: what happens to bound ones when the metadata turns against their model.
        counter_stops: a counter that did not rise refuses the assertion. Only for keys that cannot be copied; honest
            people with two tabs would be locked out otherwise.
        hints: where the browser should look first: ``client-device``, ``security-key``, ``hybrid``.

    """

    code: str
    require_attestation: bool = False
    mds_required: bool = False
    allowed_aaguids: frozenset[str] = frozenset()
    denied_aaguids: frozenset[str] = frozenset()
    allow_backup_eligible: bool = True
    min_certification: Certification = Certification.NONE
    denied_statuses: frozenset[str] = DENIED_STATUSES
    algorithms: tuple[int, ...] = ALGORITHMS
    on_status_change: OnStatusChange = OnStatusChange.NOTIFY
    counter_stops: bool = False
    hints: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse demands that could not be kept.

        Raises:
            ValueError: models, the metadata or a certification are demanded without attestation, or a counter stops
                keys that may be copied.

        """
        proof = self.mds_required or self.allowed_aaguids or self.min_certification
        if proof and not self.require_attestation:
            message = f"profile {self.code!r}: a model can be demanded only together with attestation"
            raise ValueError(message)
        if self.counter_stops and self.allow_backup_eligible:
            message = f"profile {self.code!r}: a counter says nothing about passkeys that may be copied"
            raise ValueError(message)


CUSTOMER = AttestationProfile(code="customer")
"""Every passkey is welcome."""
CUSTOMER_BOUND = AttestationProfile(code="customer_bound", allow_backup_eligible=False)
"""Passkeys that say they stay on their device; what they say is not proven."""
STAFF = AttestationProfile(
    code="staff",
    require_attestation=True,
    allow_backup_eligible=False,
    on_status_change=OnStatusChange.SUSPEND,
    counter_stops=True,
    hints=("security-key",),
)
"""Hardware keys of a proven model: the firm's own anchors or the FIDO metadata."""
PROFILES: Mapping[str, AttestationProfile] = MappingProxyType(
    {profile.code: profile for profile in (CUSTOMER, CUSTOMER_BOUND, STAFF)}
)
"""The profiles that ship; a firm adds its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """One line of a model's history in the metadata.

    Attributes:
        status: as the metadata names it.
        effective: the day it counts from, ``YYYY-MM-DD``; empty counts always.
        certificate: the compromised attestation certificate or its issuer (DER); empty means the whole model.

    """

    status: str
    effective: str = ""
    certificate: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What the metadata says of one model of authenticator.

    Attributes:
        aaguid: the model.
        description: its name as the maker gives it.
        statuses: its history, oldest first.
        roots: the anchors of its attestation (DER).
        hardware: its keys live in hardware.
        external: it is a key to carry about, not part of the machine.

    """

    aaguid: str
    description: str = ""
    statuses: tuple[StatusReport, ...] = ()
    roots: tuple[bytes, ...] = ()
    hardware: bool = True
    external: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom attestation is believed from.

    Attributes:
        models: the FIDO metadata by AAGUID.
        anchors: certificates (DER) that the operator trusts for any model, e.g. of keys bought for the staff.
        number: the metadata's serial number; 0 without metadata.
        next_update: the day by which the metadata is renewed, ``YYYY-MM-DD``.

    """

    models: Mapping[str, Model] = field(default_factory=dict)
    anchors: tuple[bytes, ...] = ()
    number: int = 0
    next_update: str = ""


NO_TRUST = Trust()
"""No metadata and no anchors: nobody's attestation is believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """What the attestation of a new authenticator proved.

    Attributes:
        proven: the model is who it says it is.
        status: the model's latest status in the metadata; empty where it was not asked.
        hardware: its keys live in hardware, as far as is proven.
        external: it is a key to carry about.

    """

    proven: bool = False
    status: str = ""
    hardware: bool = False
    external: bool = False
