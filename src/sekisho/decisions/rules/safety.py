"""The mildest verdicts that degraded sources leave for an operation (E-09)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sekisho.activity.types.facts import INDEX, Value
from sekisho.decisions.types.rulebook import Operation, SafeModes
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

_UNNAMED = Text("情報源の一つが利用できません", "a source of facts is not available")


class Minimum(NamedTuple):
    """One cause's minimum for the operation, with the reason to give."""

    verdict: Verdict
    code: str
    text: Text


def minima(
    modes: SafeModes, *, event_type: str, channel: str, facts: Sequence[Value], degraded: Sequence[str]
) -> tuple[Minimum, ...]:
    """Every minimum above allow that applies to the event, in the order of the degraded codes."""
    natural = modes.natural.get(channel, frozenset())
    causes = [cause for cause in dict.fromkeys(degraded) if cause not in natural]
    return tuple(
        _minimum(modes, operation, cause, verdict)
        for operation in _operations(modes, event_type, facts)
        for cause in causes
        if (verdict := _verdict(modes, operation, cause)) > Verdict.ALLOW
    )


def _operations(modes: SafeModes, event_type: str, facts: Sequence[Value]) -> Iterator[Operation]:
    for operation in modes.operations:
        if operation.event == event_type and all(facts[INDEX[name]] == word for name, word in operation.where.items()):
            yield operation


def _verdict(modes: SafeModes, operation: Operation, cause: str) -> Verdict:
    lowest = Verdict.STEP_UP if operation.guarded else Verdict.ALLOW
    return max(lowest, modes.minimum.get(cause, {}).get(operation.name, Verdict.ALLOW))


def _minimum(modes: SafeModes, operation: Operation, cause: str, verdict: Verdict) -> Minimum:
    why, what = modes.causes.get(cause, _UNNAMED), operation.title
    text = Text(
        f"{why.ja}。この状態では{what.ja}をそのまま許可しない決まりです。",
        f"{why.en[0].upper()}{why.en[1:]}; in this state a {what.en} is never simply allowed.",
    )
    return Minimum(verdict, f"safe:{cause}:{operation.name}", text)
