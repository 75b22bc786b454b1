"""Which values a fact may still take when several tests on it must hold at once."""

import math
from typing import NamedTuple

from sekisho.activity.types.fact import Kind
from sekisho.decisions.rules.schema import WORDS
from sekisho.decisions.rules.tree import Scalar


class Demand(NamedTuple):
    """A test that must hold.

    ``op`` is ``null``, ``present``, ``in``, ``not in`` or a comparison; ``values`` are its constants.
    """

    name: str
    kind: Kind
    op: str
    values: frozenset[Scalar] = frozenset()


class Domain(NamedTuple):
    """What is left of a fact's values. ``null`` is unknown (``None``) until a test demands or forbids NULL."""

    null: bool | None = None
    impossible: bool = False
    low: float = -math.inf
    low_open: bool = False
    high: float = math.inf
    high_open: bool = False
    allowed: frozenset[Scalar] | None = None
    excluded: frozenset[Scalar] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing is left, not even NULL."""
        if self.impossible or self.null:
            return self.impossible
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            return self.null is False
        if self.allowed is not None:
            return self.null is False and not any(self._inside(value) for value in self.allowed - self.excluded)
        return self.null is False and self.low == self.high and self.low in self.excluded

    def _inside(self, value: Scalar) -> bool:
        if isinstance(value, str | bool):
            return True
        above = value > self.low or (value == self.low and not self.low_open)
        return above and (value < self.high or (value == self.high and not self.high_open))


def start(demand: Demand) -> Domain:
    """All values the fact can take: known words for a text, two values for a flag."""
    if demand.kind == Kind.BOOLEAN:
        return Domain(allowed=frozenset({True, False}))
    return Domain(allowed=WORDS.get(demand.name))


def narrow(domain: Domain, demand: Demand) -> Domain:
    """The domain with one more demand."""
    if demand.op == "null":
        return domain._replace(null=True, impossible=domain.impossible or domain.null is False)
    domain = domain._replace(null=False, impossible=domain.impossible or domain.null is True)
    match demand.op:
        case "in" | "=":
            left = demand.values if domain.allowed is None else domain.allowed & demand.values
            return domain._replace(allowed=left)
        case "not in" | "<>":
            return domain._replace(excluded=domain.excluded | demand.values)
        case "present":
            return domain
        case _:
            return _bounded(domain, demand)


def _bounded(domain: Domain, demand: Demand) -> Domain:
    (bound,) = demand.values
    value, is_open = float(bound), demand.op in {"<", ">"}
    if demand.op in {"<", "<="}:
        tighter = value < domain.high or (value == domain.high and is_open)
        return domain._replace(high=value, high_open=is_open) if tighter else domain
    tighter = value > domain.low or (value == domain.low and is_open)
    return domain._replace(low=value, low_open=is_open) if tighter else domain
