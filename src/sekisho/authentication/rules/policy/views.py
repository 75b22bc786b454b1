"""What the room's other values look like to a policy."""

from collections.abc import Iterable

from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import Held, Standing
from sekisho.authentication.types.sessions import Session


def held_of(authenticators: Iterable[Authenticator]) -> tuple[Held, ...]:
    """Authenticators as a policy sees them; those that were revoked or replaced are left out."""
    kept = (AuthenticatorState.ACTIVE, AuthenticatorState.SUSPENDED)
    return tuple(_held(each) for each in authenticators if each.state in kept)


def standing_of(session: Session, *, authenticators: Iterable[str] = ()) -> Standing:
    """What a session has proved. It covers no content: only a proof made for an operation does.

    Args:
        session: a session that is alive.
        authenticators: the ids behind its class, where they are known; a session itself does not know them.

    """
    return Standing(
        acr=session.acr,
        auth_time=session.auth_time,
        factors=frozenset({FactorCode(session.factor)} if session.factor else ()),
        authenticators=frozenset(authenticators),
        device=session.device,
    )


def _held(each: Authenticator) -> Held:
    credential = each.credential
    return Held(
        authenticator=each.id,
        factor=each.factor,
        created=each.created,
        suspended=each.state is AuthenticatorState.SUSPENDED,
        hold_until=each.hold_until,
        auto_created=credential is not None and credential.auto_created,
        confirmed=each.confirmed,
        profiles=frozenset({credential.attestation_profile} if credential and credential.attestation_profile else ()),
    )
