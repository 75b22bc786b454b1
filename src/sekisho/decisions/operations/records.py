"""Write a decision down: the same judgement gives the same bytes.

The common answer, an allow that no rule touched, is encoded from prepared parts; everything else
takes the long way through the same type, so there is one layout.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.facts import CATALOGUE_HASH, INDEX, FactRow, Value
from sekisho.decisions.rules.answer import Answer
from sekisho.decisions.rules.safe_mode_file import DEFAULT
from sekisho.decisions.rules.schema import KNOWN, applicable, fits
from sekisho.decisions.types.decision import Decision, Word
from sekisho.kernel.moments import DAY, JST_OFFSET, MINUTE, SECOND, from_rfc3339, to_rfc3339
from sekisho.kernel.verdicts import Verdict

_MINUTES = tuple(f"{minute // 60:02}:{minute % 60:02}:" for minute in range(DAY // MINUTE))
_SECONDS = tuple(f"{second:02}." for second in range(60))
_MILLISECONDS = tuple(f"{millisecond:03}+09:00" for millisecond in range(SECOND))
_WORDS: tuple[Word, ...] = ("allow", "step_up", "hold", "deny")
NOTHING = Answer(Verdict.ALLOW, (), (), (), ())
_DATE_LENGTH = len("2025-03-17T")
_encode: Callable[[object], bytes] = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Decision).decode


class Stamp(NamedTuple):
    """What all decisions of a judge carry."""

    rulebook: str
    policy: int
    model: str


class Subject(NamedTuple):
    """Which event a decision answers."""

    event_type: str
    at: int
    account: str
    event: str
    facts: FactRow


class Recorder:
    """Encodes decisions. ``validity`` is event type → minutes, with a ``default``."""

    def __init__(self, *, stamp: Stamp, validity: Mapping[str, int]) -> None:
        self._stamp = stamp
        self._valid = {name: validity.get(name, validity[DEFAULT]) * MINUTE for name in DECIDED}
        self._ranges = {name: _ranges(name) for name in DECIDED}
        self._at, self._until = _Clock(), _Clock()

    def allow(self, subject: Subject, score: float, shadow: tuple[str, ...] = ()) -> bytes:
        """The decision where no live rule fired and nothing was degraded."""
        return self.full(subject, score, NOTHING, shadow, ())

    def full(
        self, subject: Subject, score: float, answer: Answer, shadow: tuple[str, ...], degraded: tuple[str, ...]
    ) -> bytes:
        """The decision with everything it can hold."""
        event_type, at, account, event, facts = subject
        rulebook, policy, model = self._stamp
        return _encode(
            Decision(  # by position: this is written for every event
                f"d-{event}",
                event,
                account,
                self._at.spell(at),
                _WORDS[answer.verdict],
                score,
                answer.reasons,
                answer.obligations,
                rulebook,
                policy,
                model,
                self._until.spell(at + self._valid[event_type]),
                event_type,
                self._applicable(event_type, facts),
                CATALOGUE_HASH,
                shadow,
                degraded,
                answer.budget,
                answer.override,
                answer.contributions,
            )
        )

    def _applicable(self, event_type: str, facts: FactRow) -> FactRow:
        first, *rest = self._ranges[event_type]
        kept = facts[first]
        for span in rest:
            kept += facts[span]
        return kept


class _Clock:
    """RFC 3339 in JST from tables; remembers the day last spelt, since events come in order."""

    def __init__(self) -> None:
        self._day, self._date = -1, ""

    def spell(self, at: int) -> str:
        day, rest = divmod(at + JST_OFFSET, DAY)
        if day != self._day:
            self._day, self._date = day, to_rfc3339(at)[:_DATE_LENGTH]
        minute, rest = divmod(rest, MINUTE)
        second, millisecond = divmod(rest, SECOND)
        return self._date + _MINUTES[minute] + _SECONDS[second] + _MILLISECONDS[millisecond]


class UnreadableDecisionError(ValueError):
    """The line is no decision, or was made over another catalogue of facts."""


def read_record(line: bytes) -> Decision:
    """Read a decision's bytes.

    Raises:
        UnreadableDecisionError: the line is no decision of this catalogue.

    """
    try:
        decision = _decode(line)
    except msgspec.MsgspecError as error:
        raise UnreadableDecisionError(str(error)) from error
    if decision.catalogue != CATALOGUE_HASH:
        message = f"facts of catalogue {decision.catalogue}, this one is {CATALOGUE_HASH}"
        raise UnreadableDecisionError(message)
    names = applicable(decision.type) if decision.type in DECIDED else ()
    if not names or len(decision.facts) != len(names) or not all(map(_fits, names, decision.facts)):
        message = f"its {len(decision.facts)} facts are not those of an event of type {decision.type}"
        raise UnreadableDecisionError(message)
    if unknown := [name for name, _ in decision.contributions if name not in names]:
        message = f"its contributions name {', '.join(unknown)}, not present in an event of type {decision.type}"
        raise UnreadableDecisionError(message)
    try:
        from_rfc3339(decision.at)
    except ValueError as error:
        raise UnreadableDecisionError(str(error)) from error
    return decision


def _fits(name: str, value: Value) -> bool:
    return value is None or fits(KNOWN[name].kind, value)


def row_of(decision: Decision) -> FactRow:
    """The whole row of facts, in the order of the catalogue, that the decision was made from."""
    row: list[Value] = [None] * len(INDEX)
    for name, value in zip(applicable(decision.type), decision.facts, strict=True):
        row[INDEX[name]] = value
    return row


def _ranges(event_type: str) -> tuple[slice, ...]:
    """The places of the applicable facts as few slices, which is quicker than picking each."""
    places = [INDEX[name] for name in applicable(event_type)]
    starts = [place for place in places if place - 1 not in places]
    ends = [place + 1 for place in places if place + 1 not in places]
    return tuple(slice(start, end) for start, end in zip(starts, ends, strict=True))
