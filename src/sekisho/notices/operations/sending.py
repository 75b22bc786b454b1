"""Send what waits: take it, hand it over outside any transaction, note what came of it.

A worker that dies in between leaves its delivery taken; after a while it is free again and goes out once more under
the same name, so the other side can tell that it is the same.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from django.db.models import F

from sekisho.notices import models
from sekisho.notices.operations.announcing import CODE, codes_for
from sekisho.notices.operations.settling import Loss, lose, move, settle
from sekisho.notices.queries.contacts import address_of
from sekisho.notices.queries.notices import due
from sekisho.notices.rules.codes import grouped
from sekisho.notices.rules.lifecycle import LEASE
from sekisho.notices.rules.rendering import ANSWER_LONG, ANSWER_SHORT, CLOSING, with_answer
from sekisho.notices.rules.tokens import token_of
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.deliveries import Lasting, Move, Outgoing, Outlet, Refused, State
from sekisho.notices.types.safe import Safe

TOKEN = "token"  # noqa: S105 - a purpose, not a secret
"""What tags of deliveries are made for."""
_SHORT = frozenset({Channel.SMS, Channel.PUSH})
_GAPS = {True: " ", False: "\n\n"}


@dataclass(slots=True)
class Tally:
    """What a round of sending did; ``late``: word from the other side was quicker than ours."""

    sent: int = 0
    deferred: int = 0
    lost: int = 0
    late: int = 0


def send_due(*, outlets: Mapping[Channel, Outlet], safe: Safe, clock: Callable[[], int], limit: int = 100) -> Tally:
    """Send what is due, one after the other; other processes may do the same at the same time.

    Args:
        outlets: the ways out; a delivery on a channel without one fails, and another contact is tried.
        safe: opens addresses, and gives answer codes.
        clock: gives the moment, in milliseconds.
        limit: at most so many.

    """
    tally = Tally()
    sweep(safe=safe, at=clock(), limit=limit)
    with ExitStack() as opened:
        ways = {channel: _open(outlet, opened) for channel, outlet in outlets.items()}
        for delivery in due(at=clock(), limit=limit):
            at = clock()
            if move(delivery, Move.TAKE, at=at, due=at + LEASE, attempts=F("attempts") + 1):
                _count(tally, _send(delivery, ways, safe=safe, clock=clock))
    return tally


def sweep(*, safe: Safe, at: int, limit: int = 100) -> int:
    """Free what a dead worker had taken, and give up what is no longer news. How many were touched."""
    over = models.Delivery.objects.select_related("notice").filter(state=State.QUEUED, expires__lte=at)[:limit]
    expired = [
        lose(delivery=row, loss=Loss(Move.EXPIRE, hard=False, trouble="expired"), safe=safe, at=at) for row in over
    ]
    dead = models.Delivery.objects.filter(state=State.SENDING, due__lte=at).values_list("id", flat=True)[:limit]
    lapsed = [move(delivery, Move.LAPSE, at=at, due=at) for delivery in list(dead)]
    return len(expired) + sum(lapsed)


def outgoing(*, delivery: str, safe: Safe, at: int) -> Outgoing:
    """The message as it leaves the house, with its answer code."""
    row = models.Delivery.objects.select_related("notice").get(id=delivery)
    notice, short = row.notice, Channel(row.channel) in _SHORT
    line = ANSWER_SHORT if short else ANSWER_LONG
    code = _code(notice.id, safe=safe)
    told = notice.short if short else f"{notice.text}\n\n{CLOSING.read(notice.language)}"
    text = with_answer(told, line, code=code, language=notice.language, gap=_GAPS[short])
    return Outgoing(
        delivery=row.id,
        token=token_of(row.id, safe.digest(TOKEN, row.id)),
        address=address_of(contact=row.contact_id, safe=safe),
        title=notice.title,
        text=text,
        language=notice.language,
        at=at,
    )


def _open(outlet: Outlet, opened: ExitStack) -> Outlet:
    return opened.enter_context(outlet.session()) if isinstance(outlet, Lasting) else outlet


def _send(delivery: str, outlets: Mapping[Channel, Outlet], *, safe: Safe, clock: Callable[[], int]) -> State | None:
    channel = Channel(models.Delivery.objects.values_list("channel", flat=True).get(id=delivery))
    outlet = outlets.get(channel)
    if outlet is None:
        return settle(delivery=delivery, outcome=Refused(trouble="no outlet"), safe=safe, at=clock())
    message = outgoing(delivery=delivery, safe=safe, at=clock())
    return settle(delivery=delivery, outcome=outlet.send(message), safe=safe, at=clock())


def _code(notice: str, *, safe: Safe) -> str:
    """The notice's code, where it has one that the safe's keys can still give."""
    kept = models.AnswerCode.objects.filter(notice_id=notice).first()
    if kept is None:
        return ""
    codes = codes_for(notice, kept.attempt, safe=safe)
    return next((grouped(code) for code in codes if kept.digest in safe.digests(CODE, code)), "")


def _count(tally: Tally, state: State | None) -> None:
    if state is None:
        tally.late += 1
    elif state is State.SENT:
        tally.sent += 1
    elif state is State.QUEUED:
        tally.deferred += 1
    else:
        tally.lost += 1
