"""What a condition may read: the facts of the catalogue and the model's score."""

from collections.abc import Mapping
from typing import get_args, get_type_hints

from sekisho.activity.types import events
from sekisho.activity.types.fact import Fact, Key, Kind
from sekisho.activity.types.facts import CATALOGUE, Value
from sekisho.decisions.rules.tree import Catalogue, Scalar
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


def fits(kind: Kind, value: Value) -> bool:
    """Whether the value, not NULL, is of the kind; a flag is no number."""
    if kind == Kind.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, bool if kind == Kind.BOOLEAN else str)


def _literals(body: type, field: str) -> frozenset[Scalar]:
    return frozenset(get_args(get_type_hints(body)[field]))


WORDS: Mapping[str, frozenset[Scalar]] = {
    "event_type": frozenset(events.DECIDED),
    "channel": _literals(events.Envelope, "channel"),
    "market_phase": frozenset({"closed", "preopen", "morning", "lunch", "afternoon"}),
    "field": _literals(events.ProfileBody, "field"),
    "action": _literals(events.ProfileBody, "action") | _literals(events.FactorBody, "action"),
    "factor_kind": _literals(events.FactorBody, "kind"),
    "outcome": _literals(events.LoginBody, "outcome"),
    "side": _literals(events.OrderBody, "side"),
    "position": _literals(events.OrderBody, "position"),
    "order_kind": _literals(events.OrderBody, "kind"),
    "direction": _literals(events.CashBody, "direction"),
    "method": _literals(events.CashBody, "method"),
    "brake": frozenset({"none", "risk", "all"}),
}
"""Texts that a fact can be, where these are known; another word in a condition is a slip of the pen."""
