"""Read a rule's file: TOML text → the rule, and what is wrong with the file."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, cast

from sekisho.activity.types.events import DECIDED
from sekisho.decisions.rules.fields import Document, Fields, parse_document
from sekisho.decisions.rules.obligations import read_obligation
from sekisho.decisions.types.finding import Finding
from sekisho.decisions.types.rule import Budget, Example, Mode, Rule
from sekisho.kernel.digests import canonical, sha256_hex
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

CHANNELS = ("web", "app", "tool", "api", "phone", "branch", "system")
PHASES = ("closed", "preopen", "morning", "lunch", "afternoon")
KEYS = (
    "id", "version", "code", "events", "verdict", "mode", "when", "values", "requirement", "channels", "start", "end",
    "obligations", "budget", "release", "title", "reason", "false_positives", "triage", "example",
)  # fmt: skip
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CODE = re.compile(r"[a-z][a-z0-9_]*(:[a-z][a-z0-9_]*){2}")
_VERDICTS = ("step_up", "hold", "deny")


class RuleReading(NamedTuple):
    """The rule as far as it could be read (``None`` when the file is no TOML), and the findings."""

    rule: Rule | None
    findings: tuple[Finding, ...]


def read_rule(text: str, *, source: str) -> RuleReading:
    """Read the text of ``source``. A rule that comes with errors must not judge anything."""
    document = parse_document(text, source=source)
    if isinstance(document, Finding):
        return RuleReading(None, (document,))
    fields = Fields(document)
    fields.only(KEYS)
    rule = _rule(fields, _lines(document, text))
    return RuleReading(rule, tuple(fields.findings))


def digest(content: Mapping[str, object]) -> str:
    """SHA-256 of what the file says; comments, spaces and the order of keys do not count."""
    return sha256_hex(canonical(_plain(content)))


def _rule(fields: Fields, lines: Mapping[str, int]) -> Rule:
    start, end = fields.moment("start") or 0, fields.moment("end", required=False)
    if end is not None and end <= start:
        fields.find("rule:dates:order", "end")
    release = fields.inner("release")
    return Rule(
        id=_id(fields),
        version=fields.whole("version"),
        code=_code(fields),
        events=_among(fields, "events", DECIDED),
        verdict=_verdict(fields),
        mode=_mode(fields),
        when=fields.text("when"),
        values=fields.words("values"),
        requirement=fields.words("requirement"),
        start=start,
        end=end,
        channels=_among(fields, "channels", CHANNELS, empty=True),
        obligations=tuple(read_obligation(row) for row in fields.tables("obligations")),
        budget=_budget(fields),
        author="" if release is None else release.text("author"),
        approver="" if release is None else release.text("approver", fallback=""),
        title=fields.both_languages("title"),
        reason=fields.both_languages("reason"),
        false_positives=fields.both_languages("false_positives"),
        triage=fields.both_languages("triage"),
        examples=tuple(_example(row) for row in fields.tables("example")),
        digest=_digest(fields),
        source=fields.document.source,
        lines=lines,
    )


def _lines(document: Document, text: str) -> Mapping[str, int]:
    """The lines of keys, and ``when.text``: where the first line of the condition's text stands."""
    at = document.lines.get("when", 1)
    opening = text.split("\n")[at - 1].rstrip()
    return {**document.lines, "when.text": at + 1 if opening.endswith(('"""', "'''")) else at}


def _id(fields: Fields) -> str:
    identity = fields.text("id")
    if identity and not _ID.fullmatch(identity):
        fields.wrong("id", Text("小文字の語を - でつないだ名前", "lower-case words joined by -"))
    expected = f"{identity}.toml"
    if identity and fields.document.source.rpartition("/")[2] != expected:
        fields.find("file:name:differs", "id", expected=expected)
    return identity


def _code(fields: Fields) -> str:
    code = fields.text("code")
    if code and not _CODE.fullmatch(code):
        fields.find("rule:code:malformed", "code")
    return code


def _verdict(fields: Fields) -> Verdict:
    word = fields.text("verdict")
    if word == Verdict.ALLOW.word:
        fields.find("rule:verdict:allows", "verdict")
    elif word and word not in _VERDICTS:
        fields.wrong("verdict", _one_of(_VERDICTS))
    return Verdict.of(word) if word in _VERDICTS else Verdict.STEP_UP


def _mode(fields: Fields) -> Mode:
    word = fields.text("mode")
    if word in set(Mode):
        return Mode(word)
    if word:
        fields.wrong("mode", _one_of(tuple(Mode)))
    return Mode.OFF


def _among(fields: Fields, name: str, allowed: tuple[str, ...], *, empty: bool = False) -> tuple[str, ...]:
    words = fields.words(name, required=not empty)
    if any(word not in allowed for word in words) or not (words or empty or name not in fields.table):
        fields.wrong(name, _one_of(allowed))
    return tuple(word for word in words if word in allowed)


def _one_of(words: tuple[str, ...]) -> Text:
    listed = ", ".join(words)
    return Text(f"{listed} のどれか", f"one of {listed}")


def _budget(fields: Fields) -> Budget | None:
    table = fields.inner("budget", required=False)
    if table is None:
        return None
    table.only(("per_minute", "by_phase"))
    phases = table.inner("by_phase", required=False)
    if phases is not None:
        phases.only(PHASES)
    by_phase = {} if phases is None else {name: phases.whole(name) for name in phases.table}
    return Budget(per_minute=table.whole("per_minute"), by_phase=by_phase)


def _example(row: Fields) -> Example:
    row.only(("fires", "facts", "note"))
    facts = row.inner("facts")
    return Example(
        fires=row.flag("fires"),
        facts={} if facts is None else cast("dict[str, bool | float | int | str | None]", dict(facts.table)),
        note=row.text("note", fallback=""),
    )


def _digest(fields: Fields) -> str:
    try:
        return digest(fields.document.content)
    except (ValueError, TypeError):
        fields.find("file:toml:unreadable", "", problem="inf, nan, time")
        return ""


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
