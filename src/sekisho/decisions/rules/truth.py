"""Spell a checked condition as a two-valued expression with SQL's three-valued logic.

Instead of computing TRUE, FALSE or NULL and asking which it was, each node is spelt twice: once as
"is it TRUE" and once as "is it FALSE". Both are plain two-valued tests, NOT merely swaps them, and
NULL is where neither holds. A value is spelt with its guards: expressions that must hold, in order,
for the value not to be NULL; the value itself may be evaluated only under them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sekisho.activity.types.fact import Kind
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.dialects import PYTHON, Dialect
from sekisho.decisions.rules.tree import Node

_SYMBOLS = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_STRICT = (tree.Name, tree.Constant, tree.Arithmetic, tree.Negative, tree.Unless)


class Spelt(NamedTuple):
    """A value: its guards in the order to ask them, and the expression that is good under them."""

    guards: tuple[str, ...]
    text: str


class _Spelling:
    """Spells nodes over local variables; ``wanted`` says whether TRUE or FALSE is asked for."""

    def __init__(self, variables: Mapping[str, str], sure: Iterable[str], dialect: Dialect) -> None:
        self.variables = variables
        self.sure = frozenset(sure)
        self.dialect = dialect

    def truth(self, node: Node, *, wanted: bool) -> str:
        return _TRUTHS[type(node)](self, node, wanted=wanted)

    def name(self, node: tree.Name, *, wanted: bool) -> str:
        return (self.dialect.flag if wanted else self.dialect.unflag).format(self.variables[node.name])

    def unless(self, node: tree.Unless, *, wanted: bool) -> str:
        return self.dialect.false if node.value.value == wanted else self.truth(node.operand, wanted=wanted)

    def constant(self, node: tree.Constant, *, wanted: bool) -> str:
        return self.known(bool(node.value) == wanted)

    def known(self, holds: bool) -> str:  # noqa: FBT001 - it is the value
        return self.dialect.true if holds else self.dialect.false

    def negation(self, node: tree.Not, *, wanted: bool) -> str:
        return self.truth(node.operand, wanted=not wanted)

    def both(self, node: tree.Both, *, wanted: bool) -> str:
        return self.join(node.parts, wanted=wanted, every=wanted)

    def either(self, node: tree.Either, *, wanted: bool) -> str:
        return self.join(node.parts, wanted=wanted, every=not wanted)

    def absence(self, node: tree.IsNull, *, wanted: bool) -> str:
        return self.turned(self.absent(node.operand), wanted=wanted)

    def test(self, node: tree.Is, *, wanted: bool) -> str:
        return self.turned(self.truth(node.operand, wanted=node.value), wanted=wanted)

    def coalesced(self, node: tree.Fallback, *, wanted: bool) -> str:
        return self.first(node.parts, wanted=wanted)

    def case(self, node: tree.Choice, *, wanted: bool) -> str:
        return self.chosen(node, lambda value: self.truth(value, wanted=wanted), missing=self.dialect.false)

    def join(self, parts: Iterable[Node], *, wanted: bool, every: bool) -> str:
        texts = [self.truth(part, wanted=wanted) for part in parts]
        return self.every(texts) if every else self.some(texts)

    def compare(self, node: tree.Compare, *, wanted: bool) -> str:
        if node.left.kind == Kind.BOOLEAN:
            return self.alike(node, wanted=(node.op == "=") == wanted)
        op = node.op if wanted else _OPPOSITE[node.op]
        left, right = self.value(node.left), self.value(node.right)
        test = f"{left.text} {_SYMBOLS[op]} {right.text}"
        plain = isinstance(node.left, tree.Name) and isinstance(node.right, tree.Constant)
        if op == "=" and plain:  # NULL equals no constant, so the guard would say nothing new
            return f"({test})"
        return self.every((*left.guards, *right.guards, test))

    def alike(self, node: tree.Compare, *, wanted: bool) -> str:
        return self.some(
            self.every((self.truth(node.left, wanted=side), self.truth(node.right, wanted=side == wanted)))
            for side in (True, False)
        )

    def member(self, node: tree.Member, *, wanted: bool) -> str:
        if node.operand.kind == Kind.BOOLEAN:
            same = [tree.Compare("=", node.operand, option) for option in node.options]
            return self.join(same, wanted=wanted, every=not wanted)
        value = self.value(node.operand)
        options = self.dialect.options.format(", ".join(self.dialect.constant(option.value) for option in node.options))
        inside = f"({value.text} in {options})"
        if wanted and isinstance(node.operand, tree.Name):
            return inside
        return self.every((*value.guards, self.turned(inside, wanted=wanted)))

    def absent(self, node: Node) -> str:
        if isinstance(node, tree.Name) and node.name not in self.sure:
            return self.dialect.absent.format(self.variables[node.name])
        if node.kind == Kind.BOOLEAN:
            there = self.some((self.truth(node, wanted=True), self.truth(node, wanted=False)))
        else:
            there = self.every(self.value(node).guards)
        return self.turned(there, wanted=False)

    def first(self, parts: tuple[Node, ...], *, wanted: bool) -> str:
        own = self.truth(parts[0], wanted=wanted)
        if len(parts) == 1:
            return own
        passed = self.turned(self.truth(parts[0], wanted=not wanted), wanted=False)
        later = self.first(parts[1:], wanted=wanted)
        if later in {self.dialect.true, self.dialect.false}:  # the common default, COALESCE(flag, FALSE)
            return passed if later == self.dialect.true else own
        return self.some((own, self.every((passed, later))))

    def value(self, node: Node) -> Spelt:
        """The spelling of a number or a text."""
        return _VALUES[type(node)](self, node)

    def fact(self, node: tree.Name) -> Spelt:
        variable = self.variables[node.name]
        return Spelt(() if node.name in self.sure else (self.dialect.present.format(variable),), variable)

    def literal(self, node: tree.Constant) -> Spelt:
        return Spelt((), self.dialect.constant(node.value))

    def negative(self, node: tree.Negative) -> Spelt:
        inner = self.value(node.operand)
        return Spelt(inner.guards, f"(-{inner.text})")

    def refused(self, node: tree.Unless) -> Spelt:
        inner = self.value(node.operand)
        return Spelt((*inner.guards, f"{inner.text} != {self.dialect.constant(node.value.value)}"), inner.text)

    def arithmetic(self, node: tree.Arithmetic) -> Spelt:
        left, right = self.value(node.left), self.value(node.right)
        # Times 1.0: DuckDB computes with DOUBLE, and whole numbers in Python would not round.
        return Spelt((*left.guards, *right.guards), f"({left.text} * 1.0 {node.op} {right.text})")

    def fallback(self, node: tree.Fallback) -> Spelt:
        parts = [self.value(part) for part in node.parts]
        text = parts[-1].text
        for part in reversed(parts[:-1]):
            text = self.dialect.choice.format(self.every(part.guards), part.text, text)
        if not all(part.guards for part in parts):
            return Spelt((), text)
        return Spelt((self.some(self.every(part.guards) for part in parts),), text)

    def choice(self, node: tree.Choice) -> Spelt:
        text = self.chosen(node, lambda value: self.value(value).text, missing=self.dialect.null)
        values = [value for _, value in node.branches] + ([] if node.default is None else [node.default])
        if node.default is not None and not any(self.value(value).guards for value in values):
            return Spelt((), text)
        guard = self.chosen(node, lambda value: self.every(self.value(value).guards), missing=self.dialect.false)
        return Spelt((guard,), text)

    def chosen(self, node: tree.Choice, spell: Callable[[Node], str], *, missing: str) -> str:
        text = missing if node.default is None else spell(node.default)
        for when, value in reversed(node.branches):
            text = self.dialect.choice.format(self.truth(when, wanted=True), spell(value), text)
        return text

    def turned(self, text: str, *, wanted: bool) -> str:
        return text if wanted else self.dialect.negation.format(text)

    def every(self, texts: Iterable[str]) -> str:
        return _joined(texts, " and ", self.dialect.true)

    def some(self, texts: Iterable[str]) -> str:
        return _joined(texts, " or ", self.dialect.false)


_TRUTHS: Mapping[type, Callable[..., str]] = {
    tree.Name: _Spelling.name, tree.Constant: _Spelling.constant, tree.Not: _Spelling.negation,
    tree.Both: _Spelling.both, tree.Either: _Spelling.either, tree.Compare: _Spelling.compare,
    tree.Member: _Spelling.member, tree.IsNull: _Spelling.absence, tree.Is: _Spelling.test,
    tree.Unless: _Spelling.unless, tree.Fallback: _Spelling.coalesced, tree.Choice: _Spelling.case,
}  # fmt: skip
_VALUES: Mapping[type, Callable[..., Spelt]] = {
    tree.Name: _Spelling.fact, tree.Constant: _Spelling.literal, tree.Negative: _Spelling.negative,
    tree.Arithmetic: _Spelling.arithmetic, tree.Unless: _Spelling.refused, tree.Fallback: _Spelling.fallback,
    tree.Choice: _Spelling.choice,
}  # fmt: skip


def true(node: Node, variables: Mapping[str, str], sure: Iterable[str] = (), *, dialect: Dialect = PYTHON) -> str:
    """An expression that is truthy exactly where the node is TRUE.

    ``variables`` names the local variable of each fact; facts in ``sure`` are known not to be NULL there.
    """
    return _Spelling(variables, sure, dialect).truth(node, wanted=True)


def certain(node: Node) -> frozenset[str]:
    """Facts that cannot be NULL where ``node`` is TRUE."""
    match node:
        case tree.Name(name=name):
            return frozenset({name})
        case tree.Not(operand=tree.IsNull(operand=tree.Name(name=name))):
            return frozenset({name})
        case tree.Compare() | tree.Not(operand=tree.Compare() | tree.Member() | tree.Name()) | tree.Member():
            return tree.names(node) if all(isinstance(part, _STRICT) for part in _operands(node)) else frozenset()
        case _:
            return frozenset()


def _operands(node: Node) -> Iterable[Node]:
    inner = node.operand if isinstance(node, tree.Not) else node
    return (part for part in tree.walk(inner) if part is not inner) if not isinstance(inner, tree.Name) else (inner,)


def _joined(texts: Iterable[str], word: str, empty: str) -> str:
    distinct = tuple(dict.fromkeys(texts))
    if not distinct:
        return empty
    return distinct[0] if len(distinct) == 1 else f"({word.join(distinct)})"
