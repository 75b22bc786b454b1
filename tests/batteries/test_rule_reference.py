"""The reference of the rule format says what the product does."""

import re
from pathlib import Path

from sekisho.decisions.rules.conditions import read_condition
from sekisho.decisions.rules.examples import check_examples
from sekisho.decisions.rules.messages import MESSAGES
from sekisho.decisions.rules.obligations import KINDS
from sekisho.decisions.rules.override_file import read_override
from sekisho.decisions.rules.rule_checks import check_rule
from sekisho.decisions.rules.rule_file import KEYS, read_rule

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "rule-format.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)


def test_the_rule_in_the_reference_has_no_findings() -> None:
    rule, findings = read_rule(SAMPLES[0], source="thin-buy-after-liquidation.toml")

    assert findings == ()
    assert rule is not None
    condition, findings = read_condition(rule)
    assert findings == ()
    assert condition is not None
    assert check_rule(condition) == ()
    assert check_examples(condition) == ()


def test_the_override_in_the_reference_has_no_findings() -> None:
    assert read_override(SAMPLES[1], source="ovr-2025-04-08-1.toml").findings == ()


def test_every_finding_is_in_the_reference_with_its_severity() -> None:
    told = dict(re.findall(r"^\| `([a-z_]+:[a-z_]+:[a-z_]+)` \| (error|warning) \|", TEXT, re.MULTILINE))

    assert told == {code: str(severity) for code, (severity, _, _) in MESSAGES.items()}


def test_every_key_and_obligation_is_in_the_reference() -> None:
    assert [key for key in KEYS if f"`{key}`" not in TEXT and f"[{key}]" not in TEXT] == []
    assert [kind for kind in KINDS if f"`{kind}`" not in TEXT] == []
