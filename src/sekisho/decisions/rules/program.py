"""One Python function for all rules of an event type.

``rules_order(f, score)`` takes a row of facts and the score and gives the places of the rules whose
condition is TRUE, in no particular order. Conjuncts shared by several rules are asked once, the most
shared first, so that an order to sell never looks at the rules about buying; a fact is read from the
row when it is first needed. The source is made from checked trees only, never from an author's text.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from sekisho.activity.types.facts import INDEX, Value
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.tree import Node
from sekisho.decisions.rules.truth import certain, true

SCORE = "score"
Function: TypeAlias = Callable[[Sequence[Value], float | None], tuple[int, ...]]
READS: Mapping[str, str] = {**{name: f"f[{place}]" for name, place in INDEX.items()}, SCORE: SCORE}
"""How each fact is read from the arguments of a function."""
_VARIABLES = {name: SCORE if name == SCORE else f"v{place}" for place, name in enumerate(READS)}


class Ask(NamedTuple):
    """What is left to ask before the rule at ``place`` fires."""

    place: int
    conjuncts: tuple[Node, ...]


class _Scope(NamedTuple):
    """What holds at a point of the source: the facts read so far and those known not to be NULL."""

    depth: int
    read: frozenset[str]
    sure: frozenset[str]


def source(event_type: str, conditions: Sequence[tuple[int, Node]]) -> str:
    """The source of the function for ``event_type`` over pairs of a rule's place and its condition."""
    lines = [f"def rules_{event_type}(f, score):", "    fires = ()"]
    asks = [Ask(place, tree.conjuncts(node)) for place, node in conditions]
    _block(asks, _Scope(1, frozenset({SCORE}), frozenset()), lines)
    return "\n".join([*lines, "    return fires", ""])


def build(event_type: str, conditions: Sequence[tuple[int, Node]]) -> Function:
    """Compile the function for ``event_type``."""
    space: dict[str, Function] = {}
    code = compile(source(event_type, conditions), f"<rules of {event_type}>", "exec")
    exec(code, {"__builtins__": {}}, space)  # noqa: S102 - generated from the checked tree, never from text
    return space[f"rules_{event_type}"]


def _block(asks: Sequence[Ask], scope: _Scope, lines: list[str]) -> None:
    """Write the questions of several rules: the most shared conjunct first, then the rest."""
    waiting = list(asks)
    while waiting:
        shared = _most_shared(waiting)
        if shared is None:
            break
        inner = [_without(ask, shared) for ask in waiting if shared in ask.conjuncts]
        waiting = [ask for ask in waiting if shared not in ask.conjuncts]
        scope = _read(shared, scope, lines)
        _block(inner, _question([shared], scope, lines), lines)
    for ask in waiting:
        scope = _single(ask, scope, lines)


def _single(ask: Ask, scope: _Scope, lines: list[str]) -> _Scope:
    """Write one rule's remaining questions; facts of the first one stay read for the rules after it."""
    ordered = sorted(ask.conjuncts, key=_cost)
    outer = _read(ordered[0], scope, lines) if ordered else scope
    scope = outer
    while ordered:
        scope = _read(ordered[0], scope, lines)
        ready = [part for part in ordered if tree.names(part) <= scope.read]
        ordered = [part for part in ordered if part not in ready]
        scope = _question(ready, scope, lines)
    lines.append(f"{'    ' * scope.depth}fires += ({ask.place},)")
    return outer


def _question(parts: Sequence[Node], scope: _Scope, lines: list[str]) -> _Scope:
    """Write ``if …:`` over the parts, each under what those before it made sure of."""
    texts, sure = [], scope.sure
    for part in parts:
        texts.append(true(part, _VARIABLES, sure))
        sure |= certain(part)
    lines.append(f"{'    ' * scope.depth}if {' and '.join(texts)}:")
    return _Scope(scope.depth + 1, scope.read, sure)


def _read(part: Node, scope: _Scope, lines: list[str]) -> _Scope:
    wanted = tree.names(part) - scope.read
    lines.extend(f"{'    ' * scope.depth}{_VARIABLES[name]} = {READS[name]}" for name in sorted(wanted))
    return scope._replace(read=scope.read | wanted)


def _most_shared(asks: Sequence[Ask]) -> Node | None:
    counts: dict[Node, int] = {}
    for ask in asks:
        for part in dict.fromkeys(ask.conjuncts):
            counts[part] = counts.get(part, 0) + 1
    best = max(counts, key=counts.__getitem__, default=None)  # the first of equals, so the order is stable
    return best if best is not None and counts[best] > 1 else None


def _without(ask: Ask, part: Node) -> Ask:
    return ask._replace(conjuncts=tuple(other for other in ask.conjuncts if other != part))


def _cost(part: Node) -> tuple[int, int]:
    """Cheap and telling questions first: flags, words, then numbers, then whatever is composed."""
    match part:
        case tree.Name():
            rank = 0
        case tree.Compare(op="=") | tree.Member():
            rank = 1
        case tree.Compare():
            rank = 2
        case _:
            rank = 3
    return rank, sum(1 for _ in tree.walk(part))
