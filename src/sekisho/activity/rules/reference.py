"""The instrument's reference data and quotes (first part of the group INSTRUMENT). Stage 1: no weights, no verdicts."""

from sekisho.activity.rules.context import Facts
from sekisho.activity.types.events import InstrumentBody, QuoteBody
from sekisho.kernel.moments import MINUTE, jst_day

_THIN_CAP = 10_000_000_000
_THIN_ADV = 50_000_000
NOTHING_KNOWN: Facts = (None,) * 12


class Reference:
    """What is known of one instrument today. Prices and values in yen."""

    __slots__ = (
        "adv",
        "day",
        "last",
        "limit_down",
        "limit_up",
        "market_cap",
        "previous_close",
        "seen_at",
        "segment",
        "thin",
        "value",
    )  # fmt: skip

    def __init__(self, body: InstrumentBody, at: int) -> None:
        self.renew(body, at)

    def renew(self, body: InstrumentBody, at: int) -> None:
        """A new day's reference data: quotes of the day before no longer count."""
        self.segment = body.segment
        self.market_cap = body.market_cap
        self.adv = body.adv
        self.previous_close = body.previous_close
        self.limit_up, self.limit_down = body.limit_up, body.limit_down
        self.last = body.previous_close
        self.value = 0
        self.day = jst_day(at)
        self.seen_at = at
        self.thin = body.market_cap < _THIN_CAP or body.adv < _THIN_ADV

    def quote(self, body: QuoteBody, at: int) -> None:
        """A quote; an older one than the newest is ignored."""
        if at < self.seen_at:
            return
        self.last, self.value, self.seen_at = body.last, body.value, at


def reference_facts(
    reference: Reference, at: int, value: float | None, bought: float | None, limit: float | None
) -> Facts:
    """Twelve facts, ``segment`` to ``quote_age_minutes``. ``bought``: the account's buying of the name in a day."""
    last, close, adv = reference.last, reference.previous_close, reference.adv
    room = reference.limit_up - close
    return (
        reference.segment,
        reference.market_cap,
        adv,
        last,
        reference.thin,
        value / adv if value is not None and adv else None,
        bought / adv if bought is not None and adv else None,
        last / close - 1.0 if close else None,
        (reference.limit_up - last) / room if room > 0.0 else None,
        limit / last if limit and last else None,
        reference.value / adv if adv else None,
        max(at - reference.seen_at, 0) / MINUTE,
    )
