"""What became of a delivery, and what follows: the contact goes stale, another one is tried, an alarm is raised.

Every change of state is one conditional update, so that two workers, or a worker and a report from outside, never both
believe that they made it.
"""

from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction

from sekisho.notices import models
from sekisho.notices.operations.announcing import queue
from sekisho.notices.operations.contacts import count_arrival, count_miss, mark_stale
from sekisho.notices.operations.library import shipped
from sekisho.notices.operations.noting import note
from sekisho.notices.queries.contacts import contacts_of
from sekisho.notices.rules.choosing import substitute
from sekisho.notices.rules.lifecycle import MOVES, SLOW, next_attempt
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.contacts import Contact, StaleReason
from sekisho.notices.types.deliveries import LOST, Accepted, Deferred, Move, Outcome, Refused, Report, State
from sekisho.notices.types.kinds import (
    DELIVERY_CONFIRMED,
    DELIVERY_LOST,
    DELIVERY_SENT,
    NOTICE_REPEATED,
    NOTICE_UNDELIVERED,
)
from sekisho.notices.types.safe import Safe

_LONGEST = 200
"""Characters kept of what another house said."""


class Loss(NamedTuple):
    """How a delivery was lost: the move, whether nobody is reached there, and the other side's word for it."""

    move: Move
    hard: bool
    trouble: str


def move(delivery: str, made: Move, *, at: int, due: int | None = None, **values: object) -> bool:
    """Make a move if it is open; False where it is not, and then nothing is changed."""
    starts, end = MOVES[made]
    open_ = models.Delivery.objects.filter(id=delivery, state__in=starts)
    return bool(open_.update(state=end.value, since=at, due=due, **values))


@transaction.atomic
def settle(*, delivery: str, outcome: Outcome, safe: Safe, at: int) -> State | None:
    """Note what a way out answered. The state it led to; None where word from the other side was quicker."""
    row = models.Delivery.objects.select_related("notice").get(id=delivery)
    if isinstance(outcome, Accepted):
        reference = outcome.reference[:_LONGEST]
        if not move(delivery, Move.ACCEPT, at=at, reference=reference, trouble=""):
            return None
        _note(DELIVERY_SENT, row, at=at)
        return State.SENT
    if isinstance(outcome, Deferred):
        return _defer(row, outcome, safe=safe, at=at)
    return lose(delivery=row, loss=_refusal(outcome), safe=safe, at=at)


@transaction.atomic
def report(*, delivery: str, said: Report, safe: Safe, at: int) -> State | None:
    """Note what another house said later. The state it led to; None where it changes nothing."""
    row = models.Delivery.objects.select_related("notice").get(id=delivery)
    if not said.arrived:
        return lose(delivery=row, loss=Loss(Move.BOUNCE, said.hard, said.trouble), safe=safe, at=at)
    if not move(delivery, Move.CONFIRM, at=at):
        return None
    count_arrival(contact=row.contact_id)
    _note(DELIVERY_CONFIRMED, row, at=at)
    return State.DELIVERED


@transaction.atomic
def lose(*, delivery: models.Delivery, loss: Loss, safe: Safe, at: int) -> State | None:
    """Note that a delivery did not arrive, and do what follows. None where that is not open any more."""
    if not move(delivery.id, loss.move, at=at, trouble=loss.trouble[:_LONGEST]):
        return None
    too_many = count_miss(contact=delivery.contact_id)
    _note(DELIVERY_LOST, delivery, at=at, trouble=loss.trouble[:40], hard=loss.hard, move=loss.move.value)
    if loss.hard or too_many:
        mark_stale(contact=delivery.contact_id, reason=_reason(delivery, loss), at=at)
    _reroute(delivery.notice, safe=safe, at=at)
    return MOVES[loss.move][1]


def _defer(delivery: models.Delivery, outcome: Deferred, *, safe: Safe, at: int) -> State | None:
    due = next_attempt(attempts=delivery.attempts, at=at, expires=delivery.expires)
    if due is None:
        return lose(delivery=delivery, loss=Loss(Move.EXPIRE, hard=False, trouble=outcome.trouble), safe=safe, at=at)
    if not move(delivery.id, Move.DEFER, at=at, due=due, trouble=outcome.trouble[:_LONGEST]):
        return None
    if delivery.attempts == SLOW:
        _reroute(delivery.notice, safe=safe, at=at)
    return State.QUEUED


def _refusal(outcome: Refused) -> Loss:
    return Loss(Move.REFUSE, outcome.hard, outcome.trouble)


def _reason(delivery: models.Delivery, loss: Loss) -> StaleReason:
    if not loss.hard:
        return StaleReason.UNDELIVERED
    return StaleReason.APP_GONE if delivery.channel == Channel.PUSH else StaleReason.BOUNCED


def _reroute(notice: models.Notice, *, safe: Safe, at: int) -> None:
    """Try the next contact; where there is none and every way failed, say so aloud."""
    states: dict[str, str] = dict(models.Delivery.objects.filter(notice=notice).values_list("contact_id", "state"))
    other = _next_contact(notice, tried=states.keys(), at=at) if at < notice.expires else None
    if other is not None:
        queue(notice, other, safe=safe, at=at)
        values = {"notice": notice.id, "contact": other.id, "channel": other.channel.value}
        note(NOTICE_REPEATED, about=notice.subject, at=at, **values)
    elif all(State(state) in LOST for state in states.values()):
        source = notice.source
        note(NOTICE_UNDELIVERED, about=notice.subject, at=at, notice=notice.id, template=notice.template, source=source)


def _next_contact(notice: models.Notice, *, tried: Collection[str], at: int) -> Contact | None:
    template = shipped()[notice.template]
    avoid = [Channel(channel) for channel in notice.avoided]
    return substitute(template, contacts_of(subject=notice.subject), avoid=avoid, tried=tried, at=at)


def _note(kind: str, delivery: models.Delivery, *, at: int, **values: object) -> None:
    note(
        kind,
        about=delivery.notice.subject,
        at=at,
        delivery=delivery.id,
        notice=delivery.notice_id,
        contact=delivery.contact_id,
        channel=delivery.channel,
        **values,
    )
