"""Read a rulebook's directory: ``rules/*.toml``, ``overrides/*.toml``, ``safe_modes.toml`` and ``lock.json``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sekisho.decisions.operations.lock import Lock, contents, read_lock, version_of
from sekisho.decisions.rules.conditions import Condition, read_condition
from sekisho.decisions.rules.findings import finding
from sekisho.decisions.rules.override_file import read_override
from sekisho.decisions.rules.rule_checks import check_rule
from sekisho.decisions.rules.rule_file import read_rule
from sekisho.decisions.rules.safe_mode_file import read_safe_modes
from sekisho.decisions.types.finding import Finding, Place, Severity
from sekisho.decisions.types.rule import Rule
from sekisho.decisions.types.rulebook import Override, Rulebook, SafeModes

SAFE_MODES = "safe_modes.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything read from a directory, with what is wrong with each file taken by itself.

    ``locked`` is the lock with its findings kept apart: a rulebook may judge before it is locked.
    """

    directory: Path
    rules: tuple[Rule, ...]
    conditions: tuple[Condition, ...]
    overrides: tuple[Override, ...]
    safe_modes: SafeModes | None
    lock: Lock | None
    findings: tuple[Finding, ...]
    lock_findings: tuple[Finding, ...]


class RulebookError(ValueError):
    """The rulebook must not judge; ``findings`` say why, each with file and line."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the findings; the message lists them in English."""
        self.findings = findings
        super().__init__("\n".join(each.line(language="en") for each in findings))


def load_rulebook(directory: Path) -> Rulebook:
    """Read a rulebook that may judge. Content that is not in the lock adds its digest to the version.

    Raises:
        RulebookError: a file has an error, such as a live rule without two people or a condition of wrong kinds.

    """
    reading = read_rulebook(directory)
    errors = tuple(each for each in reading.findings if each.severity == Severity.ERROR)
    if errors or reading.safe_modes is None:
        raise RulebookError(errors)
    return Rulebook(
        version=version_of(reading.lock, contents(reading.rules, reading.safe_modes)),
        rules=reading.rules,
        safe_modes=reading.safe_modes,
        overrides=reading.overrides,
    )


def read_rulebook(directory: Path) -> Reading:
    """Read everything there is; what is wrong is in the findings. Rules come in the order of their ids."""
    findings: list[Finding] = []
    rules = _rules(directory, findings)
    conditions = _conditions(rules, findings)
    overrides = _overrides(directory, findings)
    findings.extend(_duplicates(rules))
    findings.extend(_unknown_rules(overrides, conditions, rules))
    modes = _safe_modes(directory, findings)
    lock = read_lock(directory)
    return Reading(
        directory=directory,
        rules=tuple(rules),
        conditions=tuple(conditions),
        overrides=tuple(overrides),
        safe_modes=modes,
        lock=lock.lock,
        findings=tuple(findings),
        lock_findings=lock.findings,
    )


def _texts(paths: Iterable[Path], findings: list[Finding]) -> Iterator[tuple[str, str]]:
    """Source and text of each file that is UTF-8."""
    for path in sorted(paths):
        try:
            yield path.as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            findings.append(finding("file:toml:unreadable", Place(path.as_posix(), 1), problem=str(error)))


def _rules(directory: Path, findings: list[Finding]) -> list[Rule]:
    rules = []
    for source, text in _texts((directory / "rules").glob("*.toml"), findings):
        reading = read_rule(text, source=source)
        findings.extend(reading.findings)
        if reading.rule is not None:
            rules.append(reading.rule)
    return sorted(rules, key=lambda rule: rule.id)


def _conditions(rules: list[Rule], findings: list[Finding]) -> list[Condition]:
    conditions = []
    for rule in rules:
        condition, found = read_condition(rule)
        findings.extend(found)
        if condition is not None:
            conditions.append(condition)
            findings.extend(check_rule(condition))
    return conditions


def _overrides(directory: Path, findings: list[Finding]) -> list[Override]:
    overrides = []
    for source, text in _texts((directory / "overrides").glob("*.toml"), findings):
        reading = read_override(text, source=source)
        findings.extend(reading.findings)
        if reading.override is not None:
            overrides.append(reading.override)
    return overrides


def _safe_modes(directory: Path, findings: list[Finding]) -> SafeModes | None:
    path = directory / SAFE_MODES
    if not path.is_file():
        findings.append(finding("file:set:missing", Place(path.as_posix(), 1), file=SAFE_MODES))
    for source, text in _texts([path] if path.is_file() else [], findings):
        reading = read_safe_modes(text, source=source)
        findings.extend(reading.findings)
        return reading.modes
    return None


def _duplicates(rules: list[Rule]) -> list[Finding]:
    first: dict[str, Rule] = {}
    found = []
    for rule in rules:
        other = first.setdefault(rule.id, rule)
        if other is not rule:
            place = Place(rule.source, rule.lines.get("id", 1))
            found.append(finding("rule:id:duplicate", place, id=rule.id, other=other.source))
    return found


def _unknown_rules(overrides: list[Override], conditions: list[Condition], rules: list[Rule]) -> list[Finding]:
    known = {rule.id for rule in rules}
    fixed = {each.rule.id for each in conditions if each.fixed}
    return [
        finding("override:rule:fixed" if name in fixed else "override:rule:unknown", Place(each.source, 1), rule=name)
        for each in overrides
        for name in each.rules
        if name in fixed or name not in known
    ]
