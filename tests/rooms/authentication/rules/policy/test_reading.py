"""A document becomes a policy, or faults that name their keys."""

from typing import Any

import pytest
from tests.builders.policies import F, Op, document, place_of, with_rule

from sekisho.authentication.rules.policy.reading import digest_of, read_policy
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import Binding
from sekisho.authentication.types.policy import Combination, Mode, OnMissing
from sekisho.kernel.moments import from_rfc3339

WITHDRAW, LOGIN = f"rule.{place_of('withdraw')}", f"rule.{place_of('login-all')}"
ADVICE = {"ja": "更新してください", "en": "update it"}
SEGMENT = {"code": "x", "label": ADVICE}
TERMS = {"controls": ["x"], "valid_days": 0}
CLIENT = {"channel": "app", "program": "x", "version": "9.1", "since": "2027-02-01", "advice": ADVICE}


def keys(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault.key, fault.code) for fault in read_policy(content).faults]


def test_the_shipped_policy_is_sound() -> None:
    """5.8."""
    reading = read_policy(document(), version=3)

    assert reading.faults == ()
    assert (reading.policy.version, reading.policy.digest) == (3, digest_of(document()))
    large = next(rule for rule in reading.policy.rules if rule.id == "withdraw-large")
    assert (large.operation, large.acr, large.binding) == (Op.WITHDRAW, Acr.PHRH, Binding.REQUIRED)
    assert large.condition == {"amount_at_least": 10_000_000}


def test_a_rule_is_read_whole() -> None:
    content = with_rule(
        "login-all", segment="corporate", channels=["web", "app"], unknown_matches=False, combination="n_of", count=2,
        factors=["passkey_bound", "security_key_attested", "totp"], max_age_s=60, profile="strict", grace_days=30,
        max_skips=5, on_missing="read_only", hold_hours=24,
    )  # fmt: skip
    reading = read_policy(content)
    rule = reading.policy.rules[place_of("login-all")]

    assert (rule.segment, rule.channels, rule.unknown_matches) == ("corporate", {"web", "app"}, False)
    assert (rule.combination, rule.count, rule.profile) == (Combination.N_OF, 2, "strict")
    assert rule.factors == {F.PASSKEY_BOUND, F.SECURITY_KEY, F.TOTP}
    assert (rule.max_age_s, rule.grace_days, rule.max_skips, rule.hold_hours) == (60, 30, 5, 24)
    assert (rule.mode, rule.on_missing) == (Mode.ENFORCE_ALL, OnMissing.READ_ONLY)
    assert rule.enforce_from == from_rfc3339("2027-06-01T00:00:00+09:00")
    assert rule.opt_out is not None
    assert (rule.opt_out.alternatives, rule.opt_out.valid_days) == ({F.TOTP, F.PUSH_NUMBER}, 180)


def test_what_is_left_out_has_its_usual_value() -> None:
    rule = read_policy(document()).policy.rules[place_of("contact-change")]

    assert (rule.segment, rule.max_age_s, rule.max_skips, rule.opt_out) == ("all", None, None, None)


def test_clients_and_risk_are_read() -> None:
    policy = read_policy(document(client=[CLIENT])).policy

    assert [(each.program, each.version, each.advice.en) for each in policy.clients] == [("x", "9.1", "update it")]
    assert [(step.score, step.max_age_s, step.deny) for step in policy.risk] == [(0.7, 300, False), (0.9, 300, False)]


@pytest.mark.parametrize(
    ("content", "key", "code"),
    [
        (document(colour=1), "colour", "document:key:unknown"),
        (document(title="x"), "title.ja", "document:language:missing"),
        (document(effective_from="2026-13-01"), "effective_from", "document:value:wrong"),
        (document(observing="no"), "observing", "document:value:wrong"),
        (document(segment=[{**SEGMENT, "where": {"fact": "a"}}]), "segment.0.where", "policy:segment:wrong"),
        (document(segment=[{**SEGMENT, "where": "a"}]), "segment.0.where", "policy:segment:wrong"),
        (document(segment=[{"code": "x", "label": {}}]), "segment.0.label.ja", "document:language:missing"),
        (document(risk=[{"score": 2}]), "risk.0.score", "document:value:wrong"),
        (document(client=[{**CLIENT, "version": "nine"}]), "client.0.version", "policy:client:version"),
        (document(client=[{**CLIENT, "version": ""}]), "client.0.version", "document:value:wrong"),
        (document(client=[{**CLIENT, "channel": "fax"}]), "client.0.channel", "policy:channel:unknown"),
        (document(sunset=[{"factor": "email"}]), "sunset.0.factor", "document:value:wrong"),
        (with_rule("withdraw", operation="fly"), f"{WITHDRAW}.operation", "document:value:wrong"),
        (with_rule("withdraw", channels=["fax"]), f"{WITHDRAW}.channels", "policy:channel:unknown"),
        (with_rule("withdraw", factors=["pidgeon"]), f"{WITHDRAW}.factors", "document:word:unknown"),
        (with_rule("withdraw", condition={"moon": 1}), f"{WITHDRAW}.condition.moon", "policy:condition:wrong"),
        (with_rule("withdraw", mode=None), f"{WITHDRAW}.mode", "document:value:wrong"),
        (with_rule("withdraw", hold_hours=1_000), f"{WITHDRAW}.hold_hours", "document:value:wrong"),
        (with_rule("login-all", opt_out=TERMS), f"{LOGIN}.opt_out.valid_days", "document:value:wrong"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_key(content: dict[str, Any], key: str, code: str) -> None:
    assert (key, code) in keys(content)


def test_everything_missing_is_told_at_once() -> None:
    found = {key for key, _code in keys({"rule": [{}], "segment": [{}], "risk": [{}], "client": [{}], "sunset": [{}]})}

    assert {"title.ja", "effective_from", "rule.0.id", "rule.0.acr", "segment.0.code", "risk.0.score"} <= found
    assert {"client.0.program", "sunset.0.stop_use"} <= found


def test_equal_documents_have_equal_digests_whatever_the_order_of_keys() -> None:
    content = document()

    assert digest_of(dict(reversed(content.items()))) == digest_of(content)
    assert digest_of({**content, "observing": True}) != digest_of(content)
