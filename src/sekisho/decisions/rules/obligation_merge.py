"""Make one list of obligations out of several rules': nothing twice, the strictest of a kind, order kept."""

from collections.abc import Iterable, Mapping

from sekisho.decisions.rules.obligations import ASSURANCE, SCOPES
from sekisho.decisions.types.rule import Detail, Obligation


def merged(obligations: Iterable[Obligation]) -> tuple[dict[str, Detail], ...]:
    """Obligations as the decision has them. One challenge for each bind, one freeze over all scopes."""
    found: dict[tuple[str, object], dict[str, Detail]] = {}
    for obligation in obligations:
        key = (obligation.do, obligation.details.get("bind", obligation.details.get("template")))
        new = {"do": obligation.do, **obligation.details}
        found[key] = _stricter(found[key], new) if key in found else new
    return tuple(found.values())


def _stricter(old: Mapping[str, Detail], new: Mapping[str, Detail]) -> dict[str, Detail]:
    match old, new:
        case {"acr": str(one)}, {"acr": str(other)}:
            return {**old, "acr": max(one, other, key=ASSURANCE.index)}
        case {"scope": list(one)}, {"scope": list(other)}:
            return {**old, "scope": [scope for scope in SCOPES if scope in one or scope in other]}
        case {"hours": int(one)}, {"hours": int(other)}:
            return {**old, "hours": max(one, other)}
        case _:
            return dict(old)
