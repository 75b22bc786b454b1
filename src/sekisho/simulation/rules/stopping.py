"""When a bad event counts as stopped.

There are three readings, each milder than the one before:

- *strict*: the event's own verdict was hold or deny.
- *own*: strict, or its verdict was step-up with a phishing-resistant challenge (acr ``phr`` or ``phrh``) that the
  intruder cannot answer because ``can_answer`` lacks ``phr``, which stands for every phishing-resistant one.
  A weaker or missing challenge never counts.
- *chain*: own, or something of the same incident already stood in the way: the login it depends on was denied or
  met a challenge the intruder cannot answer, or a freeze that covers the event was placed at least a minute before.

The login an event depends on is the bad login of its session; without session references, the latest bad login of
the incident before it. So a second login that got through is not excused by a first one that did not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sekisho.kernel.moments import MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.types.sample import LOGIN, Deed

PHISHING_RESISTANT = ("phr", "phrh")


class Stopped(NamedTuple):
    """The three readings of one event."""

    strict: bool
    own: bool
    chain: bool


def unanswerable(deed: Deed, can_answer: frozenset[str]) -> bool:
    """A step-up that the intruder cannot get past."""
    return deed.verdict is Verdict.STEP_UP and deed.asks in PHISHING_RESISTANT and "phr" not in can_answer


@dataclass(slots=True)
class _Past:
    """What of the incident already stands in the way."""

    barred: dict[str | None, bool] = field(default_factory=dict)
    latest_login: bool = False
    freezes: list[tuple[int, frozenset[str]]] = field(default_factory=list)

    def stops(self, deed: Deed) -> bool:
        """Whether an earlier decision kept the event from happening."""
        barred = self.latest_login
        if deed.session is not None and deed.session in self.barred:
            barred = self.barred[deed.session]
        frozen = any(at <= deed.at - MINUTE and scope & deed.covered_by for at, scope in self.freezes)
        return frozen or (barred and deed.kind != LOGIN)

    def note(self, deed: Deed, *, at_login: bool) -> None:
        """Take the event in."""
        if deed.kind == LOGIN:
            self.barred[deed.session] = self.latest_login = at_login
        if deed.freezes:
            self.freezes.append((deed.at, deed.freezes))


def judge(deeds: Iterable[Deed], can_answer: frozenset[str]) -> Iterator[Stopped]:
    """The readings of one incident's bad events, in order of time."""
    past = _Past()
    for deed in deeds:
        strict = deed.verdict >= Verdict.HOLD
        asked = unanswerable(deed, can_answer)
        yield Stopped(strict, strict or asked, strict or asked or past.stops(deed))
        past.note(deed, at_login=asked or deed.verdict is Verdict.DENY)


def sessions(deeds: Sequence[Deed]) -> Iterator[list[Deed]]:
    """One incident's bad events by session: by their reference, else from one login to the next."""
    named: dict[str, list[Deed]] = {}
    unnamed: list[Deed] = []
    for deed in deeds:
        if deed.session is not None:
            named.setdefault(deed.session, []).append(deed)
            continue
        if deed.kind == LOGIN and unnamed:
            yield unnamed
            unnamed = []
        unnamed.append(deed)
    if unnamed:
        yield unnamed
    yield from named.values()
