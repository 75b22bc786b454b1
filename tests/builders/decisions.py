"""Small valid rules, rulebooks and rows; every builder takes what the test is about."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.facts import INDEX, FactRow, Value
from sekisho.decisions.rules.conditions import Condition, read_condition
from sekisho.decisions.rules.rule_file import read_rule
from sekisho.decisions.rules.safe_mode_file import read_safe_modes
from sekisho.decisions.types.rule import Rule
from sekisho.decisions.types.rulebook import Override, Rulebook, SafeModes
from sekisho.kernel.moments import DAY, from_rfc3339
from sekisho.kernel.texts import Text

NOON = from_rfc3339("2025-03-17T12:00:00.000+09:00")

RULE = """\
id = "{id}"
version = {version}
code = "order:instrument:thin"
events = {events}
verdict = "{verdict}"
mode = "{mode}"
when = '''
{when}
'''
values = {values}
requirement = ["A-02"]
channels = {channels}
start = 2025-01-01
{more}
obligations = {obligations}
{budget}
[release]
author = "{author}"
approver = "{approver}"

[title]
ja = "薄い銘柄"
en = "Thin name"

[reason]
ja = "{reason_ja}"
en = "{reason_en}"

[false_positives]
ja = "まれ"
en = "rare"

[triage]
ja = "確かめる"
en = "look"

{examples}
"""
EXAMPLES = """\
[[example]]
fires = true
facts = { side = "buy", order_to_adv = 0.3 }

[[example]]
fires = false
facts = { side = "sell", order_to_adv = 0.3 }
"""
BUDGET = "[budget]\nper_minute = 2\n"
CHALLENGE = '{ do = "challenge", acr = "phr", bind = "order" }'


def rule_text(**changes: Any) -> str:
    """The text of a rule's file; lists are given as TOML or as Python lists of words."""
    settings: dict[str, Any] = {
        "id": "thin-buy",
        "version": 1,
        "events": ["order"],
        "verdict": "hold",
        "mode": "live",
        "when": "side = 'buy' AND order_to_adv >= 0.05",
        "values": ["order_to_adv"],
        "channels": [],
        "more": "",
        "obligations": f"[ {CHALLENGE} ]",
        "budget": BUDGET,
        "author": "fraud-desk",
        "approver": "security-desk",
        "reason_ja": "平均売買代金の{order_to_adv}の買い",
        "reason_en": "a buy of {order_to_adv} the usual value",
        "examples": EXAMPLES,
    }
    settings |= changes
    return RULE.format(**{name: _toml(value) for name, value in settings.items()})


def _toml(value: object) -> object:
    return str(value).replace("'", '"') if isinstance(value, list) else value


def rule(**changes: Any) -> Rule:
    """A rule whose file has no errors."""
    reading = read_rule(rule_text(**changes), source=f"rules/{changes.get('id', 'thin-buy')}.toml")
    assert reading.rule is not None, reading.findings
    assert not reading.findings, [each.line(language="en") for each in reading.findings]
    return reading.rule


def condition(**changes: Any) -> Condition:
    """A rule with its condition."""
    read, findings = read_condition(rule(**changes))
    assert read is not None, [each.line(language="en") for each in findings]
    return read


SAFE_MODES = """\
version = 4
[validity]
default = 30
order = 5
[natural]
phone = ["no_session"]
[operations.withdrawal]
event = "cash"
where = { direction = "out" }
guarded = true
title = { ja = "出金", en = "withdrawal" }
[operations.bank_change]
event = "profile"
where = { field = "bank_account" }
guarded = true
title = { ja = "出金先の変更", en = "change of the bank account" }
[operations.buy]
event = "order"
where = { side = "buy" }
guarded = false
title = { ja = "買い注文", en = "order to buy" }
[causes.no_session]
ja = "ログインが確認できません"
en = "the login was not seen"
[causes.late]
ja = "遅れて届きました"
en = "the event came late"
[minimum.no_session]
bank_change = "hold"
[minimum.late]
buy = "step_up"
"""


def safe_modes(text: str = SAFE_MODES) -> SafeModes:
    """Safe modes whose file has no errors."""
    reading = read_safe_modes(text, source="safe_modes.toml")
    assert reading.modes is not None
    assert not reading.findings, [each.line(language="en") for each in reading.findings]
    return reading.modes


def override(**changes: Any) -> Override:
    """An override of ``thin-buy`` for account ``a-1`` around noon."""
    settings: dict[str, Any] = {
        "id": "ovr-1", "rules": ("thin-buy",), "account": "a-1", "device": None, "network": None, "symbol": None,
        "start": NOON - DAY, "until": NOON + DAY, "by": "desk-1", "approved_by": "desk-2",
        "reason": Text("本人に確認済み", "confirmed with the customer"), "source": "overrides/ovr-1.toml",
    }  # fmt: skip
    return Override(**(settings | changes))


def rulebook(*rules: Rule, overrides: tuple[Override, ...] = (), version: str = "2026-12-01.1") -> Rulebook:
    """A rulebook of these rules, or of ``thin-buy`` alone."""
    return Rulebook(version=version, rules=rules or (rule(),), safe_modes=safe_modes(), overrides=overrides)


def row(event_type: str = "order", /, **facts: Value) -> FactRow:
    """A row of facts: those named, and NULL for the rest."""
    assert event_type in DECIDED
    values: FactRow = [None] * len(INDEX)
    for name, value in {"event_type": event_type, "channel": "app", **facts}.items():
        values[INDEX[name]] = value
    return values


def write_rulebook(directory: Path, texts: Mapping[str, str] | None = None) -> Path:
    """A rulebook's directory with these rule files (file name → text), or with ``thin-buy`` alone."""
    (directory / "rules").mkdir(parents=True)
    for name, text in (texts or {"thin-buy.toml": rule_text()}).items():
        (directory / "rules" / name).write_text(text, encoding="utf-8")
    (directory / "safe_modes.toml").write_text(SAFE_MODES, encoding="utf-8")
    return directory
