"""Ask whether a condition can be TRUE at all, always, or whenever another one is.

A condition and what is wanted of it (to be TRUE, FALSE, not TRUE, not FALSE) become a two-valued formula
over demands on single facts. What cannot be told from single facts, such as arithmetic or one fact against
another, is left free, so every answer "cannot be" is certain and every "can be" may be too kind.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple, TypeAlias

from sekisho.activity.types.fact import Kind
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.domains import Demand, Domain, narrow, start
from sekisho.decisions.rules.tree import Node, Scalar

BRANCHES = 20_000
"""How many ways are tried before the answer is "can be"."""


class Goal(Enum):
    """What is wanted of a condition: (the truth value, whether it or anything but it)."""

    TRUE = (True, True)
    FALSE = (False, True)
    NOT_TRUE = (True, False)
    NOT_FALSE = (False, False)

    def turned(self) -> "Goal":
        """The goal for the operand of NOT."""
        value, exactly = self.value
        return Goal((not value, exactly))


class All(NamedTuple):
    """Every part holds; no parts hold always."""

    parts: "tuple[Formula, ...]"


class Any(NamedTuple):
    """Some part holds; no parts hold never."""

    parts: "tuple[Formula, ...]"


Formula: TypeAlias = All | Any | Demand
FREE, NEVER = All(()), Any(())
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "<>", "<>": "=", "in": "not in", "not in": "in"}
_STRICT = (tree.Name, tree.Constant, tree.Arithmetic, tree.Negative)


def clash(*wanted: tuple[Node, Goal]) -> frozenset[str] | None:
    """The facts that keep all of this from holding at once, or ``None`` where it can hold."""
    return _Search().clash(All(tuple(formula(node, goal) for node, goal in wanted)))


def formula(node: Node, goal: Goal) -> Formula:
    """What the goal demands of single facts."""
    value, exactly = goal.value
    match node:
        case tree.Both(parts=parts) | tree.Either(parts=parts):
            every = isinstance(node, tree.Both) == (value == exactly)
            return (All if every else Any)(tuple(formula(part, goal) for part in parts))
        case tree.Not(operand=operand):
            return formula(operand, goal.turned())
        case tree.IsNull(operand=operand):
            return _absence(operand, absent=value == exactly)
        case tree.Is(operand=operand, value=wanted):
            return formula(operand, Goal((wanted, value == exactly)))
        case tree.Constant(value=constant):
            return FREE if (constant == value) == exactly else NEVER
        case _:
            return _atom(node, goal)


def _atom(node: Node, goal: Goal) -> Formula:
    """A test on facts: exactly so, or otherwise or NULL."""
    value, exactly = goal.value
    wanted = value == exactly
    test = _test(node, wanted=wanted)
    if exactly:
        return test
    return Any((test, _absence(node, absent=True)))


def _test(node: Node, *, wanted: bool) -> Formula:
    match node:
        case tree.Name(name=name):
            return Demand(name, Kind.BOOLEAN, "=", frozenset({wanted}))
        case tree.Member(operand=operand, options=options):
            values = frozenset(option.value for option in options)
            return _against(operand, "in" if wanted else "not in", values)
        case tree.Compare(op=op, left=tree.Constant(value=constant), right=right):
            op = _FLIPPED[op]
            return _against(right, op if wanted else _OPPOSITE[op], frozenset({constant}))
        case tree.Compare(op=op, left=left, right=tree.Constant(value=constant)):
            return _against(left, op if wanted else _OPPOSITE[op], frozenset({constant}))
        case tree.Fallback(parts=(tree.Name(), tree.Constant())):
            return _against(node, "=", frozenset({wanted}))
        case _:
            return _present(node)


def _against(operand: Node, op: str, values: frozenset[Scalar]) -> Formula:
    match operand:
        case tree.Name(name=name, kind=kind):
            return Demand(name, kind, op, values)
        case tree.Fallback(parts=(tree.Name(name=name, kind=kind), tree.Constant(value=default))):
            own, absent = Demand(name, kind, op, values), Demand(name, kind, "null")
            return Any((own, absent)) if _holds(default, op, values) else own
        case tree.Constant(value=constant):
            return FREE if _holds(constant, op, values) else NEVER
        case _:
            return _present(operand)


def _holds(value: Scalar, op: str, values: frozenset[Scalar]) -> bool:
    probe = Demand("", Kind.NUMBER, op, values)
    return not narrow(Domain(null=False, allowed=frozenset({value})), probe).empty


def _present(node: Node) -> Formula:
    """The facts that must be there for a strict test to be TRUE or FALSE; nothing for others."""
    parts = [part for part in tree.walk(node) if part is not node or isinstance(node, _STRICT)]
    if not all(isinstance(part, _STRICT) for part in parts):
        return FREE
    return All(tuple(Demand(part.name, part.kind, "present") for part in parts if isinstance(part, tree.Name)))


def _absence(node: Node, *, absent: bool) -> Formula:
    match node:
        case tree.Name(name=name, kind=kind):
            return Demand(name, kind, "null" if absent else "present")
        case tree.Fallback(parts=parts) if any(isinstance(part, tree.Constant) for part in parts):
            return NEVER if absent else FREE
        case tree.Compare(left=left, right=right):
            sides = tuple(_absence(side, absent=absent) for side in (left, right))
            return Any(sides) if absent else All(sides)
        case tree.Member(operand=operand):
            return _absence(operand, absent=absent)
        case tree.Constant() | tree.IsNull() | tree.Is():
            return NEVER if absent else FREE
        case _:
            return FREE


class _Search:
    """Tries the ways to hold, depth first, and remembers where they failed."""

    def __init__(self) -> None:
        self._left = BRANCHES
        self._blamed: set[str] = set()

    def clash(self, wanted: Formula) -> frozenset[str] | None:
        return None if self._holds([wanted], {}) else frozenset(self._blamed)

    def _holds(self, waiting: list[Formula], domains: Mapping[str, Domain]) -> bool:
        """Whether everything waiting can hold within the domains."""
        self._left -= 1
        if not waiting or self._left < 0:
            return True
        choice, rest = waiting[0], waiting[1:]
        if isinstance(choice, All):
            return self._holds(_choices_last([*choice.parts, *rest]), domains)
        if isinstance(choice, Any):
            return any(self._holds([part, *rest], domains) for part in choice.parts)
        narrowed = narrow(domains.get(choice.name, start(choice)), choice)
        if narrowed.empty:
            self._blamed.add(choice.name)
            return False
        return self._holds(rest, {**domains, choice.name: narrowed})


def _choices_last(parts: Iterable[Formula]) -> list[Formula]:
    return sorted(parts, key=lambda part: isinstance(part, Any))
