"""A ceremony under way, as its rules see it."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import CUSTOMER, AttestationProfile
from sekisho.authentication.types.webauthn import CeremonyKind, Purpose


class CeremonyState(StrEnum):
    """How far a ceremony has come. It leaves ``open`` once, whatever comes of it."""

    OPEN = "open"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """One challenge and what its answer must fulfil.

    Attributes:
        id: its name.
        kind: registration or assertion.
        purpose: what it is for.
        session: the browser session that began it; nobody else may finish it.
        principal: for whom; empty where the passkey itself is to say who it is.
        subject: what the journal files the principal under; empty as long as nobody is known.
        operation: which operation it approves; empty for none.
        challenge: what is to be signed.
        rp_id: the relying party.
        state: how far it has come.
        expires: when it closes, in milliseconds.
        acr: the class that the authenticator must reach.
        asked: ids of the only authenticators that may answer; empty allows every one.
        profile: what a new authenticator must fulfil.
        conditional: the browser registers in passing, without asking.

    """

    id: str
    kind: CeremonyKind
    purpose: Purpose
    session: str
    principal: str
    subject: str
    operation: str
    challenge: bytes
    rp_id: str
    state: CeremonyState
    expires: int
    acr: Acr = Acr.PHR
    asked: frozenset[str] = frozenset()
    profile: AttestationProfile = CUSTOMER
    conditional: bool = False
