"""Ask what rules would have done: one pass over the history, all rules at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sekisho.activity.types.events import DECIDED
from sekisho.decisions.operations.labels import load_labels
from sekisho.decisions.queries.history import History
from sekisho.decisions.rules import backtest_losses as losses
from sekisho.decisions.rules import backtest_sql as sql
from sekisho.decisions.rules.backtest_counts import Counted, Patterns
from sekisho.decisions.rules.conditions import read_condition
from sekisho.decisions.rules.rule_file import read_rule
from sekisho.decisions.types.backtest import LATEST, BacktestReport, Labels, Outcomes, RuleFigures
from sekisho.decisions.types.finding import Finding, Severity
from sekisho.decisions.types.rule import Rule
from sekisho.kernel.moments import jst_day

ALL_RULES = "*"
Progress = Callable[[float, float], None]
_SCAN_SHARE = 0.9


class UncheckedRuleError(ValueError):
    """A rule's condition does not pass the check, so DuckDB is not asked. ``findings`` say what is wrong."""

    def __init__(self, rule: Rule, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        lines = "\n".join(finding.line(language="en") for finding in findings)
        super().__init__(f"rule {rule.name} cannot be tested:\n{lines}")


class NoRulesError(ValueError):
    """There is nothing to test."""


class RuleFileError(ValueError):
    """A rule's file cannot be read; ``findings`` say why, each with file and line."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(finding.line(language="en") for finding in findings))


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Read one rule's file, a directory of such files, or the rules of a rulebook's directory.

    Nothing is asked about release: a draft may be tested before two people stand behind it.

    Raises:
        RuleFileError: a file has errors.

    """
    folder = path / "rules" if (path / "rules").is_dir() else path
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else [path]
    read = [read_rule(file.read_text(encoding="utf-8"), source=file.as_posix()) for file in files]
    errors = [each for reading in read for each in reading.findings if each.severity is Severity.ERROR]
    if errors:
        raise RuleFileError(errors)
    return tuple(reading.rule for reading in read if reading.rule is not None)


class _Total(NamedTuple):
    """Events of one type on one day through one channel."""

    type: str
    day: int
    channel: str | None
    events: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Run:
    history: History
    rules: Sequence[Rule]
    window: sql.Window
    labels: Labels | None
    dated: bool
    progress: Progress

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.history.connection.execute(query).fetchall()

    def scan(self) -> list[_Total]:
        """Tag the events, one type after the other; tells how far it is by the share of rows."""
        totals: list[_Total] = []
        done, every = 0, sum(self.history.rows.values()) or 1
        self.history.connection.execute(sql.create_tagged(len(self.rules)))
        for event_type in DECIDED:
            reached, done = done, done + self.history.rows[event_type]
            self.progress(_SCAN_SHARE * reached / every, _SCAN_SHARE * done / every)
            if any(event_type in rule.events for rule in self.rules) or self.labels:
                self.rows(sql.tag(event_type, self.rules, self.window, dated=self.dated))
            totals.extend(_Total(event_type, *row) for row in self.rows(sql.totals(event_type, self.window)))
        return totals


@dataclass(frozen=True, slots=True)
class _Found:
    """What the pass found, from which each rule's figures follow."""

    run: _Run
    totals: Sequence[_Total]
    patterns: Patterns
    accounts: Sequence[int]
    bad: Sequence[losses.BadEvent]
    cases: losses.Cases
    days: Sequence[Sequence[int]]

    @classmethod
    def after(cls, run: _Run, totals: Sequence[_Total]) -> "_Found":
        count = len(run.rules)
        bad = [_bad_event(row) for row in run.rows(sql.bad_rows(count))]
        columns = run.history.connection.execute(sql.patterns(count)).fetchnumpy()
        return cls(
            run=run,
            totals=totals,
            patterns=Patterns(columns, [rule.verdict for rule in run.rules]),
            accounts=run.rows(sql.accounts(count))[0],
            bad=bad,
            cases=losses.by_incident(bad, run.labels.incidents) if run.labels else (),
            days=run.rows(sql.by_day(count)),
        )

    def figures(self, place: int) -> RuleFigures:
        """The figures of the rule at ``place``; the place after the last is all rules together."""
        rules = self.run.rules
        one = place < len(rules)
        tested = [rules[place]] if one else rules
        counted = self.patterns.of_rule(place) if one else self.patterns.of_all()
        return RuleFigures(
            rule=tested[0].name if one else ALL_RULES,
            verdict=max(rule.verdict for rule in tested).word,
            scope=sum(total.events for total in self.totals if self.covered(total, tested)),
            hits=counted.hits,
            accounts=self.accounts[place],
            yen=counted.yen,
            new=counted.new,
            alone=counted.alone,
            censored=counted.censored,
            days=tuple((row[0], row[1 + place]) for row in self.days if row[1 + place]),
            outcomes=None if self.run.labels is None else self.outcomes(counted, tested, place),
        )

    def covered(self, total: _Total, tested: Sequence[Rule]) -> bool:
        return any(_covers(rule, total, dated=self.run.dated) for rule in tested)

    def outcomes(self, counted: Counted, tested: Sequence[Rule], place: int) -> Outcomes:
        events = frozenset(event for rule in tested for event in rule.events)
        saved = losses.saved(self.cases, events, _mask(place, len(self.run.rules)))
        return Outcomes(
            bad=sum(event.type in events for event in self.bad),
            caught=counted.caught,
            caught_new=counted.caught_new,
            honest=counted.honest,
            customers=self.accounts[len(self.run.rules) + 1 + place],
            incidents=saved.incidents,
            incidents_caught=saved.caught,
            yen_saved=saved.yen,
            yen_saved_new=saved.yen_new,
        )


def _bad_event(row: Sequence[Any]) -> losses.BadEvent:
    kind, account, at, spent, verdict, incident, *masks = row
    mask = sum(word << sql.BITS * place for place, word in enumerate(masks))
    return losses.BadEvent(kind, account, at, spent, verdict, incident, mask)


def backtest(
    rules: Sequence[Rule],
    history: History,
    *,
    labels: Labels | None = None,
    start: int = 0,
    end: int = LATEST,
    dated: bool = True,
    progress: Progress = lambda _, __: None,
) -> BacktestReport:
    """Run the rules over the history, whatever their mode.

    Args:
        rules: the rules; their conditions are checked, then handed to DuckDB as they are written.
        history: what was judged.
        labels: what is known about the truth; without it the report has no outcomes.
        start: first moment looked at (milliseconds).
        end: moment before which events are looked at.
        dated: keep each rule to the dates it is in force; turn off to try a rule that starts in the future.
        progress: told the share done, from 0 to 1, and the share that will be done after the step that begins.

    Raises:
        NoRulesError: ``rules`` is empty.
        UncheckedRuleError: a condition does not pass the check.

    """
    _check(rules)
    run = _Run(history, rules, sql.Window(start, end), labels, dated, progress)
    load_labels(history, labels or Labels(bad={}, incidents=()))
    totals = run.scan()
    found = _Found.after(run, totals)
    figures = tuple(found.figures(place) for place in range(len(rules) + 1))
    progress(1.0, 1.0)
    return BacktestReport(
        start=min((total.first for total in totals), default=max(start, 0)),
        end=max((total.last + 1 for total in totals), default=max(start, 0)),
        days=len({total.day for total in totals}),
        rows={name: sum(total.events for total in totals if total.type == name) for name in DECIDED},
        rulebooks=history.rulebooks,
        rules=figures[:-1],
        whole=figures[-1],
        labels_later=labels.later if labels else 0,
    )


def _check(rules: Sequence[Rule]) -> None:
    if not rules:
        message = "no rule to test; name a rule file or a directory of rules"
        raise NoRulesError(message)
    for rule in rules:
        condition, findings = read_condition(rule)
        if condition is None:
            raise UncheckedRuleError(rule, findings)


def _mask(place: int, rules: int) -> int:
    return (1 << rules) - 1 if place == rules else 1 << place


def _covers(rule: Rule, total: _Total, *, dated: bool) -> bool:
    in_force = not dated or (
        jst_day(rule.start) <= total.day and (rule.end is None or total.day <= jst_day(rule.end - 1))
    )
    return total.type in rule.events and in_force and (not rule.channels or total.channel in rule.channels)
