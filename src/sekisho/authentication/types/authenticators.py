"""An authenticator in somebody's hands, whatever its factor: what rules, pages and policies may know of it.

Nothing secret is in here: what a TOTP code or a password is checked against stays with the operations that check it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FACTORS, FactorCode


class AuthenticatorState(StrEnum):
    """Whether an authenticator counts; whatever its state, it is kept for good."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What only WebAuthn credentials have.

    Attributes:
        credential_id: its name, unique across everybody.
        public_key: COSE.
        algorithm: COSE's number, e.g. -7.
        rp_id: the relying party it was made for.
        aaguid: the model it says it is.
        aaguid_proven: attestation proved the model. Otherwise ``aaguid`` serves for a picture and a name only.
        attestation_format: ``none``, ``packed``, ``tpm`` …
        attestation_profile: the profile it was bound under.
        mds_status: what the metadata said of the model when last looked at; empty where it was not asked.
        backup_eligible: BE, for life: the key may leave the device (a synced passkey).
        backed_up: BS, when last seen.
        user_verified: UV at registration.
        counter: signature counter when last seen; most synced passkeys stay at 0.
        transports: as the browser told: ``internal``, ``hybrid``, ``usb``, ``nfc``, ``ble``, ``smart-card``.
        auto_created: it was made in passing after a login, without asking (conditional create).

    """

    credential_id: bytes
    public_key: bytes
    algorithm: int
    rp_id: str
    aaguid: str
    aaguid_proven: bool = False
    attestation_format: str = "none"
    attestation_profile: str = ""
    mds_status: str = ""
    backup_eligible: bool = False
    backed_up: bool = False
    user_verified: bool = True
    counter: int = 0
    transports: tuple[str, ...] = ()
    auto_created: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticator:
    """One authenticator, of any factor.

    Attributes:
        id: its name here.
        principal: whose it is (``Principal.ref``).
        factor: what it is.
        name: what its owner calls it.
        state: whether it counts.
        created: when it was bound, in milliseconds.
        created_by: the principal, or the recovery case.
        created_visit: channel, ip, device and user agent of its binding.
        last_used: its last accepted use, in milliseconds; None before there was one.
        hold_until: until then, in milliseconds, it does not count for what a policy holds back after enrolment.
        ended: when it was revoked or replaced, in milliseconds.
        ended_by: who did that.
        ended_reason: why.
        credential: what only WebAuthn credentials have.
        detail: what only its factor has; nothing secret.

    """

    id: str
    principal: str
    factor: FactorCode
    name: str
    state: AuthenticatorState
    created: int
    created_by: str
    created_visit: Mapping[str, str] = field(default_factory=dict)
    last_used: int | None = None
    hold_until: int | None = None
    ended: int | None = None
    ended_by: str = ""
    ended_reason: str = ""
    credential: Credential | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def acr(self) -> Acr:
        """The class that a login with it reaches."""
        return FACTORS[self.factor].acr

    @property
    def active(self) -> bool:
        """It counts."""
        return self.state is AuthenticatorState.ACTIVE

    @property
    def synced(self) -> bool | None:
        """Whether its key may live on several devices; None where that is not known."""
        return None if self.credential is None else self.credential.backup_eligible

    @property
    def aaguid_proven(self) -> bool:
        """Attestation proved its model."""
        return self.credential is not None and self.credential.aaguid_proven

    @property
    def confirmed(self) -> bool:
        """Its owner has used it knowingly: one made in passing counts for cash only after its first use."""
        return self.credential is None or not self.credential.auto_created or self.last_used is not None

    def held(self, at: int) -> bool:
        """A hold after enrolment still runs at ``at`` (milliseconds)."""
        return self.hold_until is not None and at < self.hold_until
