"""Who belongs to a wave, when he is reminded, and whether enforcement may begin. Pure."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from sekisho.authentication.rules.policy.segments import compiled, faults
from sekisho.authentication.types.policy_findings import Fault
from sekisho.authentication.types.rollout import WHOLE, GateReport, Lack, Missing, Readiness, Wave


def share_of(campaign: str, principal: str) -> int:
    """Where somebody stands among all, from 0 to 9999: by chance, but the same at every look and in every wave."""
    return int.from_bytes(sha256(f"{campaign}:{principal}".encode()).digest()[:8]) % WHOLE


def belongs(wave: Wave, *, principal: str, facts: Mapping[str, object]) -> bool:
    """Whether somebody belongs to a wave. Where a fact is not known, he does not: nobody is asked by mistake."""
    return wave.low <= share_of(wave.campaign, principal) < wave.high and compiled(wave.where)(facts) is True


def wave_faults(wave: Wave) -> tuple[Fault, ...]:
    """What is wrong with the predicate of a wave."""
    return faults(wave.where, key="where")


def reminder_due(wave: Wave, *, reminded: int, at: int) -> int | None:
    """The number of the reminder that is due, counted from 1; None where there is none.

    Args:
        wave: the wave.
        reminded: the number of the last one that went out; 0 before the first.
        at: now, in milliseconds.

    """
    due = sum(wave.begins + each <= at for each in wave.reminders)
    return due if due > reminded and at < wave.enforce_at else None


def gate(readiness: Iterable[Readiness]) -> GateReport:
    """Who is ready, and who lacks what (E-05).

    Nothing is enforced on anybody without a contact that reaches him and a method that works, unless another way is
    agreed with him.
    """
    known = tuple(readiness)
    missing = tuple(Missing(principal=each.principal, lacks=lacks) for each in known if (lacks := _lacks(each)))
    return GateReport(ready=len(known) - len(missing), missing=missing)


def _lacks(readiness: Readiness) -> tuple[Lack, ...]:
    if readiness.alternative:
        return ()
    contact = () if readiness.reachable else (Lack.CONTACT,)
    return contact if readiness.method else (*contact, Lack.METHOD)
