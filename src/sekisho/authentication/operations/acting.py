"""A delegate who has signed in chooses for whom he acts (C-23)."""

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.sessions import MayNotComeInError, SessionOverError, take_turn
from sekisho.authentication.queries.delegations import may
from sekisho.authentication.queries.freezes import access_stopped
from sekisho.authentication.queries.sessions import session_of
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.principals import PrincipalState
from sekisho.authentication.types.sessions import Session, SessionState


@transaction.atomic
def act_for(*, session: str, account: str, token_digest: bytes, at: int) -> Session:
    """Choose the account; once for each session, and under a new token.

    Args:
        session: the delegate's session, in which he has not chosen yet.
        account: for whom he acts.
        token_digest: the SHA-256 of the new token.
        at: in milliseconds.

    Raises:
        MayNotComeInError: he is no delegate of this account now, or it is frozen or closed.
        SessionOverError: it has ended, or he has chosen in it already; to change, he signs in again.
        sekisho.authentication.queries.sessions.NoSessionError: there is none of that name.

    """
    known = session_of(session=session)
    take_turn(known.principal, account)
    allowed = may(agent=known.principal, operation=OperationCode.LOGIN, account=account, at=at).allowed
    if not allowed or _closed(account) or access_stopped(account=account, channel=known.channel, at=at):
        raise MayNotComeInError(known.principal)
    changed = models.Session.objects.filter(
        ref=session, state=SessionState.ACTIVE.value, account="", acting="", idle_until__gt=at, expires__gt=at
    ).update(acting=account, token_digest=token_digest)
    if changed != 1:
        raise SessionOverError(session)
    note("authentication:session:acting", about=account, at=at, session=session, principal=known.principal)
    return session_of(session=session)


def _closed(account: str) -> bool:
    return models.Principal.objects.filter(account=account).exclude(state=PrincipalState.ACTIVE.value).exists()
