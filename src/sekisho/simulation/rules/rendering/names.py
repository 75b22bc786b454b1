"""Strings that many lines share, made once for a run."""

from dataclasses import dataclass

from sekisho.simulation.rules.mixing import mix
from sekisho.simulation.rules.rendering.ageing import Wardrobe
from sekisho.simulation.types.words import CHANNELS, CLIENTS, LOCALES, MARKETS
from sekisho.simulation.types.world import Agents, Column, Instruments

SECONDS = tuple(f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(86_400))
MILLIS = tuple(f".{ms:03}+09:00" for ms in range(1_000))
PAIRS = tuple(f"{high}.{low}" for high in range(256) for low in range(256))
CHANNEL = tuple(
    f',"channel":"{name}"' + (f',"client":"{client}"' if client else "") for name in CHANNELS for client in CLIENTS
)
LOCALE = tuple(f',"language":"{language}","timezone":"{zone}"' for language, zone in LOCALES)


@dataclass(slots=True)
class Names:
    """What the renderers need beside the rows. ``salt`` ties identifiers to the run."""

    salt: int
    prefix: str
    wardrobe: Wardrobe
    symbols: list[str]
    plain_symbols: list[str]
    market: list[int]
    segments: list[int]
    lots: list[int]

    @classmethod
    def of(cls, salt: int, numbering: int, agents: Agents, instruments: Instruments) -> "Names":
        """The names of one run; ``numbering`` keeps the identifiers of its events apart from those of other runs."""
        market = instruments.market.tolist()
        return cls(
            salt=salt,
            prefix=f"{numbering & 0xFFFFFF:06x}",
            wardrobe=Wardrobe(agents.fragments, frozenset(agents.groups["emulator"].tolist())),
            symbols=[
                f'"symbol":"{s}","market":"{MARKETS[m]}"' for s, m in zip(instruments.symbols, market, strict=True)
            ],
            plain_symbols=instruments.symbols,
            market=market,
            segments=instruments.segment.tolist(),
            lots=instruments.lot.tolist(),
        )

    def event(self, number: int) -> str:
        """The identifier of the event with that running number."""
        return f"{self.prefix}-{number:08x}"

    def account(self, numbers: Column) -> list[str]:
        """Pseudonyms of accounts."""
        return [f"a{number:016x}" for number in mix(numbers, self.salt).tolist()]

    def digest(self, numbers: Column, sort: int) -> list[str]:
        """Keyed digests of things of one ``sort``."""
        return [f"{number:016x}" for number in mix(numbers, self.salt + 7919 * (sort + 1)).tolist()]
