"""The catalogue of facts: their order is the order of every row of facts."""

from sekisho.activity.types.fact import Fact
from sekisho.activity.types.facts_session import ACCESS, CHANGES, EVENT, SESSION
from sekisho.activity.types.facts_trading import CASH, INSTRUMENT, ORDER, SURROUNDINGS
from sekisho.kernel.digests import canonical, sha256_hex

CATALOGUE: tuple[Fact, ...] = EVENT + ACCESS + SESSION + CHANGES + ORDER + CASH + INSTRUMENT + SURROUNDINGS
NAMES: tuple[str, ...] = tuple(fact.name for fact in CATALOGUE)
INDEX: dict[str, int] = {name: place for place, name in enumerate(NAMES)}
CATALOGUE_HASH: str = sha256_hex(canonical([[fact.name, fact.kind] for fact in CATALOGUE]))[:12]
"""Names the layout of a row; a decision carries it so that its facts can be read for ever."""

Value = bool | float | int | str | None
FactRow = list[Value]
