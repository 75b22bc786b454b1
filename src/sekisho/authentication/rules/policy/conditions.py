"""When a rule applies: a small table of conditions over what is known of an operation. All of them must hold.

What is not known gives None, and the rule says whether it then applies (``Rule.unknown_matches``).
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sekisho.authentication.rules.policy.messages import fault
from sekisho.authentication.rules.policy.truth import both, number
from sekisho.authentication.types.policy_findings import Fault
from sekisho.authentication.types.policy_questions import Question
from sekisho.kernel.moments import jst_hour
from sekisho.kernel.texts import Text

LAST_HOUR = 23
COUNTRY = 2
"""Letters of a country code (ISO 3166-1)."""
Applies = Callable[[Question], bool | None]


class _Kind(NamedTuple):
    """A condition: what its constant must be, and how it is made."""

    constant: Callable[[object], bool]
    expected: Text
    make: Callable[[object], Applies]


def applies(condition: Mapping[str, object]) -> Applies | None:
    """The condition as a function; None where there is none. It must be free of ``faults``."""
    parts = [CONDITIONS[name].make(constant) for name, constant in sorted(condition.items())]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else lambda question: both(part(question) for part in parts)


def faults(condition: Mapping[str, object], *, key: str) -> tuple[Fault, ...]:
    """What is wrong with the condition that stands at ``key``."""
    found = []
    for name, constant in condition.items():
        kind = CONDITIONS.get(name)
        if kind is None:
            known = ", ".join(CONDITIONS)
            found.append(_fault(f"{key}.{name}", Text(f"{known} のどれかにしてください", f"must be one of {known}")))
        elif not kind.constant(constant):
            expected = Text(f"{kind.expected.ja}を書いてください", f"write {kind.expected.en}")
            found.append(_fault(f"{key}.{name}", expected))
    return tuple(found)


def _fault(key: str, text: Text) -> Fault:
    return fault(key, "policy:condition:wrong", expected=text)


def _fact_at_least(fact: str) -> Callable[[object], Applies]:
    def make(constant: object) -> Applies:
        limit = number(constant) or 0.0

        def test(question: Question) -> bool | None:
            known = number(question.facts.get(fact))
            return None if known is None else known >= limit

        return test

    return make


def _fact_is(fact: str) -> Callable[[object], Applies]:
    def make(constant: object) -> Applies:
        def test(question: Question) -> bool | None:
            known = question.facts.get(fact)
            return known is constant if isinstance(known, bool) else None

        return test

    return make


def _country(*, inside: bool) -> Callable[[object], Applies]:
    def make(constant: object) -> Applies:
        listed = frozenset(constant) if isinstance(constant, list | tuple) else frozenset()

        def test(question: Question) -> bool | None:
            known = question.facts.get("country")
            return (known in listed) is inside if isinstance(known, str) and known else None

        return test

    return make


def _hours(constant: object) -> Applies:
    begin, end = constant if isinstance(constant, list | tuple) else (0, 0)
    if begin < end:
        return lambda question: begin <= jst_hour(question.at) < end
    return lambda question: not end <= jst_hour(question.at) < begin  # over midnight


def _positive(value: object) -> bool:
    return (number(value) or 0) > 0


def _share(value: object) -> bool:
    known = number(value)
    return known is not None and 0 <= known <= 1


def _countries(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(_code(each) for each in value)


def _code(value: object) -> bool:
    return isinstance(value, str) and len(value) == COUNTRY and value.isascii() and value.isupper()


def _two_hours(value: object) -> bool:
    if not isinstance(value, list | tuple) or len(value) != len(("from", "to")):
        return False
    whole = all(isinstance(each, int) and not isinstance(each, bool) and 0 <= each <= LAST_HOUR for each in value)
    return whole and value[0] != value[1]


def _flag(value: object) -> bool:
    return isinstance(value, bool)


_YES_NO = Text("true か false", "true or false")
_CODES = Text("二文字の国番号の一覧", "a list of two-letter country codes")
CONDITIONS: Mapping[str, _Kind] = {
    "amount_at_least": _Kind(
        _positive, Text("1以上の金額（円）", "an amount of at least 1 yen"), _fact_at_least("amount")
    ),
    "new_payee": _Kind(_flag, _YES_NO, _fact_is("new_payee")),
    "new_device": _Kind(_flag, _YES_NO, _fact_is("new_device")),
    "score_at_least": _Kind(_share, Text("0から1の数", "a number from 0 to 1"), _fact_at_least("score")),
    "country_in": _Kind(_countries, _CODES, _country(inside=True)),
    "country_not_in": _Kind(_countries, _CODES, _country(inside=False)),
    "hours": _Kind(_two_hours, Text("[22, 5] のような二つの時", "two hours of the day such as [22, 5]"), _hours),
    "thin": _Kind(_flag, _YES_NO, _fact_is("thin")),
}
"""Every condition. ``hours`` is in Japan's time, the second hour not included."""
