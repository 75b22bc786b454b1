"""Which entries of the journal count as which deed, and sums over what was counted. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.figures import Coverage, DeedCount, Failing, Outcome

_O = Outcome
DEEDS: Mapping[str, Outcome] = MappingProxyType(
    {
        "authentication:factor:used": _O.USED,
        "authentication:factor:failed": _O.FAILED,
        "authentication:factor:locked": _O.LOCKED,
        "authentication:factor:enrolled": _O.ENROLLED,
        "authentication:factor:removed": _O.REMOVED,
        "authentication:assertion:accepted": _O.USED,
        "authentication:assertion:refused": _O.FAILED,
        "authentication:authenticator:added": _O.ENROLLED,
        "authentication:authenticator:removed": _O.REMOVED,
        "authentication:certificate:refused": _O.FAILED,
        "authentication:recovery:opened": _O.RECOVERY_OPENED,
        "authentication:recovery:completed": _O.RECOVERED,
        "authentication:recovery:refused": _O.RECOVERY_REFUSED,
    }
)
"""Kinds that figures are made of."""
_FAMILIES = {"assertion": "webauthn", "certificate": FactorCode.CLIENT_CERT.value}
"""The method where an entry names none: a passkey whose owner is not known, or a certificate."""
_INTERIM = frozenset(code.value for code, factor in FACTORS.items() if factor.restricted)


@dataclass(frozen=True, slots=True)
class Deed:
    """What an entry counts as; ``authenticator`` tells the factor where ``method`` does not."""

    outcome: Outcome
    method: str
    authenticator: str
    principal: str
    channel: str


def deed_of(kind: str, payload: Mapping[str, object]) -> Deed | None:
    """What an entry of the journal counts as; None for kinds that are not counted."""
    outcome = DEEDS.get(kind)
    if outcome is None:
        return None
    named = payload.get("factor") or payload.get("path") or ""
    method = str(named) or ("" if payload.get("authenticator") else _FAMILIES.get(kind.split(":")[1], ""))
    return Deed(
        outcome,
        method,
        str(payload.get("authenticator") or ""),
        str(payload.get("principal") or ""),
        str(payload.get("channel") or ""),
    )


def interim(method: str) -> bool:
    """Whether a method is allowed only until a date."""
    return method in _INTERIM


def whole(rows: Iterable[Coverage]) -> tuple[Coverage, ...]:
    """Each day over all age bands."""
    sums: dict[int, Counter[str]] = {}
    for row in rows:
        sums.setdefault(row.day, Counter()).update({name: getattr(row, name) for name in _COUNTED})
    return tuple(
        Coverage(day=day, age_band="all", **{name: total[name] for name in _COUNTED})
        for day, total in sorted(sums.items())
    )


def failing(rows: Iterable[DeedCount]) -> tuple[Failing, ...]:
    """How often each method was accepted and refused, by method."""
    used: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for row in rows:
        if row.outcome == Outcome.USED:
            used[row.method] += row.count
        if row.outcome == Outcome.FAILED:
            failed[row.method] += row.count
    return tuple(
        Failing(method=method, used=used[method], failed=failed[method]) for method in sorted(set(used) | set(failed))
    )


_COUNTED = ("customers", "enrolled", "enrolled_two", "opted_out", "exempt", "blocked")
