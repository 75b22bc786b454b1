"""Obligations say what they must, and nothing else."""

import pytest

from builders.decisions import rule_text
from sekisho.activity.types.events import DECIDED
from sekisho.decisions.rules.obligations import KINDS, standard_challenge
from sekisho.decisions.rules.rule_file import read_rule

GOOD = [
    '{ do = "challenge", acr = "phr", bind = "order" }',
    '{ do = "notify", template = "order_unusual" }',
    '{ do = "freeze", scope = ["buy", "withdrawal"] }',
    '{ do = "revoke_sessions" }',
    '{ do = "open_case" }',
    '{ do = "cancel_orders" }',
    '{ do = "cool_off", hours = 24 }',
]
BAD = [
    ('{ do = "challenge", acr = "phr" }', "obligation:key:missing"),
    ('{ do = "challenge", acr = "sms", bind = "order" }', "obligation:key:wrong"),
    ('{ do = "notify", template = "no name" }', "obligation:key:wrong"),
    ('{ do = "notify", template = 3 }', "obligation:key:wrong"),
    ('{ do = "freeze", scope = [] }', "obligation:key:wrong"),
    ('{ do = "freeze", scope = "buy" }', "obligation:key:wrong"),
    ('{ do = "freeze", scope = ["everything"] }', "obligation:key:wrong"),
    ('{ do = "cool_off", hours = 0 }', "obligation:key:wrong"),
    ('{ do = "cool_off", hours = true }', "obligation:key:wrong"),
    ('{ do = "open_case", about = "x" }', "key:name:unknown"),
    ('{ do = "pray" }', "obligation:kind:unknown"),
    ("{ }", "key:name:missing"),
]


def _findings(obligation: str) -> set[str]:
    return {each.code for each in read_rule(rule_text(obligations=f"[{obligation}]"), source="thin-buy.toml").findings}


@pytest.mark.parametrize("obligation", GOOD)
def test_a_well_formed_obligation_is_taken(obligation: str) -> None:
    assert _findings(obligation) == set()


@pytest.mark.parametrize(("obligation", "code"), BAD)
def test_a_malformed_obligation_is_named(obligation: str, code: str) -> None:
    assert code in _findings(obligation)


def test_every_event_type_has_a_challenge_that_would_be_taken() -> None:
    for event_type in DECIDED:
        challenge = standard_challenge(event_type)

        assert all(key.good(challenge.details[name]) for name, key in KINDS["challenge"].items())
