"""What the judge hands back, and what passes between its two phases."""

from typing import NamedTuple, Protocol, TypeAlias

from sekisho.activity.types.facts import FactRow
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

NO_MODEL = "none"
Contributions: TypeAlias = tuple[tuple[str, float], ...]
"""Facts that raised a score most, with the weight of each (log odds, to six decimals)."""


class Scorer(Protocol):
    """A model of one row of facts. ``name`` goes into every decision, e.g. ``trees@3``."""

    @property
    def name(self) -> str:
        """The model's name and version."""

    def score(self, facts: FactRow) -> float:
        """The probability in [0, 1] that the event is not the account holder's."""

    def contributions(self, facts: FactRow, *, top: int = 3) -> list[tuple[str, float]]:
        """The ``top`` facts that raised the score most, and by how much (log odds); asked for reasons only."""


class Fires(NamedTuple):
    """What the pure phase found: the score (``None`` without a model) and the places of the rules that fired.

    ``contributions`` explain the score, where a live rule that reads it fired.

    Small and picklable, so that workers may compute it and one process may conclude in event order.
    """

    score: float | None
    rules: tuple[int, ...]
    contributions: Contributions = ()


class Alarm(NamedTuple):
    """A rule spent its budget within a minute of event time: somebody should look at once.

    ``rule`` is the rule's name, ``at`` the event's time (ms), ``phase`` the phase of the trading day,
    ``limit`` the number of holds or denies that minute was allowed.
    """

    rule: str
    at: int
    phase: str
    limit: int

    @property
    def text(self) -> Text:
        """The sentence for whoever is on duty."""
        return Text(
            f"ルール {self.rule} の発動が1分間の上限（{self.limit}件）に達したため、追加認証に切り替えました。",
            f"Rule {self.rule} reached its limit of {self.limit} a minute and now asks for a step-up instead.",
        )


class Judgement(NamedTuple):
    """The answer: verdict and score, the names of the live rules that counted, and the decision's bytes.

    ``record`` is one line of UTF-8 JSON without the newline, as ``types.decision.Decision`` has it.
    """

    verdict: Verdict
    score: float
    record: bytes
    rules: tuple[str, ...] = ()
    shadow: tuple[str, ...] = ()
    alarms: tuple[Alarm, ...] = ()
