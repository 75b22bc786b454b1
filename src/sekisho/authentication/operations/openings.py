"""Open ceremonies, and clear them away when they are long closed."""

import json
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.prepared import changed
from sekisho.authentication.rules.attestation.profiles import to_plain
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import CUSTOMER, AttestationProfile
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.webauthn import CeremonyKind, Purpose, RelyingParty

_OPEN = """
    INSERT INTO authentication_ceremony
        (id, kind, purpose, session, principal_id, operation, challenge, rp_id, demands, created, expires, state,
         reason)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'open', '')
"""
SHORTEST_CHALLENGE = 16
"""Bytes (WebAuthn Level 3, 13.4.3)."""


class ChallengeReusedError(ValueError):
    """A challenge or a ceremony's name was minted twice; every beginning needs new ones."""


def open_ceremony(  # noqa: PLR0913 - the columns of a row
    kind: CeremonyKind,
    purpose: Purpose,
    *,
    owner: str | None,
    session: str,
    challenge: bytes,
    ceremony: str,
    party: RelyingParty,
    at: int,
    ttl: int,
    visit: Visit,
    profile: AttestationProfile = CUSTOMER,
    conditional: bool = False,
    acr: Acr = Acr.PHR,
    asked: Sequence[str] = (),
    operation: str = "",
) -> None:
    """A new ceremony, with what its answer must fulfil.

    Ceremonies that stay open tell where people gave up, so each keeps with what they came.

    Raises:
        ChallengeReusedError: the challenge or the name was used before.
        ValueError: the challenge is too short.

    """
    if len(challenge) < SHORTEST_CHALLENGE:
        message = f"a challenge has at least {SHORTEST_CHALLENGE} bytes"
        raise ValueError(message)
    demands = {
        "acr": acr.value, "asked": sorted(asked), "code": profile.code, "profile": to_plain(profile),
        "conditional": conditional,
        "visit": {"channel": visit.channel, "client": visit.client, "user_agent": visit.user_agent},
    }  # fmt: skip
    try:
        with transaction.atomic(savepoint=False):
            changed(
                _OPEN, ceremony, kind.value, purpose.value, session, owner, operation, challenge, party.rp_id,
                json.dumps(demands), at, at + ttl,
            )  # fmt: skip
    except IntegrityError as error:
        raise ChallengeReusedError(ceremony) from error


@transaction.atomic
def forget_ceremonies(*, before: int, at: int) -> int:
    """Clear away ceremonies that closed long ago; the journal keeps what came of them.

    Args:
        before: those that closed before it, in milliseconds.
        at: in milliseconds.

    Returns:
        How many.

    """
    forgotten, _ = models.Ceremony.objects.filter(expires__lt=before).delete()
    if forgotten:
        note("authentication:ceremonies:forgotten", about="", at=at, before=before, count=forgotten)
    return forgotten
