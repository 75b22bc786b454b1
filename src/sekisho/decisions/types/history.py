"""The layout of the history of facts: which columns a file has, and how files are named."""

from sekisho.activity.types.fact import Fact, Kind
from sekisho.activity.types.facts import CATALOGUE

ENDING = ".parquet"
UNFINISHED = ".part"
CATALOGUE_KEY = "sekisho.catalogue"
RULEBOOK_KEY = "sekisho.rulebook"
KEYS: tuple[tuple[str, str], ...] = (
    ("event", "VARCHAR"),
    ("account", "VARCHAR"),
    ("at", "BIGINT"),
    ("score", "DOUBLE"),
    ("verdict", "UTINYINT"),
    ("fired", "VARCHAR[]"),
    ("degraded", "VARCHAR[]"),
)
"""The columns beside the facts: event id, account, milliseconds UTC, the model's score, the verdict's number,
the names of the rules that fired, and the codes of what was missing or late."""

COLUMN_TYPES: dict[Kind, str] = {Kind.NUMBER: "DOUBLE", Kind.BOOLEAN: "BOOLEAN", Kind.TEXT: "VARCHAR"}


def columns_of(event_type: str) -> tuple[Fact, ...]:
    """The facts that events of this type can have, in the order of the catalogue."""
    return tuple(fact for fact in CATALOGUE if event_type in fact.events)


def pattern_of(event_type: str) -> str:
    """The file name pattern of finished files of this type."""
    return f"{event_type}-*{ENDING}"
