"""The same rules for a peer, the zen engine, so that its speed can be compared on equal terms.

Only the bench commands import this; nothing on the way of an event does. Each condition is spelt by the
same code as for Python, in zen's words, and all conditions of an event type form one expression: that way
zen converts the facts once, which is the quickest way it has (an expression for each rule converts them
again and again).
"""

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.facts import INDEX, FactRow, Value
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.conditions import Condition, conditions_of
from sekisho.decisions.rules.dialects import ZEN
from sekisho.decisions.rules.examples import row_of_example, usable
from sekisho.decisions.rules.program import SCORE
from sekisho.decisions.rules.truth import true
from sekisho.decisions.types.rule import Mode
from sekisho.decisions.types.rulebook import Rulebook

_TYPE = INDEX["event_type"]


class NoPeerError(ImportError):
    """The zen engine is not installed; it comes with the ``bench`` dependency group."""


def find_peer(*, module: str = "zen") -> Any:  # noqa: ANN401 - a module of somebody else
    """The peer's module.

    Raises:
        NoPeerError: it is not installed.

    """
    if importlib.util.find_spec(module) is None:
        message = f"{module} is not installed; run: uv sync --group bench"
        raise NoPeerError(message)
    return importlib.import_module(module)


class _Compiled(NamedTuple):
    """One event type: the places of its rules, the facts they read and zen's expression."""

    places: tuple[int, ...]
    facts: tuple[str, ...]
    expression: Any


class ZenRules:
    """All rules of a rulebook that are not off, for the peer. Places are those of ``Judge.evaluate``."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Compile the rulebook.

        Raises:
            NoPeerError: the peer is not installed.

        """
        peer = find_peer()
        conditions = conditions_of(rulebook.rules)
        self._compiled = {event_type: _compile(peer, conditions, event_type) for event_type in DECIDED}

    def evaluate(self, facts: FactRow, score: float | None = None) -> tuple[int, ...]:
        """The places of the rules whose condition is TRUE, the making of the peer's context included."""
        return self.ask(str(facts[_TYPE]), self.context(facts, score))

    def context(self, facts: FactRow, score: float | None = None) -> dict[str, Value]:
        """The facts that the event type's rules read, as the peer takes them."""
        names = self._compiled[str(facts[_TYPE])].facts
        return {name: score if name == SCORE else facts[INDEX[name]] for name in names}

    def ask(self, event_type: str, context: Mapping[str, Value]) -> tuple[int, ...]:
        """The peer's answer to a context."""
        compiled = self._compiled[event_type]
        answers = compiled.expression.evaluate(context)
        return tuple(place for place, fires in zip(compiled.places, answers, strict=True) if fires)


def samples(rulebook: Rulebook, *, event_type: str) -> list[tuple[FactRow, float | None]]:
    """Rows to compare on: the examples of the type's rules, which lie on both sides of every condition."""
    rules = [rule for rule in rulebook.rules if event_type in rule.events]
    found = [row_of_example(rule, example) for rule in rules for _, example in usable(rule)]
    for row, _ in found:
        row[_TYPE] = event_type
    return found


def _compile(peer: Any, conditions: Sequence[Condition], event_type: str) -> _Compiled:  # noqa: ANN401 - see above
    asked = [
        (place, condition.node)
        for place, condition in enumerate(conditions)
        if condition.rule.mode != Mode.OFF and event_type in condition.rule.events
    ]
    facts = tuple(sorted({name for _, node in asked for name in tree.names(node)}))
    variables = {name: name for name in facts}
    text = ", ".join(true(node, variables, dialect=ZEN) for _, node in asked)
    return _Compiled(tuple(place for place, _ in asked), facts, peer.compile_expression(f"[{text}]"))
