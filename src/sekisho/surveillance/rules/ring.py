"""Ring: several accounts in unusual sessions buy the same thin name (A-03, signal 8)."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct

from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.surveillance.rules.chance import score_of, surprise
from sekisho.surveillance.rules.flow import CALM, NAMES, ODD, Buyer, Name, Names, is_buy, note
from sekisho.surveillance.rules.group import group_finding, minutes_between
from sekisho.surveillance.rules.marks import unusual
from sekisho.surveillance.rules.state import NOTHING, Pair, Stateful
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import MarketSighting, Seen

USUAL_SHARE = 0.02
"""Share of honest buyers of a thin name that look unusual."""
RARE = 3.0
"""Surprise below which a group may be chance: one in a thousand half hours with buyers."""
_DISOWNED = frozenset({"not_my_login", "not_my_order", "phished"})
_CERTAIN = 1.0


class RingState(Struct):
    """Buyers of thin names, by symbol."""

    names: Names = {}


class Ring(Stateful[RingState]):
    """Finds groups of unusual buyers of one thin name, also when no device and no network is shared.

    A group is told when it has at least ``accounts`` accounts, when they are at least ``share`` of the name's
    buyers in the window, and when so many would be surprising (Poisson, at ``USUAL_SHARE`` of the buyers). More
    honest buyers can therefore only make a group less striking, never make one. An account whose holder
    disowns a login or an order counts as unusual from then on.

    Args:
        name: of this instance.
        window: milliseconds within which all accounts of the group placed their latest order.
        accounts: the smallest group.
        share: the smallest share of the name's buyers.

    References:
        Kulldorff, M. (1997), "A spatial scan statistic", Communications in Statistics - Theory and Methods 26(6):
        a window's count against its Poisson expectation. The cases behind it are the first arrests of
        2025-11-28 and the thin names of March 2025 (docs/explanation/surveillance.md).

    Examples:
        >>> from sekisho.surveillance.types.sighting import Sighting
        >>> def buys(account, minute):
        ...     return Sighting(
        ...         minute * 60_000, f"order-{account}", "order", account, symbol="7992", value=4e6, device=account,
        ...         side="buy", thin=True, new_symbol=True, session_risk=0.7,
        ...     )
        >>> ring = Ring()
        >>> [len(ring.update(buys(account, minute))) for minute, account in enumerate("abcd")]
        [0, 0, 1, 1]
        >>> [finding] = ring.update(buys("e", 5))
        >>> finding.accounts, finding.evidence["devices"].value
        (('a', 'b', 'c', 'd', 'e'), 5)

    """

    version: ClassVar[int] = 1
    hears: ClassVar[frozenset[str]] = frozenset({"order", "report"})
    bound = NAMES * (1 + CALM + ODD)

    def __init__(
        self, *, name: str = "ring", window: int = 30 * MINUTE, accounts: int = 3, share: float = 0.15
    ) -> None:
        super().__init__(RingState())
        self.name, self.window, self.accounts, self.share = name, window, accounts, share

    def size(self) -> int:
        """How many values the state holds."""
        return sum(name.size() for name in self.state.names.values())

    def update(self, seen: Seen) -> Sequence[Finding]:
        """Take an order or a report in."""
        if isinstance(seen, MarketSighting):
            return self._disowned(seen)
        if not is_buy(seen):
            return NOTHING
        odd = unusual(seen)
        name = note(self.state.names, seen, odd=odd, window=self.window)
        if not odd or name is None:
            return NOTHING
        return self._judge(seen.symbol or "", name, seen.at)

    def _disowned(self, seen: MarketSighting) -> Sequence[Finding]:
        """The holder says it was not them: the account's buys in every window count as unusual."""
        account = seen.account
        if seen.word not in _DISOWNED or account is None:
            return NOTHING
        found: list[Finding] = []
        for symbol, name in self.state.names.items():
            if account in name.calm and name.calm[account][0] >= seen.at - self.window:
                at, value = name.calm.pop(account)
                name.odd[account] = Buyer(at, at, seen.event, value, _CERTAIN)
                found += self._judge(symbol, name, max(seen.at, name.newest))
        return found

    def _judge(self, symbol: str, name: Name, at: int) -> Sequence[Finding]:
        count, buyers = len(name.odd), name.buyers()
        if count < self.accounts or count < self.share * buyers:
            return NOTHING
        expected = USUAL_SHARE * buyers
        surprised = surprise(count, expected)
        if surprised < RARE:
            return NOTHING
        earliest = min(buyer.at for buyer in name.odd.values())
        signals: dict[str, Pair] = {
            "unusual_buyers": (count, expected),
            "buyers": (buyers, None),
            "minutes": (minutes_between(earliest, at), None),
        }
        return (
            group_finding(
                shape="ring",
                symbol=symbol,
                name=name,
                at=at,
                window=self.window,
                score=score_of(surprised),
                signals=signals,
                texts=_TEXTS,
            ),
        )


_TEXTS = (
    Text(
        "銘柄{symbol}を{unusual_buyers}口座が不審なセッションから{minutes}以内に買い注文しました"
        "（買い手{buyers}口座なら通常は{unusual_buyers_usual}口座）。",
        "{unusual_buyers} accounts in unusual sessions ordered to buy {symbol} within {minutes} "
        "(usual among {buyers} buyers: {unusual_buyers_usual}).",
    ),
)
