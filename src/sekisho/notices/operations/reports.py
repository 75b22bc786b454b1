"""Take what other houses say about our deliveries: returned mails, callbacks of carriers, returned post."""

import hmac

from sekisho.notices import models
from sekisho.notices.operations.contacts import mark_stale
from sekisho.notices.operations.sending import TOKEN
from sekisho.notices.operations.settling import report
from sekisho.notices.rules.bounces import read_bounce
from sekisho.notices.rules.callbacks import CallbackRefusedError, read_callback
from sekisho.notices.rules.tokens import split, token_of
from sekisho.notices.types.contacts import StaleReason
from sekisho.notices.types.deliveries import Report, State
from sekisho.notices.types.safe import Safe


class UnknownDeliveryError(LookupError):
    """The report is about no delivery of ours, or was not made by somebody who had our message."""


def take_bounce(*, raw: bytes, safe: Safe, at: int) -> State | None:
    """Take a returned mail.

    Returns:
        The state it led to; None where it says nothing final, or nothing new.

    Raises:
        UnknownDeliveryError: it names a delivery that is not ours.

    """
    said = read_bounce(raw)
    return None if said is None else take_report(said=said, safe=safe, at=at)


def take_callback(*, body: bytes, header: str, key: bytes, safe: Safe, at: int) -> State | None:
    """Take a carrier's callback; see ``rules.callbacks`` for its form.

    Raises:
        CallbackRefusedError: it is not the carrier's, or cannot be read.
        UnknownDeliveryError: it names a delivery that is not ours.

    """
    return take_report(said=read_callback(body, header, key=key, at=at), safe=safe, at=at)


def take_report(*, said: Report, safe: Safe, at: int) -> State | None:
    """Note a report, if its token is ours.

    Raises:
        UnknownDeliveryError: it is not.

    """
    delivery, _ = split(said.token)
    tokens = [token_of(delivery, digest) for digest in safe.digests(TOKEN, delivery)]
    genuine = any(hmac.compare_digest(token.encode(), said.token.encode()) for token in tokens)
    if not genuine or not models.Delivery.objects.filter(id=delivery).exists():
        raise UnknownDeliveryError
    return report(delivery=delivery, said=said, safe=safe, at=at)


def report_returned_post(*, contact: str, by: str, at: int) -> bool:
    """A letter came back: the address is stale. False where that is known.

    Raises:
        NoContactError: there is no such contact.

    """
    return mark_stale(contact=contact, reason=StaleReason.POST_RETURNED, at=at, by=by)


__all__ = [
    "CallbackRefusedError",
    "UnknownDeliveryError",
    "report_returned_post",
    "take_bounce",
    "take_callback",
    "take_report",
]
