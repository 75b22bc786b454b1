"""How a two-valued expression is written: in Python, and for the zen engine of the comparison."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from sekisho.decisions.rules.tree import Scalar


class Dialect(NamedTuple):
    """The words of one language. ``choice`` is filled with the test, the value and the other value."""

    present: str
    absent: str
    flag: str
    unflag: str
    negation: str
    choice: str
    options: str
    true: str
    false: str
    null: str
    constant: Callable[[Scalar], str]


def _zen(value: Scalar) -> str:
    if isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    return format(Decimal(repr(value)), "f")


PYTHON = Dialect(
    present="{} is not None",
    absent="({} is None)",
    flag="{}",
    unflag="({} is False)",
    negation="(not {})",
    choice="({1} if {0} else {2})",
    options="({}, )",
    true="True",
    false="False",
    null="None",
    constant=repr,
)
ZEN = Dialect(
    present="{} != null",
    absent="({} == null)",
    flag="({} == true)",
    unflag="({} == false)",
    negation="(not ({}))",
    choice="({0} ? {1} : {2})",
    options="[{}]",
    true="true",
    false="false",
    null="null",
    constant=_zen,
)
