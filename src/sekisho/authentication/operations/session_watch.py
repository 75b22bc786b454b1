"""Watch a session in use: it stays on its device, and where it goes is written down (E-07).

A stolen session token cannot be told from the real one by itself. What gives the thief away is that he has no device
cookie, or another network or program; the first ends the session, the second is news for whoever judges risk.
"""

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.sessions import SessionOverError, end_session, touch
from sekisho.authentication.queries.sessions import session_of
from sekisho.authentication.rules.neighbours import network_of
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.sessions import USUAL, EndReason, Session, SessionRules, SessionState


def watch(*, session: Session, visit: Visit, at: int, rules: SessionRules = USUAL) -> Session:
    """Call it for every request of a session: it writes nothing unless something changed or a minute has passed.

    Args:
        session: as ``queries.sessions.bearer_by_token`` gave it.
        visit: where this request comes from.
        at: in milliseconds.
        rules: how long sessions live.

    Raises:
        SessionOverError: it has ended meanwhile, or it came from another device and was ended for that.

    """
    if session.device and visit.device != session.device:
        end_session(session=session.ref, reason=EndReason.OTHER_DEVICE, by="system", at=at)
        raise SessionOverError(session.ref)
    if _elsewhere(session, visit):
        session = _note_move(session, visit, at)
    return touch(session=session, at=at, rules=rules)


def _elsewhere(session: Session, visit: Visit) -> bool:
    return network_of(visit.ip) != network_of(session.ip) or visit.user_agent[:512] != session.user_agent


@transaction.atomic
def _note_move(session: Session, visit: Visit, at: int) -> Session:
    """Whoever changes the row writes the entry, so that requests side by side write one."""
    changed = models.Session.objects.filter(
        ref=session.ref, state=SessionState.ACTIVE.value, ip=session.ip, user_agent=session.user_agent
    ).update(ip=visit.ip, user_agent=visit.user_agent[:512])
    if changed == 1:
        note(
            "authentication:session:moved",
            about=session.subject,
            at=at,
            session=session.ref,
            principal=session.principal,
            channel=visit.channel,
            ip=visit.ip,
            device=visit.device,
            network_changed=network_of(visit.ip) != network_of(session.ip),
            program_changed=visit.user_agent[:512] != session.user_agent,
        )
    return session_of(session=session.ref)
