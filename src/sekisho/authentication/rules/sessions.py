"""How long a session lives, and what a further proof makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.sessions import Session, SessionRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Assurance:
    """How sure a session is, from when, and by what."""

    acr: Acr
    amr: tuple[str, ...]
    auth_time: int
    factor: str


def idle_until(*, at: int, expires: int, rules: SessionRules) -> int:
    """When a session used at ``at`` runs out unless it is used again; never after its end."""
    return min(at + rules.idle, expires)


def touch_is_due(session: Session, *, at: int, rules: SessionRules) -> bool:
    """Whether a use is to be written down: the last one that was is a while ago."""
    return at - session.last_seen >= rules.touch


def risen(session: Session, *, acr: Acr, amr: Sequence[str], factor: str, at: int) -> Assurance:
    """The session's assurance after a further proof.

    A weaker proof than the one that the session rests on changes nothing: it never makes a strong one fresh again.
    """
    if acr < session.acr:
        return Assurance(acr=session.acr, amr=session.amr, auth_time=session.auth_time, factor=session.factor)
    return Assurance(acr=acr, amr=tuple(amr), auth_time=at, factor=factor)
