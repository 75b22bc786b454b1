"""What is known of attacks while a run goes on; it becomes the labels at its end."""

from dataclasses import dataclass, field

NEVER = 1 << 62


@dataclass(slots=True)
class Hijack:
    """One account in foreign hands; moments in milliseconds since 1970, money in yen."""

    number: int
    account: int
    variant: str
    campaign: str
    kind: str = "hijack"
    first: int = NEVER
    last: int = 0
    lost: float = 0.0
    at_risk: float = 0.0
    sold: float = 0.0
    entered: bool = False
    noticed: bool = False
    symbols: list[int] = field(default_factory=list)
    can_answer: tuple[str, ...] = ()


@dataclass(slots=True)
class Gainer:
    """An account on the other side of a pump."""

    account: int
    campaign: str
    symbol: int
    first: int
    last: int
    gain: float = 0.0


@dataclass(slots=True)
class Truth:
    """All hijacks and gainers of a run, the accounts that have a part already, and the names a retold case pushes."""

    hijacks: list[Hijack] = field(default_factory=list)
    gainers: list[Gainer] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    pushed: set[int] = field(default_factory=set)

    def open(self, account: int, variant: str, campaign: str) -> Hijack:
        """A new incident."""
        hijack = Hijack(len(self.hijacks), account, variant, campaign)
        self.hijacks.append(hijack)
        self.taken.add(account)
        return hijack

    def gainer(self, account: int, campaign: str, symbol: int, at: int) -> Gainer:
        """The record of one account's gain in one name on one occasion."""
        gainer = Gainer(account, campaign, symbol, at, at)
        self.gainers.append(gainer)
        self.taken.add(account)
        return gainer
