"""Tell clients that a session ended (OpenID Connect Back-Channel Logout), as often as it takes.

The reaction to ``authentication:session:ended`` queues a notice for each client in its own transaction; a runner
delivers them and tries again, each time after twice as long, for a day.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q

from sekisho.authentication import models
from sekisho.authentication.operations.grants.ending import end_where
from sekisho.authentication.operations.grants.issuing import id_key
from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.grants.claims import logout_claims, subject_of
from sekisho.authentication.rules.grants.jose import BadSignatureError, own, signed
from sekisho.authentication.rules.grants.redirects import matches
from sekisho.authentication.types.grants.faults import UnsafeRequestError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.requests import Sent
from sekisho.authentication.types.grants.tokens import GrantEnd, GrantState
from sekisho.authentication.types.sessions import EndReason
from sekisho.firms.queries.clients import client_in_use
from sekisho.firms.types.faults import UnknownError
from sekisho.kernel.moments import DAY, SECOND
from sekisho.kernel.texts import Text

FIRST_WAIT = 10 * SECOND
"""Before the second try, in milliseconds."""
PATIENCE = DAY
"""For how long it is tried, in milliseconds."""
_THOROUGH = frozenset({EndReason.RECOVERY, EndReason.FREEZE})
"""After these nothing lives on, not even what outlives a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutNotice:
    """Something to be sent now.

    Attributes:
        id: the notice.
        uri: the client's registered address.
        token: the signed logout token.

    """

    id: str
    uri: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutWish:
    """A client asks for its customer to be logged out.

    Attributes:
        session: the session it means; empty where its hint names none.
        sent: where the browser goes afterwards; None where it stays with us.

    """

    session: str
    sent: Sent | None


def sessions_ended(
    *, sessions: Collection[str], reason: EndReason, identifiers: Collection[str], at: int
) -> tuple[str, ...]:
    """End the grants of sessions that ended, and queue a notice to each client that wants one.

    Called by the reaction to ``authentication:session:ended``, in its transaction; a repeat finds nothing left to do.

    Args:
        sessions: their public references.
        reason: why they ended.
        identifiers: at least as many minted names as there may be notices.
        at: in milliseconds.

    Returns:
        The ids of the notices.

    """
    names = iter(identifiers)
    chosen = Q(session__in=list(sessions))
    with transaction.atomic():
        rows = models.Grant.objects.filter(chosen, kind="login", state=GrantState.ACTIVE.value).order_by("id")
        told = set(models.LogoutNotice.objects.filter(grant__in=rows).values_list("grant_id", flat=True))
        lasting = Q() if reason in _THOROUGH else Q(offline=False)
        queued = []
        for row in rows:
            if row.id in told or not _address(row.client_id, at):
                continue
            notice = models.LogoutNotice.objects.create(
                id=next(names), client_id=row.client_id, grant=row, subject=row.account, session=row.session,
                created=at, state="waiting", due=at,
            )  # fmt: skip
            queued.append(notice)
        end_where(chosen & lasting & Q(kind="login"), reason=GrantEnd.LOGOUT, by="system", at=at)
        for notice in queued:
            note("authentication:logout:queued", about=notice.subject, at=at, notice=notice.id, client=notice.client_id)
    return tuple(notice.id for notice in queued)


def due_notices(*, provider: Provider, identifiers: Collection[str], at: int) -> tuple[LogoutNotice, ...]:
    """What is to be sent now, each with a fresh token; at most as many as there are names for the tokens."""
    names = iter(identifiers)
    rows = models.LogoutNotice.objects.filter(state="waiting", due__lte=at).order_by("due", "id")
    found = []
    for row in rows[: len(identifiers)]:
        try:
            client = client_in_use(client_id=row.client_id, at=at)
        except UnknownError:
            undelivered(notice=row.id, trouble="the client is not in use any more", at=at)
            continue
        subject = subject_of(client, row.subject, secret=provider.secret)
        claims = logout_claims(
            provider=provider, client_id=client.client_id, subject=subject, session=row.session, jti=next(names), at=at
        )
        token = signed(claims, id_key(provider, client), typ="logout+jwt")
        found.append(LogoutNotice(id=row.id, uri=client.terms.backchannel_logout_uri, token=token))
    return tuple(found)


def delivered(*, notice: str, at: int) -> None:
    """The client has answered well."""
    with transaction.atomic():
        waiting = models.LogoutNotice.objects.filter(id=notice, state="waiting")
        if waiting.update(state="told", tries=F("tries") + 1, trouble=""):
            row = models.LogoutNotice.objects.get(id=notice)
            note(
                "authentication:logout:delivered", about=row.subject, at=at, notice=notice, client=row.client_id,
                tries=row.tries,
            )  # fmt: skip


def undelivered(*, notice: str, trouble: str, at: int) -> None:
    """It did not arrive: it is tried again later, or given up after a day with an entry that calls for attention."""
    with transaction.atomic():
        row = models.LogoutNotice.objects.filter(id=notice, state="waiting").first()
        if row is None:
            return
        wait = FIRST_WAIT * 2**row.tries
        over = at + wait > row.created + PATIENCE
        mine = models.LogoutNotice.objects.filter(id=notice, state="waiting", tries=row.tries)
        moved = mine.update(
            state="given_up" if over else "waiting", tries=row.tries + 1, due=at + wait, trouble=trouble[:200]
        )
        if moved and over:
            note(
                "authentication:logout:undelivered", about=row.subject, at=at, notice=notice, client=row.client_id,
                trouble=trouble[:200],
            )  # fmt: skip


def logout_wish(*, parameters: Mapping[str, str], provider: Provider, at: int) -> LogoutWish:
    """Read a client's request to log out (OpenID Connect RP-Initiated Logout).

    Args:
        parameters: of the address.
        provider: who we are.
        at: in milliseconds.

    Raises:
        UnsafeRequestError: the hint is not ours, or the address is not registered; nobody is sent anywhere.

    """
    client_id, session = parameters.get("client_id", ""), ""
    if hint := parameters.get("id_token_hint", ""):
        try:
            claims = own(hint, provider.keys.all, types={"jwt"})
        except BadSignatureError as error:
            raise UnsafeRequestError(_REFUSED) from error
        if client_id not in {"", claims.get("aud")}:
            raise UnsafeRequestError(_REFUSED)
        client_id, session = str(claims.get("aud")), str(claims.get("sid", ""))
    uri = parameters.get("post_logout_redirect_uri", "")
    if not uri:
        return LogoutWish(session=session, sent=None)
    try:
        client = client_in_use(client_id=client_id, at=at)
    except UnknownError as error:
        raise UnsafeRequestError(_REFUSED) from error
    if not matches(uri, client.terms.post_logout_redirect_uris, any_port=False):
        raise UnsafeRequestError(_REFUSED)
    state = {"state": parameters["state"]} if "state" in parameters else {}
    return LogoutWish(session=session, sent=Sent(redirect_uri=uri, parameters=state))


_REFUSED = Text(
    "ログアウトの依頼を確かめられませんでした。ログアウトするときは、画面の「ログアウト」を押してください。",
    "This request to log out could not be checked. To log out, please use “Sign out” on our pages.",
)


def _address(client_id: str, at: int) -> str:
    try:
        return client_in_use(client_id=client_id, at=at).terms.backchannel_logout_uri
    except UnknownError:
        return ""
