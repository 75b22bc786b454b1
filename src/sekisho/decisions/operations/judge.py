"""Judge one event: facts in, the answer and its record out.

Two phases. ``evaluate`` is pure: it asks the model and the compiled rules and may run anywhere.
``conclude`` weighs what fired; budgets make it depend on the events before, so one process calls it in
event order. ``judge`` does both::

    judge = Judge(load_rulebook(Path("rulebook")), scorer)
    judgement = judge.judge(event_type="order", at=at, channel="app", account="…", event="…", facts=row)
    judgement.verdict, judgement.record, judgement.alarms

Where ``in_order(fires)`` is false, ``conclude`` touches no state and may run in the worker, too.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.facts import INDEX, FactRow
from sekisho.decisions.operations.overrides import Overrides, Scope
from sekisho.decisions.operations.records import Recorder, Stamp, Subject, row_of
from sekisho.decisions.rules.answer import Settled, answer
from sekisho.decisions.rules.budget import Counts, counted, limit
from sekisho.decisions.rules.conditions import Condition, conditions_of
from sekisho.decisions.rules.program import build
from sekisho.decisions.rules.safety import minima
from sekisho.decisions.rules.tree import Node
from sekisho.decisions.types.decision import Decision
from sekisho.decisions.types.judgement import NO_MODEL, Alarm, Contributions, Fires, Judgement, Scorer
from sekisho.decisions.types.rule import Mode
from sekisho.decisions.types.rulebook import Rulebook
from sekisho.kernel.moments import from_rfc3339
from sekisho.kernel.verdicts import Verdict

_PHASE, _CHANNEL = INDEX["market_phase"], INDEX["channel"]
_DECIMALS = 6


class _Fired(NamedTuple):
    """What fired and is in force at the moment and in the channel: live rules, and the names of shadow rules."""

    live: list[Condition]
    shadow: tuple[str, ...]


class Judge:
    """Judges by one rulebook and, if given, one model. Holds the budgets' counts and nothing else of the past."""

    def __init__(self, rulebook: Rulebook, scorer: Scorer | None = None, *, model: str = NO_MODEL) -> None:
        """Compile the rulebook; its conditions must have been checked, as ``load_rulebook`` does.

        ``model`` is the name to record where scores are given to ``evaluate`` and no scorer is here.
        """
        self._rulebook = rulebook
        self._scorer = scorer
        self._conditions = conditions_of(rulebook.rules)
        self._by_score = frozenset(
            place for place, each in enumerate(self._conditions) if each.by_score and each.rule.mode == Mode.LIVE
        )
        self._functions = {event: build(event, _asked(self._conditions, event)) for event in DECIDED}
        self._overrides = Overrides(rulebook.overrides)
        self._counts = Counts()
        name = model if scorer is None else scorer.name
        stamp = Stamp(rulebook.version, rulebook.safe_modes.version, name)
        self._recorder = Recorder(stamp=stamp, validity=rulebook.safe_modes.validity)
        self._safe_name = f"safe-modes@{rulebook.safe_modes.version}"

    @property
    def version(self) -> str:
        """The rulebook's version, as every decision carries it."""
        return self._rulebook.version

    def counts(self) -> Counts:
        """What the budgets have spent, to be kept in a snapshot."""
        return self._counts

    def recall(self, counts: Counts) -> None:
        """Go on with counts from a snapshot."""
        self._counts = counts

    def evaluate(self, *, event_type: str, facts: FactRow, score: float | None = None) -> Fires:
        """The pure phase: the score, unless given, and the rules whose condition is TRUE (of any date and channel)."""
        if score is None and self._scorer is not None:
            score = self._scorer.score(facts)
        rules = self._functions[event_type](facts, score)
        if len(rules) > 1:
            rules = tuple(sorted(rules))
        if rules and self._scorer is not None and not self._by_score.isdisjoint(rules):
            return Fires(score, rules, _rounded(self._scorer.contributions(facts)))
        return Fires(score, rules)

    def in_order(self, fires: Fires) -> bool:
        """Whether ``conclude`` may count against a budget, so that it must be called in event order."""
        return any(counted(self._conditions[place]) is not None for place in fires.rules)

    def conclude(  # noqa: PLR0913 - all of it is the event
        self,
        fires: Fires,
        *,
        event_type: str,
        at: int,
        channel: str,
        account: str,
        event: str,
        facts: FactRow,
        degraded: tuple[str, ...] = (),
        device: str | None = None,
        ip: str | None = None,
        symbol: str | None = None,
    ) -> Judgement:
        """The second phase: overrides, budgets and safe modes, then the decision's bytes.

        ``at`` is the event's time in ms; ``device``, ``ip`` and ``symbol`` serve overrides only.
        """
        subject = Subject(event_type, at, account, event, facts)
        score = fires.score or 0.0
        if not fires.rules and not degraded:
            return Judgement(Verdict.ALLOW, score, self._recorder.allow(subject, score))
        fired = self._effective(fires, at, channel)
        scope = Scope(account, device, ip, symbol)
        lifted = self._overrides.lifted([each.rule.id for each in fired.live if not each.fixed], at=at, scope=scope)
        spent, alarms = self._spend([each for each in fired.live if each.rule.id not in lifted], at, facts)
        reached = self._answer(subject, fires, fired, Settled(lifted, spent, fires.contributions), degraded)
        return reached._replace(alarms=alarms)

    def again(self, fires: Fires, *, decision: Decision) -> Judgement:
        """Conclude a recorded decision once more: what state decided then is taken from the record."""
        facts = row_of(decision)
        subject = Subject(decision.type, from_rfc3339(decision.at), decision.account, decision.event, facts)
        lifted = {name.partition("@")[0]: each.id for each in decision.override for name in each.rules}
        spent = frozenset(name.partition("@")[0] for name in decision.budget)
        fired = self._effective(fires, subject.at, str(facts[_CHANNEL]))
        return self._answer(subject, fires, fired, Settled(lifted, spent, decision.contributions), decision.degraded)

    def judge(  # noqa: PLR0913 - all of it is the event
        self,
        *,
        event_type: str,
        at: int,
        channel: str,
        account: str,
        event: str,
        facts: FactRow,
        degraded: tuple[str, ...] = (),
        score: float | None = None,
        device: str | None = None,
        ip: str | None = None,
        symbol: str | None = None,
    ) -> Judgement:
        """Both phases at once, in event order."""
        return self.conclude(
            self.evaluate(event_type=event_type, facts=facts, score=score),
            event_type=event_type,
            at=at,
            channel=channel,
            account=account,
            event=event,
            facts=facts,
            degraded=degraded,
            device=device,
            ip=ip,
            symbol=symbol,
        )

    def _effective(self, fires: Fires, at: int, channel: str) -> _Fired:
        live: list[Condition] = []
        shadow: list[str] = []
        for place in fires.rules:
            condition = self._conditions[place]
            rule = condition.rule
            over = rule.end is not None and at >= rule.end
            if at < rule.start or over or (rule.channels and channel not in rule.channels):
                continue
            if rule.mode == Mode.LIVE:
                live.append(condition)
            else:
                shadow.append(rule.name)
        return _Fired(live, tuple(shadow))

    def _spend(self, live: Sequence[Condition], at: int, facts: FactRow) -> tuple[frozenset[str], tuple[Alarm, ...]]:
        phase = str(facts[_PHASE] or "")
        spent: set[str] = set()
        alarms: list[Alarm] = []
        for condition in live:
            budget = counted(condition)
            if budget is None:
                continue
            allowed, number = limit(budget, phase), self._counts.spend(condition.rule.id, at)
            if number > allowed:
                spent.add(condition.rule.id)
            if number == allowed + 1:  # once a minute, not with every event
                alarms.append(Alarm(condition.rule.name, at, phase, allowed))
        return frozenset(spent), tuple(alarms)

    def _answer(
        self, subject: Subject, fires: Fires, fired: _Fired, settled: Settled, degraded: tuple[str, ...]
    ) -> Judgement:
        score, facts = fires.score or 0.0, subject.facts
        if not fired.live and not degraded:
            return Judgement(Verdict.ALLOW, score, self._recorder.allow(subject, score, fired.shadow), (), fired.shadow)
        safe = minima(
            self._rulebook.safe_modes,
            event_type=subject.event_type,
            channel=str(facts[_CHANNEL]),
            facts=facts,
            degraded=degraded,
        )
        reached = answer(
            fired.live,
            settled=settled,
            minima=safe,
            facts=facts,
            score=fires.score,
            about=(subject.event_type, self._safe_name),
        )
        record = self._recorder.full(subject, score, reached, fired.shadow, degraded)
        rules = tuple(reason.rule for reason in reached.reasons)
        return Judgement(reached.verdict, score, record, rules, fired.shadow)


def _rounded(contributions: Sequence[tuple[str, float]]) -> Contributions:
    return tuple((name, round(weight, _DECIMALS)) for name, weight in contributions)


def _asked(conditions: Sequence[Condition], event_type: str) -> list[tuple[int, Node]]:
    return [
        (place, condition.node)
        for place, condition in enumerate(conditions)
        if condition.rule.mode != Mode.OFF and event_type in condition.rule.events
    ]
