"""What a condition may read: the facts of the catalogue and the model's score."""

from sekisho.activity.types.fact import Fact, Key, Kind
from sekisho.activity.types.facts import CATALOGUE
from sekisho.decisions.rules.tree import Catalogue
from sekisho.kernel.texts import Text

SCORE_FACT = Fact(
    "score",
    Kind.NUMBER,
    "0-1",
    Key.EVENT,
    "now",
    "E-01",
    Text("モデルの評価", "the model's probability that this is not the account holder"),
    stage=2,
)
KNOWN: Catalogue = {fact.name: fact for fact in (*CATALOGUE, SCORE_FACT)}
FIXED = frozenset({"frozen", "brake"})
"""Facts that carry out what people decided: rules that read them are neither lifted nor budgeted."""


def applicable(event_type: str) -> tuple[str, ...]:
    """The facts of the catalogue that can be present for the type, in the order of the catalogue."""
    return tuple(fact.name for fact in CATALOGUE if event_type in fact.events)
