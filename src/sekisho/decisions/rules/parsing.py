"""Read a condition: SQL text → typed tree, or the problems that keep it from being one.

The text must mean the same to DuckDB, which runs it unchanged in backtests. So the language is a
whitelist, every node is checked for its kinds, and whatever the two engines might read or compute
differently is refused with advice: comparisons of comparisons without parentheses, divisors that may
be zero, arithmetic on decimal literals, literals a binary number cannot tell apart.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

import sqlglot
from sqlglot import errors, exp

from sekisho.activity.types.fact import Kind
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.problems import KIND_TEXTS, Problem, line_of, suggestion, unreadable
from sekisho.decisions.rules.tree import Catalogue, Node

LONGEST = 4_000
MOST_NODES, MOST_FACTS = 250, 60
DIGITS = 15
LARGEST, SMALLEST = 10.0**DIGITS, 10.0**-DIGITS
RESERVED = frozenset({"foreign"})
"""Facts whose bare name DuckDB does not take as a column."""

_COMPARE: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip
_ARITHMETIC: Mapping[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
_BARE = (*_COMPARE, exp.Is, exp.In, exp.Between, exp.Not, exp.And, exp.Or)
_ARGUMENTS: Mapping[type[exp.Expr], frozenset[str]] = {
    exp.Column: frozenset({"this"}),
    exp.In: frozenset({"this", "expressions"}),
    exp.Between: frozenset({"this", "low", "high"}),
    exp.Case: frozenset({"ifs", "default"}),
}
"""Arguments that may be filled; others carry table names, subqueries, modifiers and the like."""


class Parsed(NamedTuple):
    """The tree, or ``None`` with at least one problem."""

    node: Node | None
    problems: tuple[Problem, ...]


def parse_condition(text: str, *, known: Catalogue) -> Parsed:
    """Parse and type-check one condition over the facts ``known``."""
    if len(text) > LONGEST:
        return Parsed(None, (Problem("condition:size:exceeded", 1, {}),))
    try:
        raw = sqlglot.parse_one(text, dialect="duckdb")
        reader = _Reader(known)
        node = reader.boolean(raw)
    except errors.SqlglotError as error:
        return Parsed(None, (unreadable(error),))
    except RecursionError:
        return Parsed(None, (Problem("condition:size:exceeded", 1, {}),))
    if node is not None and (sum(1 for _ in tree.walk(node)) > MOST_NODES or len(tree.names(node)) > MOST_FACTS):
        reader.problems.append(Problem("condition:size:exceeded", 1, {}))
    return Parsed(None if reader.problems else node, tuple(reader.problems))


class _Reader:
    """Turns sqlglot's nodes into ours; collects problems and goes on."""

    def __init__(self, known: Catalogue) -> None:
        self.known = known
        self.problems: list[Problem] = []

    def problem(self, code: str, raw: exp.Expr, **slots: object) -> None:
        self.problems.append(Problem(code, line_of(raw), slots))

    def boolean(self, raw: exp.Expr) -> Node | None:
        return self.of_kind(raw, Kind.BOOLEAN)

    def number(self, raw: exp.Expr) -> Node | None:
        return self.of_kind(raw, Kind.NUMBER)

    def of_kind(self, raw: exp.Expr, wanted: Kind) -> Node | None:
        node = self.read(raw)
        if node is not None and node.kind != wanted:
            expected, found = KIND_TEXTS[wanted], KIND_TEXTS[node.kind]
            self.problem(
                "condition:kind:wrong", raw, expected_ja=expected.ja, expected_en=expected.en,
                found_ja=found.ja, found_en=found.en,
            )  # fmt: skip
        return node

    def read(self, raw: exp.Expr) -> Node | None:
        reading = _FORMS.get(type(raw))
        allowed = _ARGUMENTS.get(type(raw))
        extra = allowed is not None and any(value for name, value in raw.args.items() if name not in allowed)
        if reading is None or extra:
            self.problem("condition:form:unsupported", raw, form=raw.sql(dialect="duckdb")[:60])
            return None
        return reading(self, raw)

    def operand(self, raw: exp.Expr) -> Node | None:
        if isinstance(raw, _BARE):
            self.problem("condition:form:ambiguous", raw)
        return self.argument(raw)

    def argument(self, raw: exp.Expr) -> Node | None:
        if isinstance(raw, exp.Null):
            self.problem("condition:null:compared", raw)
            return None
        return self.read(raw)

    def same_kind(self, raw: exp.Expr, nodes: list[Node | None]) -> Kind | None:
        kinds = [node.kind for node in nodes if node is not None]
        for kind in kinds:
            if kind != kinds[0]:
                left, right = KIND_TEXTS[kinds[0]], KIND_TEXTS[kind]
                self.problem(
                    "condition:kind:mixed", raw, left_ja=left.ja, left_en=left.en, right_ja=right.ja, right_en=right.en
                )
                return None
        return kinds[0] if len(kinds) == len(nodes) else None

    def paren(self, raw: exp.Expr) -> Node | None:
        return self.read(raw.this)

    def column(self, raw: exp.Expr) -> Node | None:
        name, quoted = raw.this.this, raw.this.quoted
        fact = self.known.get(name)
        if fact is None:
            self.problem("condition:fact:unknown", raw, fact=name, **suggestion(name, self.known))
            return None
        if name in RESERVED and not quoted:
            self.problem("condition:fact:reserved", raw, fact=name)
        return tree.Name(name, fact.kind)

    def literal(self, raw: exp.Expr) -> Node | None:
        text = str(raw.this)
        if raw.is_string:
            return tree.Constant(text, Kind.TEXT)
        value = int(text) if text.isdecimal() else float(text)
        significant = re.sub(r"[.]|e.*$", "", text.lower()).lstrip("0")
        if len(significant) > DIGITS or (value and not SMALLEST <= value <= LARGEST):
            self.problem("condition:number:long", raw, number=text[:40])
        return tree.Constant(value, Kind.NUMBER)

    def truth(self, raw: exp.Expr) -> Node | None:
        return tree.Constant(bool(raw.this), Kind.BOOLEAN)

    def null(self, raw: exp.Expr) -> Node | None:
        self.problem("condition:null:compared", raw)
        return None

    def both(self, raw: exp.Expr) -> Node | None:
        return self.connective(raw, tree.Both)

    def either(self, raw: exp.Expr) -> Node | None:
        return self.connective(raw, tree.Either)

    def connective(self, raw: exp.Expr, form: type[tree.Both] | type[tree.Either]) -> Node | None:
        parts: list[Node] = []
        complete = True
        for part in (raw.this, raw.expression):
            node = self.boolean(part)
            complete = complete and node is not None
            parts.extend(node.parts if isinstance(node, form) else () if node is None else (node,))
        return form(tuple(parts)) if complete else None

    def negation(self, raw: exp.Expr) -> Node | None:
        node = self.boolean(raw.this)
        return None if node is None else tree.Not(node)

    def compare(self, raw: exp.Expr) -> Node | None:
        op = _COMPARE[type(raw)]
        left, right = self.operand(raw.this), self.operand(raw.expression)
        kind = self.same_kind(raw, [left, right])
        if left is None or right is None or kind is None:
            return None
        if kind != Kind.NUMBER and op not in {"=", "<>"}:
            self.problem("condition:order:undefined", raw, kind_ja=KIND_TEXTS[kind].ja, kind_en=KIND_TEXTS[kind].en)
        return tree.Compare(op, left, right)

    def between(self, raw: exp.Expr) -> Node | None:
        parts = [self.operand(raw.this), self.operand(raw.args["low"]), self.operand(raw.args["high"])]
        kind = self.same_kind(raw, parts)
        value, low, high = parts
        if value is None or low is None or high is None or kind is None:
            return None
        if kind != Kind.NUMBER:
            self.problem("condition:order:undefined", raw, kind_ja=KIND_TEXTS[kind].ja, kind_en=KIND_TEXTS[kind].en)
        return tree.Both((tree.Compare(">=", value, low), tree.Compare("<=", value, high)))

    def member(self, raw: exp.Expr) -> Node | None:
        if not raw.expressions:
            self.problem("condition:form:unsupported", raw, form=raw.sql(dialect="duckdb")[:60])
            return None
        value, options = self.operand(raw.this), [self.constant(option) for option in raw.expressions]
        if self.same_kind(raw, [value, *options]) is None or value is None:
            return None
        return tree.Member(value, tuple(option for option in options if option is not None))

    def constant(self, raw: exp.Expr) -> tree.Constant | None:
        node = self.argument(raw)
        if isinstance(node, tree.Negative) and isinstance(node.operand, tree.Constant):
            node = tree.Constant(-node.operand.value, Kind.NUMBER)  # type: ignore[operator] # a number by its kind
        if node is None or isinstance(node, tree.Constant):
            return node
        self.problem("condition:form:unsupported", raw, form=raw.sql(dialect="duckdb")[:60])
        return None

    def test(self, raw: exp.Expr) -> Node | None:
        if isinstance(raw.this, _BARE):
            self.problem("condition:form:ambiguous", raw)
        wanted = raw.expression
        if isinstance(wanted, exp.Null):
            node = self.read(raw.this)
            return None if node is None else tree.IsNull(node)
        if isinstance(wanted, exp.Boolean):
            node = self.boolean(raw.this)
            return None if node is None else tree.Is(node, bool(wanted.this))
        self.problem("condition:form:unsupported", raw, form=raw.sql(dialect="duckdb")[:60])
        return None

    def arithmetic(self, raw: exp.Expr) -> Node | None:
        op = _ARITHMETIC[type(raw)]
        left, right = self.number(raw.this), self.number(raw.expression)
        if left is None or right is None:
            return None
        if _decimal(left) and _decimal(right):
            self.problem("condition:number:folded", raw)
        if op == "/" and not _never_zero(right):
            self.problem("condition:divisor:zero", raw)
        return tree.Arithmetic(op, left, right)

    def negative(self, raw: exp.Expr) -> Node | None:
        node = self.number(raw.this)
        return None if node is None else tree.Negative(node)

    def unless(self, raw: exp.Expr) -> Node | None:
        node, value = self.argument(raw.this), self.constant(raw.expression)
        kind = self.same_kind(raw, [node, value])
        return None if node is None or value is None or kind is None else tree.Unless(node, value, kind)

    def fallback(self, raw: exp.Expr) -> Node | None:
        parts = [self.argument(part) for part in (raw.this, *raw.expressions)]
        kind = self.same_kind(raw, parts)
        return None if kind is None else tree.Fallback(tuple(part for part in parts if part is not None), kind)

    def choice(self, raw: exp.Expr) -> Node | None:
        branches = [(self.boolean(branch.this), self.read(branch.args["true"])) for branch in raw.args["ifs"]]
        default = raw.args.get("default")
        values = [value for _, value in branches] + ([] if default is None else [self.read(default)])
        kind = self.same_kind(raw, values)
        whole = tuple((when, value) for when, value in branches if when is not None and value is not None)
        if kind is None or len(whole) < len(branches):
            return None
        return tree.Choice(whole, values[-1] if default is not None else None, kind)


