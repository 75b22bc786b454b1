"""A condition after type checking: a small tree of typed nodes that every engine is made from.

The author's SQL is parsed elsewhere; whoever reads this tree may rely on the kinds being right, on
literals having at most fifteen significant digits (so decimal and binary comparison agree), and on
no divisor ever being zero without becoming NULL first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sekisho.activity.types.fact import Fact, Kind

Scalar: TypeAlias = bool | float | int | str


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, by name."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal."""

    value: Scalar
    kind: Kind


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left op right`` with op one of ``+ - * /``; NULL when either side is."""

    op: str
    left: "Node"
    right: "Node"
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Negative:
    """The number with its sign turned."""

    operand: "Node"
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Unless:
    """NULLIF: the operand, or NULL when it equals ``value``."""

    operand: "Node"
    value: Constant
    kind: Kind


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right`` with op one of ``= <> < <= > >=``, both sides of one kind."""

    op: str
    left: "Node"
    right: "Node"
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, slots=True)
class Member:
    """``operand IN (options)``; the options are constants."""

    operand: "Node"
    options: tuple[Constant, ...]
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, slots=True)
class IsNull:
    """Whether the operand is absent; never NULL itself."""

    operand: "Node"
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, slots=True)
class Is:
    """``operand IS TRUE`` or ``IS FALSE``; never NULL itself."""

    operand: "Node"
    value: bool
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, slots=True)
class Not:
    """Three-valued negation."""

    operand: "Node"
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, slots=True)
class Both:
    """Three-valued AND over two or more parts; nested ANDs are flat."""

    parts: tuple["Node", ...]
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, slots=True)
class Either:
    """Three-valued OR over two or more parts; nested ORs are flat."""

    parts: tuple["Node", ...]
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, slots=True)
class Fallback:
    """COALESCE: the first part that is not NULL."""

    parts: tuple["Node", ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """CASE: the value of the first branch whose condition is TRUE, else ``default`` (``None`` is NULL)."""

    branches: tuple[tuple["Node", "Node"], ...]
    default: "Node | None"
    kind: Kind


Node: TypeAlias = (
    Name | Constant | Arithmetic | Negative | Unless | Compare | Member | IsNull | Is | Not | Both | Either
    | Fallback | Choice
)  # fmt: skip
Catalogue: TypeAlias = Mapping[str, Fact]


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case Name() | Constant():
            return ()
        case Arithmetic(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case Both(parts=parts) | Either(parts=parts) | Fallback(parts=parts):
            return parts
        case Choice(branches=branches, default=default):
            below = tuple(part for branch in branches for part in branch)
            return below if default is None else (*below, default)
        case _:
            return (node.operand,)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Node) -> frozenset[str]:
    """The facts the condition reads."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Name))


def conjuncts(node: Node) -> tuple[Node, ...]:
    """The parts that must all be TRUE for the condition to be TRUE."""
    return node.parts if isinstance(node, Both) else (node,)
