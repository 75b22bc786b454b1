"""Whether a customer belongs to a segment: a predicate over his facts, written as plain JSON.

    {"fact": "person", "is": "corporate"}          {"fact": "residence", "in": ["US", "SG"]}
    {"fact": "age", "at_least": 70}                {"fact": "age", "below": 20}
    {"fact": "api_user", "known": true}            {}  (everybody)
    {"all": [ ... ]}   {"any": [ ... ]}   {"not": ... }

It is total: whatever the facts are, the answer is yes, no, or None where a fact is not known or of another kind.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sekisho.authentication.rules.policy.messages import fault
from sekisho.authentication.rules.policy.truth import Test, both, either, number, opposite
from sekisho.authentication.types.policy_findings import Fault
from sekisho.kernel.texts import Text

DEEPEST = 8
"""How many predicates may stand inside each other."""
Facts = Mapping[str, object]
Member = Callable[[Facts], bool | None]


class _Kind(NamedTuple):
    """A test on a fact: what its constant must be, and how it is made."""

    constant: Callable[[object], bool]
    expected: Text
    make: Callable[[object], Test]


def _scalar(value: object) -> bool:
    return isinstance(value, str | bool | int | float)


def _scalars(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(_scalar(each) for each in value)


def _same(value: object, constant: object) -> bool:
    """Equal, and no truth value passes for a number."""
    return value == constant and isinstance(value, bool) == isinstance(constant, bool)


def _is(constant: object) -> Test:
    return lambda value: None if value is None else _same(value, constant)


def _in(constant: object) -> Test:
    among = tuple(constant) if isinstance(constant, list | tuple) else ()
    return lambda value: None if value is None else any(_same(value, each) for each in among)


def _at_least(constant: object) -> Test:
    limit = number(constant) or 0.0

    def test(value: object) -> bool | None:
        known = number(value)
        return None if known is None else known >= limit

    return test


def _below(constant: object) -> Test:
    at_least = _at_least(constant)
    return lambda value: opposite(at_least(value))


def _known(constant: object) -> Test:
    return lambda value: (value is not None) is constant


_NUMBER = Text("数値", "a number")
_TESTS: Mapping[str, _Kind] = {
    "is": _Kind(_scalar, Text("文字列、数値、真偽値のどれか", "a text, a number or true or false"), _is),
    "in": _Kind(_scalars, Text("空でない一覧", "a list that is not empty"), _in),
    "at_least": _Kind(lambda value: number(value) is not None, _NUMBER, _at_least),
    "below": _Kind(lambda value: number(value) is not None, _NUMBER, _below),
    "known": _Kind(lambda value: isinstance(value, bool), Text("true か false", "true or false"), _known),
}
_JOINS: Mapping[str, Callable[[list[bool | None]], bool | None]] = {"all": both, "any": either}


def compiled(where: Facts) -> Member:
    """The predicate as a function. It must be free of ``faults``."""
    if not where:
        return lambda _facts: True
    if "not" in where:
        inner = compiled(_table(where["not"]))
        return lambda facts: opposite(inner(facts))
    for word, join in _JOINS.items():
        if word in where:
            return _joined(join, [compiled(_table(each)) for each in _items(where[word])])
    return _leaf(where)


def faults(where: object, *, key: str, depth: int = 0) -> tuple[Fault, ...]:
    """What is wrong with the predicate that stands at ``key``."""
    if not isinstance(where, Mapping):
        return (_fault(key, Text("表で書いてください", "write a table")),)
    if depth == DEEPEST:
        return (_fault(key, Text("入れ子が深すぎます。段を減らしてください", "too deep; use fewer levels")),)
    words = set(where)
    if not words and depth == 0:
        return ()
    if words == {"not"}:
        return faults(where["not"], key=f"{key}.not", depth=depth + 1)
    if len(words) == 1 and words <= set(_JOINS):
        return _list_faults(where, key, depth)
    return _leaf_faults(where, key)


def _list_faults(where: Mapping[str, object], key: str, depth: int) -> tuple[Fault, ...]:
    (word,) = where
    inner = where[word]
    if not isinstance(inner, list | tuple) or not inner:
        return (_fault(f"{key}.{word}", Text("条件を一つ以上並べてください", "list at least one predicate")),)
    return tuple(
        each_fault
        for place, each in enumerate(inner)
        for each_fault in faults(each, key=f"{key}.{word}.{place}", depth=depth + 1)
    )


def _leaf_faults(where: Mapping[str, object], key: str) -> tuple[Fault, ...]:
    tests = set(where) - {"fact"}
    if "fact" not in where or len(tests) != 1 or not tests <= set(_TESTS):
        known = ", ".join(_TESTS)
        return (_fault(key, Text(f"fact と、{known} のどれか一つを書いてください", f"write fact and one of {known}")),)
    if not isinstance(where["fact"], str) or not where["fact"]:
        return (_fault(f"{key}.fact", Text("情報の名前を書いてください", "write the name of a fact")),)
    (word,) = tests
    kind = _TESTS[word]
    if kind.constant(where[word]):
        return ()
    expected = Text(f"{kind.expected.ja}を書いてください", f"write {kind.expected.en}")
    return (_fault(f"{key}.{word}", expected),)


def _leaf(where: Facts) -> Member:
    (word,) = set(where) - {"fact"}
    test, fact = _TESTS[word].make(where[word]), str(where["fact"])
    return lambda facts: test(facts.get(fact))


def _joined(join: Callable[[list[bool | None]], bool | None], parts: list[Member]) -> Member:
    return lambda facts: join([part(facts) for part in parts])


def _table(value: object) -> Facts:
    return value if isinstance(value, Mapping) else {}


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


def _fault(key: str, expected: Text) -> Fault:
    return fault(key, "policy:segment:wrong", expected=expected)