def _decimal(node: Node) -> bool:
    """Whether DuckDB computes the value in decimal: it is made of literals only."""
    match node:
        case tree.Constant():
            return True
        case tree.Negative(operand=operand) | tree.Unless(operand=operand):
            return _decimal(operand)
        case tree.Fallback(parts=parts):
            return all(map(_decimal, parts))
        case tree.Choice(branches=branches, default=default):
            return all(_decimal(value) for _, value in branches) and (default is None or _decimal(default))
        case _:
            return False


def _never_zero(node: Node) -> bool:
    """Whether the divisor is a constant other than zero, or NULL when it would be zero."""
    match node:
        case tree.Constant(value=value):
            return value != 0
        case tree.Unless(value=value):
            return value.value == 0
        case _:
            return False


_Reading: TypeAlias = Callable[[_Reader, exp.Expr], Node | None]
_FORMS: Mapping[type[exp.Expr], _Reading] = {
    exp.Paren: _Reader.paren, exp.Column: _Reader.column, exp.Literal: _Reader.literal, exp.Boolean: _Reader.truth,
    exp.Null: _Reader.null, exp.And: _Reader.both, exp.Or: _Reader.either, exp.Not: _Reader.negation,
    exp.In: _Reader.member, exp.Between: _Reader.between, exp.Is: _Reader.test, exp.Neg: _Reader.negative,
    exp.Nullif: _Reader.unless, exp.Coalesce: _Reader.fallback, exp.Case: _Reader.choice,
    **dict.fromkeys(_COMPARE, _Reader.compare), **dict.fromkeys(_ARITHMETIC, _Reader.arithmetic),
}  # fmt: skip
