"""Spell a checked condition as a Python expression with SQL's three-valued logic.

Instead of computing TRUE, FALSE or NULL and asking which it was, each node is spelt twice: once as
"is it TRUE" and once as "is it FALSE". Both are plain two-valued Python, NOT merely swaps them, and
NULL is where neither holds. A value is spelt with its guards: expressions that must hold, in order,
for the value not to be NULL; the value itself may be evaluated only under them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sekisho.activity.types.fact import Kind
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.tree import Node

_PYTHON = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_STRICT = (tree.Name, tree.Constant, tree.Arithmetic, tree.Negative, tree.Unless)


class Spelt(NamedTuple):
    """A value: its guards in the order to ask them, and the expression that is good under them."""

    guards: tuple[str, ...]
    text: str

    def under(self, test: str) -> str:
        """``test`` asked only where the value is there."""
        return _all((*self.guards, test))


class _Spelling:
    """Spells nodes over local variables; ``wanted`` says whether TRUE or FALSE is asked for."""

    def __init__(self, variables: Mapping[str, str], sure: Iterable[str] = ()) -> None:
        self.variables = variables
        self.sure = frozenset(sure)

    def truth(self, node: Node, *, wanted: bool) -> str:
        return _TRUTHS[type(node)](self, node, wanted=wanted)

    def name(self, node: tree.Name, *, wanted: bool) -> str:
        variable = self.variables[node.name]
        return variable if wanted else f"({variable} is False)"

    def unless(self, node: tree.Unless, *, wanted: bool) -> str:
        return "False" if node.value.value == wanted else self.truth(node.operand, wanted=wanted)

    def constant(self, node: tree.Constant, *, wanted: bool) -> str:
        return str(bool(node.value) == wanted)

    def negation(self, node: tree.Not, *, wanted: bool) -> str:
        return self.truth(node.operand, wanted=not wanted)

    def both(self, node: tree.Both, *, wanted: bool) -> str:
        return self.join(node.parts, wanted=wanted, every=wanted)

    def either(self, node: tree.Either, *, wanted: bool) -> str:
        return self.join(node.parts, wanted=wanted, every=not wanted)

    def absence(self, node: tree.IsNull, *, wanted: bool) -> str:
        return _turned(self.absent(node.operand), wanted=wanted)

    def test(self, node: tree.Is, *, wanted: bool) -> str:
        return _turned(self.truth(node.operand, wanted=node.value), wanted=wanted)

    def coalesced(self, node: tree.Fallback, *, wanted: bool) -> str:
        return self.first(node.parts, wanted=wanted)

    def case(self, node: tree.Choice, *, wanted: bool) -> str:
        return self.chosen(node, lambda value: self.truth(value, wanted=wanted), missing="False")

    def join(self, parts: Iterable[Node], *, wanted: bool, every: bool) -> str:
        texts = [self.truth(part, wanted=wanted) for part in parts]
        return _all(texts) if every else _any(texts)

    def compare(self, node: tree.Compare, *, wanted: bool) -> str:
        if node.left.kind == Kind.BOOLEAN:
            return self.alike(node, wanted=(node.op == "=") == wanted)
        op = node.op if wanted else _OPPOSITE[node.op]
        left, right = self.value(node.left), self.value(node.right)
        test = f"{left.text} {_PYTHON[op]} {right.text}"
        plain = isinstance(node.left, tree.Name) and isinstance(node.right, tree.Constant)
        if op == "=" and plain:  # None equals no constant, so the guard would say nothing new
            return f"({test})"
        return _all((*left.guards, *right.guards, test))

    def alike(self, node: tree.Compare, *, wanted: bool) -> str:
        return _any(
            _all((self.truth(node.left, wanted=side), self.truth(node.right, wanted=side == wanted)))
            for side in (True, False)
        )

    def member(self, node: tree.Member, *, wanted: bool) -> str:
        if node.operand.kind == Kind.BOOLEAN:
            same = [tree.Compare("=", node.operand, option) for option in node.options]
            return self.join(same, wanted=wanted, every=not wanted)
        value = self.value(node.operand)
        options = "".join(f"{option.value!r}, " for option in node.options)
        if wanted and isinstance(node.operand, tree.Name):
            return f"({value.text} in ({options}))"
        return value.under(f"{value.text} {'in' if wanted else 'not in'} ({options})")

    def absent(self, node: Node) -> str:
        if isinstance(node, tree.Name) and node.name not in self.sure:
            return f"({self.variables[node.name]} is None)"
        if node.kind == Kind.BOOLEAN:
            return f"(not {_any((self.truth(node, wanted=True), self.truth(node, wanted=False)))})"
        return f"(not {_all(self.value(node).guards)})"

    def first(self, parts: tuple[Node, ...], *, wanted: bool) -> str:
        own = self.truth(parts[0], wanted=wanted)
        if len(parts) == 1:
            return own
        passed = _turned(self.truth(parts[0], wanted=not wanted), wanted=False)
        return _any((own, _all((passed, self.first(parts[1:], wanted=wanted)))))

    def value(self, node: Node) -> Spelt:
        """The spelling of a number or a text."""
        return _VALUES[type(node)](self, node)

    def fact(self, node: tree.Name) -> Spelt:
        variable = self.variables[node.name]
        return Spelt(() if node.name in self.sure else (f"{variable} is not None",), variable)

    def literal(self, node: tree.Constant) -> Spelt:
        return Spelt((), repr(node.value))

    def negative(self, node: tree.Negative) -> Spelt:
        inner = self.value(node.operand)
        return Spelt(inner.guards, f"(-{inner.text})")

    def refused(self, node: tree.Unless) -> Spelt:
        inner = self.value(node.operand)
        return Spelt((*inner.guards, f"{inner.text} != {node.value.value!r}"), inner.text)

    def arithmetic(self, node: tree.Arithmetic) -> Spelt:
        left, right = self.value(node.left), self.value(node.right)
        # Times 1.0: DuckDB computes with DOUBLE, and whole numbers in Python would not round.
        return Spelt((*left.guards, *right.guards), f"({left.text} * 1.0 {node.op} {right.text})")

    def fallback(self, node: tree.Fallback) -> Spelt:
        parts = [self.value(part) for part in node.parts]
        text = parts[-1].text
        for part in reversed(parts[:-1]):
            text = f"({part.text} if {_all(part.guards)} else {text})"
        if not all(part.guards for part in parts):
            return Spelt((), text)
        return Spelt((_any(_all(part.guards) for part in parts),), text)

    def choice(self, node: tree.Choice) -> Spelt:
        text = self.chosen(node, lambda value: self.value(value).text, missing="None")
        values = [value for _, value in node.branches] + ([] if node.default is None else [node.default])
        if node.default is not None and not any(self.value(value).guards for value in values):
            return Spelt((), text)
        return Spelt((self.chosen(node, lambda value: _all(self.value(value).guards), missing="False"),), text)

    def chosen(self, node: tree.Choice, spell: Callable[[Node], str], *, missing: str) -> str:
        text = missing if node.default is None else spell(node.default)
        for when, value in reversed(node.branches):
            text = f"({spell(value)} if {self.truth(when, wanted=True)} else {text})"
        return text


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


def true(node: Node, variables: Mapping[str, str], sure: Iterable[str] = ()) -> str:
    """An expression that is truthy exactly where the node is TRUE.

    ``variables`` names the local variable of each fact; facts in ``sure`` are known not to be NULL there.
    """
    return _Spelling(variables, sure).truth(node, wanted=True)


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


def _turned(text: str, *, wanted: bool) -> str:
    return text if wanted else f"(not {text})"


def _all(texts: Iterable[str]) -> str:
    return _joined(texts, " and ", "True")


def _any(texts: Iterable[str]) -> str:
    return _joined(texts, " or ", "False")


def _joined(texts: Iterable[str], word: str, empty: str) -> str:
    distinct = tuple(dict.fromkeys(texts))
    if not distinct:
        return empty
    return distinct[0] if len(distinct) == 1 else f"({word.join(distinct)})"
