"""Overrides: narrow, short, by two people."""

import pytest

from sekisho.decisions.rules.override_file import read_override
from sekisho.kernel.moments import from_rfc3339

GOOD = """\
id = "ovr-1"
rules = ["thin-buy"]
account = "a-1"
device = "d-1"
network = "203.0.113.0/24"
symbol = "1234"
start = 2025-03-17T09:00:00+09:00
until = 2025-03-18
by = "desk-1"
approved_by = "desk-2"
[reason]
ja = "本人に確認済み"
en = "confirmed"
"""
WRONG = [
    (GOOD.replace("desk-2", "desk-1"), "override:people:same"),
    (GOOD.replace("until = 2025-03-18", "until = 2025-03-17"), "override:time:order"),
    (GOOD.replace("until = 2025-03-18", "until = 2026-03-18"), "override:time:long"),
    (GOOD.replace('["thin-buy"]', "[]"), "key:value:wrong"),
    (GOOD.replace("203.0.113.0/24", "everywhere"), "key:value:wrong"),
    (GOOD.replace('id = "ovr-1"', 'id = "ovr-2"'), "file:name:differs"),
    (GOOD.replace('en = "confirmed"\n', ""), "text:language:missing"),
    (GOOD.replace("symbol =", "ticker ="), "key:name:unknown"),
    ("id = ", "file:toml:unreadable"),
    ("", "key:name:missing"),
    ("", "override:scope:missing"),
]


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_a_mistake_is_named(text: str, code: str) -> None:
    assert code in {each.code for each in read_override(text, source="overrides/ovr-1.toml").findings}


def test_a_sound_override_is_read() -> None:
    override, findings = read_override(GOOD, source="overrides/ovr-1.toml")

    assert findings == ()
    assert override is not None
    assert (override.network, override.symbol) == ("203.0.113.0/24", "1234")
    assert override.until == from_rfc3339("2025-03-18T00:00:00+09:00")


def test_one_scope_is_enough() -> None:
    text = GOOD.replace('device = "d-1"\nnetwork = "203.0.113.0/24"\nsymbol = "1234"\n', "")

    override, findings = read_override(text, source="overrides/ovr-1.toml")

    assert findings == ()
    assert override is not None
    assert (override.account, override.device, override.network) == ("a-1", None, None)
