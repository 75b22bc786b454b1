"""What goes into WebAuthn ceremonies and what comes out of them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.factors import FactorCode

TTL = 300_000
"""How long a ceremony stays open unless its caller says otherwise, in milliseconds."""
BROWSER_ERRORS = frozenset(
    {
        "AbortError",
        "ConstraintError",
        "InvalidStateError",
        "NotAllowedError",
        "NotReadableError",
        "NotSupportedError",
        "OperationError",
        "SecurityError",
        "TypeError",
        "UnknownError",
    }
)
"""Names of errors with which browsers end a ceremony (WebAuthn Level 3, 5.1)."""
_ORIGIN = re.compile(
    r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?"
    r"|http://localhost(?::[0-9]{1,5})?"
    r"|android:apk-key-hash:[A-Za-z0-9_-]{43}"
    r"|ios:bundle-id:[A-Za-z0-9.-]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelyingParty:
    """The firm's site, as passkeys know it. It comes from settings, never from a request's Host header.

    Attributes:
        rp_id: the registrable domain, chosen once: passkeys cannot move. ``localhost`` for trials.
        name: what the browser shows.
        origins: exactly those pages and apps that may run ceremonies: ``https://host[:port]``,
            ``android:apk-key-hash:<base64url SHA-256>``, ``ios:bundle-id:<id>``, or ``http://localhost[:port]``.
            No sub-domain, port or app is implied.
        embedding: origins of pages that may show ours in a frame during a ceremony; normally none.

    """

    rp_id: str
    name: str
    origins: tuple[str, ...]
    embedding: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is not an origin.

        Raises:
            ValueError: there is no origin, or one is not spelt as browsers spell it.

        """
        if not self.origins:
            message = "a relying party needs at least one origin"
            raise ValueError(message)
        for origin in (*self.origins, *self.embedding):
            if not _ORIGIN.fullmatch(origin):
                message = f"{origin!r} is no origin; write scheme://host[:port] without a path, in lower case"
                raise ValueError(message)


class CeremonyKind(StrEnum):
    """The two ceremonies."""

    REGISTRATION = "registration"
    ASSERTION = "assertion"


class Purpose(StrEnum):
    """What a ceremony is for; one started for one purpose serves no other."""

    REGISTER = "register"
    LOGIN = "login"
    STEP_UP = "step_up"
    APPROVE = "approve"


class Signal(StrEnum):
    """What an accepted ceremony showed that people or the decision engine should know."""

    COUNTER_REGRESS = "counter_regress"
    BACKUP_GAINED = "backup_gained"
    BACKUP_LOST = "backup_lost"
    FIRST_USE_OF_AUTO_CREATED = "first_use_of_auto_created"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the browser is asked.

    Attributes:
        ceremony: its name; the answer is handed in under it.
        json: ``PublicKeyCredentialCreationOptionsJSON`` or ``PublicKeyCredentialRequestOptionsJSON``.
        expires: when it closes, in milliseconds.

    """

    ceremony: str
    json: str
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A new authenticator.

    Attributes:
        authenticator: it, as it was stored.
        held: how many active phishing-resistant ones its owner has now; with one, he should be asked to add another.

    """

    authenticator: Authenticator
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """An accepted assertion; with it anybody can check the signature again years later.

    Attributes:
        ceremony: under which it was made.
        purpose: what it was made for.
        operation: which operation it approves; empty for none.
        principal: who made it.
        authenticator: with which of his authenticators.
        factor: what that is.
        acr: the class it reaches.
        amr: RFC 8176 values.
        user_verified: always true: it is demanded and checked.
        backup_eligible: BE.
        backed_up: BS.
        aaguid: the authenticator's model.
        aaguid_proven: attestation proved it.
        confirmed: the authenticator had been used knowingly before this.
        signals: what else it showed.
        credential_id: the credential.
        client_data: clientDataJSON as signed.
        authenticator_data: as signed.
        signature: over ``authenticator_data`` and the SHA-256 of ``client_data``.
        public_key: COSE.
        algorithm: COSE's number.
        challenge: what was to be signed.
        at: when it was accepted, in milliseconds.

    """

    ceremony: str
    purpose: Purpose
    operation: str
    principal: str
    authenticator: str
    factor: FactorCode
    acr: Acr
    amr: tuple[str, ...]
    user_verified: bool
    backup_eligible: bool
    backed_up: bool
    aaguid: str
    aaguid_proven: bool
    confirmed: bool
    signals: tuple[Signal, ...]
    credential_id: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes
    public_key: bytes
    algorithm: int
    challenge: bytes
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What the browser may be told of somebody's passkeys (Signal API).

    Attributes:
        rp_id: the relying party.
        user_id: the user handle, base64url.
        credentials: ids of all that still count, base64url.

    """

    rp_id: str
    user_id: str
    credentials: tuple[str, ...]
