"""Contradictions in a policy, and what the floors forbid."""

from typing import Any

import pytest
from tests.builders.policies import document, place_of, with_rule

from sekisho.authentication.rules.policy.checks import contradictions
from sekisho.authentication.rules.policy.reading import read_policy

BOTH = {"ja": "あ", "en": "a"}


def codes(content: dict[str, Any]) -> list[tuple[str, str]]:
    reading = read_policy(content)
    return [(fault.key, fault.code) for fault in contradictions(reading.policy)]


def without(*names: str) -> dict[str, Any]:
    content = document()
    content["rule"] = [row for row in content["rule"] if row["id"] not in names]
    return content


def sunset(**changes: object) -> dict[str, Any]:
    content = document()
    content["sunset"][0].update(changes)
    return content


def clients(*rows: tuple[str, str]) -> dict[str, Any]:
    return document(
        client=[{"channel": "app", "program": "x", "version": v, "since": day, "advice": BOTH} for v, day in rows]
    )


def segment(code: str) -> dict[str, Any]:
    return {"code": code, "label": BOTH, "where": {"fact": "a", "is": 1}}


def test_the_shipped_policy_has_none() -> None:
    assert codes(document()) == []


@pytest.mark.parametrize(
    ("content", "key", "code"),
    [
        (with_rule("withdraw", id="login-all"), f"rule.{place_of('withdraw')}.id", "policy:name:repeated"),
        (document(segment=[segment("all")]), "segment.0.code", "policy:name:repeated"),
        (document(segment=[segment("x"), segment("x")]), "segment.1.code", "policy:name:repeated"),
        (document(risk=[{"score": 0.5}, {"score": 0.5}]), "risk.1.score", "policy:name:repeated"),
        (with_rule("withdraw", segment="gone"), f"rule.{place_of('withdraw')}.segment", "policy:segment:unknown"),
        (without("withdraw"), "rule", "policy:operation:uncovered"),
        (with_rule("withdraw", mode="observe"), "rule", "policy:operation:uncovered"),
        (with_rule("withdraw", channels=["web"]), "rule", "policy:operation:uncovered"),
        (with_rule("withdraw", segment="corporate"), "rule", "policy:operation:uncovered"),
        (sunset(stop_enrol="2028-01-01"), "sunset.0.stop_use", "policy:sunset:order"),
        (sunset(announced="2028-01-01"), "sunset.0.stop_use", "policy:sunset:order"),
        (sunset(replacement="totp"), "sunset.0.replacement", "policy:sunset:replacement"),
        (clients(("9.1", "2027-01-01"), ("9.0", "2027-02-01")), "client.1.version", "policy:client:falls"),
        (with_rule("withdraw", hold_hours=0), f"rule.{place_of('withdraw')}.hold_hours", "policy:hold:missing"),
    ],
)
def test_a_contradiction_is_told_at_its_key(content: dict[str, Any], key: str, code: str) -> None:
    assert (key, code) in codes(content)


def test_versions_may_rise_and_programs_do_not_know_each_other() -> None:
    assert codes(clients(("9.0", "2027-01-01"), ("9.1", "2027-02-01"))) == []


def test_a_trial_need_not_cover_everything() -> None:
    """E-19."""
    assert codes({**without("withdraw", "withdraw-large"), "observing": True}) == []
