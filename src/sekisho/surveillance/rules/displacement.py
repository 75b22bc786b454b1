"""Displacement: after buying of one name is stopped, unusual buying moves to names like it (A-07)."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct

from sekisho.kernel.moments import DAY, HOUR, MINUTE
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.rules.chance import together
from sekisho.surveillance.rules.flow import CALM, NAMES, ODD, Name, Names, is_buy, note
from sekisho.surveillance.rules.group import group_finding, minutes_between
from sekisho.surveillance.rules.marks import at_least, unusual
from sekisho.surveillance.rules.state import NOTHING, Pair, Stateful, touch
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import MarketSighting, Seen, Sighting

STOPS = 64
HELD = 64
HOLDING_WINDOW = 30 * MINUTE
_CAP_TIMES, _PRICE_TIMES = 3.0, 2.0
_MOVE = 0.05


class Profile(Struct, gc=False):
    """What makes names alike: segment, capitalisation and price."""

    segment: str | None = None
    market_cap: float | None = None
    price: float | None = None


class Stop(Struct):
    """Buying of a name was stopped at ``at``: by a brake, or because many orders were held."""

    symbol: str
    at: int
    until: int
    braked: bool
    profile: Profile


class DisplacementState(Struct):
    """Unusual buyers by symbol, what the names are like, the stops, and who was held in which name."""

    names: Names = {}
    profiles: dict[str, Profile] = {}
    stops: dict[str, Stop] = {}
    held: dict[str, dict[str, int]] = {}


class Displacement(Stateful[DisplacementState]):
    """Finds the next name after a stop.

    A stop is a brake, or ``holds`` accounts whose buy orders of the name were held or denied within half an hour. For
    ``watch`` afterwards a name of the same segment, of a capitalisation within a factor 3 and a price within a factor 2
    is told as soon as two unusual accounts buy it, or one does that was held before, or one while the price has already
    moved 5 %. What is not known of a name does not tell it apart.

    Args:
        window: milliseconds in which unusual buyers count.
        watch: milliseconds for which a stop is remembered.
        holds: accounts held in a name that count as a stop.

    References:
        Domain notes 5.2: the switch to Japanese names of 100 to 200 yen began exactly when two brokers stopped
        purchases of Chinese names.

    Examples:
        >>> from sekisho.surveillance.types.sighting import MarketSighting, Sighting
        >>> def buys(account, minute, symbol):
        ...     return Sighting(
        ...         minute * 60_000, f"order-{account}", "order", account, symbol=symbol, value=4e6, side="buy",
        ...         thin=True, new_symbol=True, session_risk=0.7, segment="standard", market_cap=4e9, last=110.0,
        ...     )
        >>> detector = Displacement()
        >>> brake = MarketSighting(120_000, "control-1", "control", "7992", word="brake")
        >>> story = [buys("a", 1, "7992"), brake, buys("b", 20, "3999"), buys("c", 22, "3999")]
        >>> [len(detector.update(seen)) for seen in story]
        [0, 0, 0, 1]

    """

    name = "displacement"
    version: ClassVar[int] = 1
    hears: ClassVar[frozenset[str]] = frozenset({"order", "instrument", "control"})
    bound = NAMES * (2 + CALM + ODD + HELD) + 8 * NAMES + STOPS

    def __init__(self, *, window: int = 2 * HOUR, watch: int = 2 * DAY, holds: int = 5) -> None:
        super().__init__(DisplacementState())
        self.window, self.watch, self.holds = window, watch, holds

    def size(self) -> int:
        """How many values the state holds."""
        state = self.state
        held = sum(len(accounts) for accounts in state.held.values())
        return sum(name.size() for name in state.names.values()) + held + len(state.profiles) + len(state.stops)

    def update(self, seen: Seen) -> Sequence[Finding]:
        """Take an order, an instrument or a control in."""
        if isinstance(seen, MarketSighting):
            self._market(seen)
            return NOTHING
        if not is_buy(seen):
            return NOTHING
        symbol = seen.symbol or ""
        self._learn(symbol, seen.segment, seen.market_cap, seen.last)
        self._hold(symbol, seen)
        odd = unusual(seen)
        name = note(self.state.names, seen, odd=odd, window=self.window)
        if not odd or name is None or not self.state.stops:
            return NOTHING
        return self._judge(symbol, name, seen)

    def _market(self, seen: MarketSighting) -> None:
        if seen.symbol is None:
            return
        if seen.type == "instrument":
            self._learn(seen.symbol, seen.segment, seen.market_cap, seen.price)
        elif seen.word == "brake":
            self._stop(seen.symbol, seen.at, braked=True)

    def _learn(self, symbol: str, segment: str | None, market_cap: float | None, price: float | None) -> None:
        if segment is None and market_cap is None and price is None:
            return
        profile = touch(self.state.profiles, symbol, Profile, 8 * NAMES)
        profile.segment = segment or profile.segment
        profile.market_cap = market_cap or profile.market_cap
        profile.price = price or profile.price

    def _hold(self, symbol: str, seen: Sighting) -> None:
        """Many holds in one name stop it as a brake does."""
        if seen.verdict is None or seen.verdict < Verdict.HOLD:
            return
        held = touch(self.state.held, symbol, dict, NAMES)
        touch(held, seen.account, int, HELD)
        held[seen.account] = seen.at
        recent = sum(1 for at in held.values() if abs(seen.at - at) <= HOLDING_WINDOW)
        stop = self.state.stops.get(symbol)
        if recent >= self.holds and (stop is None or stop.until < seen.at):
            self._stop(symbol, seen.at, braked=False)

    def _stop(self, symbol: str, at: int, *, braked: bool) -> None:
        profile = self.state.profiles.get(symbol, Profile())
        copy = Profile(profile.segment, profile.market_cap, profile.price)
        stop = Stop(symbol, at, at + self.watch, braked, copy)
        touch(self.state.stops, symbol, lambda: stop, STOPS)
        self.state.stops[symbol] = stop

    def _judge(self, symbol: str, name: Name, seen: Sighting) -> Sequence[Finding]:
        for key in [key for key, stop in self.state.stops.items() if stop.until < seen.at]:
            del self.state.stops[key]
        profile = self.state.profiles.get(symbol, Profile())
        for stop in reversed(self.state.stops.values()):
            if stop.symbol != symbol and stop.at <= seen.at and alike(stop.profile, profile):
                finding = self._after(stop, symbol, name, seen)
                if finding is not None:
                    return (finding,)
        return NOTHING

    def _after(self, stop: Stop, symbol: str, name: Name, seen: Sighting) -> Finding | None:
        count = sum(1 for buyer in name.odd.values() if buyer.at >= stop.at)
        moved = sum(1 for account in name.odd if account in self.state.held.get(stop.symbol, {}))
        rising = at_least(name.move, _MOVE)
        if count < 2 and not (rising or moved):  # noqa: PLR2004 - two are a group
            return None
        signals: dict[str, Pair] = {
            "stopped_name": (stop.symbol, None),
            "stopped_by": ("brake" if stop.braked else "holds", None),
            "minutes": (minutes_between(stop.at, seen.at), None),
            "unusual_buyers": (count, 0.0),
            "buyers": (name.buyers(), None),
            "held_before": (moved, 0),
            "segment": (seen.segment, None),
            "market_cap": (seen.market_cap, stop.profile.market_cap),
            "price": (seen.last, stop.profile.price),
        }
        return group_finding(
            shape="instrument",
            symbol=symbol,
            name=name,
            at=seen.at,
            window=self.window,
            score=together(0.3 * count, 0.3 * moved, 0.3 * rising),
            signals=signals,
            texts=_TEXTS,
        )


def alike(one: Profile, other: Profile) -> bool:
    """Whether two names are of one kind, as far as both are known.

    >>> alike(Profile("standard", 4e9, 84.0), Profile("standard", 7e9, 120.0))
    True
    >>> alike(Profile("standard", 4e9, 84.0), Profile("prime", 4e9, 84.0))
    False
    """
    same_segment = one.segment is None or other.segment is None or one.segment == other.segment
    return (
        same_segment
        and _within(one.market_cap, other.market_cap, _CAP_TIMES)
        and _within(one.price, other.price, _PRICE_TIMES)
    )


def _within(one: float | None, other: float | None, times: float) -> bool:
    if not one or not other:
        return True
    return max(one, other) <= times * min(one, other)


_TEXTS = (
    Text(
        "銘柄{stopped_name}の買付停止（{stopped_by}）から{minutes}後、よく似た銘柄{symbol}を"
        "不審な{unusual_buyers}口座が買い始めました。",
        "{minutes} after buying of {stopped_name} was stopped ({stopped_by}), unusual accounts ({unusual_buyers}) buy "
        "{symbol}, a name like it.",
    ),
    Text(
        "時価総額{market_cap}（停止銘柄{market_cap_usual}）、株価{price}（停止銘柄{price_usual}）。",
        "Capitalisation {market_cap} (stopped name {market_cap_usual}), price {price} (stopped name {price_usual}).",
    ),
    Text(
        "うち{held_before}口座は停止銘柄でも注文を止められていました。",
        "Held before in the stopped name: {held_before}.",
    ),
)
