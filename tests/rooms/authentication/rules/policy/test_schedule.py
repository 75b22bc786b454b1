"""What is published is what runs."""

import json
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, cast

import pytest
from tests.builders.policies import (
    AT,
    FIRM,
    WHY,
    F,
    Op,
    a_policy,
    a_question,
    a_rule,
    a_sunset,
    document,
    holding,
    terms,
)

from sekisho.authentication.rules.policy.chain import publication_hash
from sekisho.authentication.rules.policy.evaluation import evaluate
from sekisho.authentication.rules.policy.reading import read_policy
from sekisho.authentication.rules.policy.schedule import LANGUAGES, public_rules, schedule
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import ClientMinimum, EnrolmentView, Mode, Override, Policy, Question, Result
from sekisho.authentication.types.policy_versions import GENESIS
from sekisho.kernel.moments import DAY, HOUR, JST, to_milliseconds

SHIPPED = read_policy(document()).policy
MILD = {
    "amount": 0, "score": 0.0, "new_payee": False, "new_device": False, "thin": False, "country": "JP",
    "person": "individual", "residence": "JP",
}  # fmt: skip


def body(policy: Policy = SHIPPED, language: str = "ja", prev: str = GENESIS) -> dict[str, Any]:
    return schedule(policy, firm=FIRM, language=language, published=AT, prev_sha256=prev)


def begins(line: dict[str, Any]) -> int:
    return to_milliseconds(datetime.combine(date.fromisoformat(line["from"]), time(), JST))


def asked(line: dict[str, Any], at: int) -> Question:
    """Somebody new, in the case that the line speaks of, with one of each factor."""
    amount = line["condition"].get("amount_at_least", 0)
    return a_question(
        OperationCode(line["operation"]),
        at=at,
        facts={**MILD, "amount": amount},
        held=tuple(holding(factor, created=0) for factor in FactorCode),
        enrolment=EnrolmentView(created=at, enrolled_at=at),
    )


@pytest.mark.parametrize("line", body()["operations"], ids=lambda line: line["rule"])
def test_published_factors_are_exactly_those_that_are_accepted(line: dict[str, Any]) -> None:
    """5.6: published JSON equals evaluator output, line by line, from the published day on."""
    answer = evaluate(SHIPPED, asked(line, begins(line)))
    strong = set(line["factors"])

    assert answer.result is Result.STEP_UP
    assert answer.demand.acr.uri == (line["acr"] if line["acr"] != "urn:sekisho:acr:mfa" else "phr")
    assert answer.demand.binding == line["binding"]
    assert answer.demand.max_age_s == line["max_age_s"]
    assert answer.demand.hold_hours == line["new_authenticator_waits_hours"]
    assert set(answer.offers) <= strong
    if line["acr"] != "urn:sekisho:acr:mfa":  # whoever holds everything is offered no less than a passkey
        assert set(answer.offers) == strong


@pytest.mark.parametrize("line", body()["operations"], ids=lambda line: line["rule"])
def test_before_the_published_day_the_rule_does_not_bind(line: dict[str, Any]) -> None:
    answer = evaluate(SHIPPED, asked(line, begins(line) - 1))

    assert line["rule"] not in answer.demand.rules


@pytest.mark.parametrize("line", body()["interim"], ids=lambda line: f"{line['factor']} {line['stop_use']}")
def test_an_interim_factor_works_until_the_published_day_and_no_longer(line: dict[str, Any]) -> None:
    factor, end = FactorCode(line["factor"]), begins({"from": line["stop_use"]})
    for code in line["operations"] or ["login"]:
        operation = OperationCode(code)
        before, after = (
            evaluate(
                SHIPPED,
                a_question(operation, factor, at=at, facts=MILD, enrolment=EnrolmentView(created=at)),
            )
            for at in (end - 1, end)
        )
        assert before.offers == (factor.value,)
        assert after.offers == ()


def test_opt_out_is_published_as_it_is_granted() -> None:
    """C-13."""
    said = body(language="en")["opt_out"]

    assert said["allowed"] == ["login", "login_new_device"]
    assert {"withdraw", "bank_account_change"} <= set(said["not_allowed"])
    assert (said["alternatives"], said["valid_days"]) == (["push_number", "totp"], 180)
    assert said["conditions"] == ["lower limits", "a notice of every login"]
    for code in said["not_allowed"]:
        assert not OPERATIONS[OperationCode(code)].opt_out or not terms()


def test_an_operation_one_of_whose_rules_has_no_terms_cannot_be_declined() -> None:
    policy = a_policy(a_rule(Op.LOGIN, opt_out=terms()), a_rule(Op.LOGIN, id="two"))

    assert body(policy)["opt_out"] == {
        "allowed": [], "not_allowed": ["login"], "alternatives": [], "conditions": [], "valid_days": 0,
    }  # fmt: skip


def test_both_languages_promise_the_same() -> None:
    japanese, english = (body(language=language) for language in LANGUAGES)
    words = {"firm", "title", "lang", "sha256", "reason", "conditions"}

    def promises(value: Any) -> Any:
        if isinstance(value, dict):
            kept = {name: each for name, each in value.items() if not name.endswith("_label") and name not in words}
            return {
                name: promises(each)
                for name, each in kept.items()
                if name not in {"factor_labels", "reason", "conditions"}
            }
        return [promises(each) for each in value] if isinstance(value, list) else value

    assert promises(japanese) == promises(english)
    assert japanese["firm"] == "見本証券"


def test_it_is_plain_json_with_its_own_hash_and_the_one_before() -> None:
    said = body(prev="a" * 64)

    assert json.loads(json.dumps(said)) == said
    assert (said["sha256"], said["prev_sha256"]) == (publication_hash(said), "a" * 64)
    assert said["sha256"] != body()["sha256"]


def test_staff_and_what_binds_nobody_is_not_published() -> None:
    operations = {rule.operation for rule in public_rules(SHIPPED)}

    assert not {Op.STAFF_LOGIN, Op.STAFF_APPROVAL, Op.ORDER_PLACE} & operations


def test_clients_emergencies_and_trials_are_told() -> None:
    client = ClientMinimum(channel="app", program="x", version="9.1", since=AT, advice=WHY)
    emergency = Override(
        id="ov", rules=frozenset({"withdraw"}), starts=AT, ends=AT + HOUR, reason=WHY,
        compensations=frozenset({"call_back", "own"}),
    )  # fmt: skip
    said = body(
        a_policy(a_rule(mode=Mode.ENFORCE_NEW), clients=(client,), overrides=(emergency,), observing=True), "en"
    )

    assert said["clients"][0]["version"] == "9.1"
    assert said["emergencies"][0]["compensations"] == ["checked by calling back", "own"]
    assert said["trial"] is True
    assert said["operations"][0]["customers"] == "new"


def test_scores_are_not_published() -> None:
    rule = a_rule(condition={"score_at_least": 0.8, "thin": True})

    assert body(a_policy(rule))["operations"][0]["condition"] == {"thin": True}


def test_a_segment_that_is_gone_is_named_by_its_code() -> None:
    assert body(a_policy(a_rule(segment="gone")))["operations"][0]["segment_label"] == "gone"


def test_an_end_that_a_sunset_brings_earlier_is_told_once() -> None:
    rule = a_rule(Op.LOGIN, interim=frozenset({F.EMAIL_OTP}), interim_until=AT + DAY)
    lines = cast("list[dict[str, Any]]", body(a_policy(rule, sunsets=(a_sunset(),)))["interim"])

    assert [line["stop_use"] for line in lines] == ["2027-06-30T10:00:00+09:00"]
    later = replace(a_policy(rule), sunsets=(a_sunset(stop_use=AT + 2 * DAY),))
    assert len(body(later)["interim"]) == 2
    elsewhere = replace(a_policy(rule), sunsets=(a_sunset(operations=frozenset({Op.WITHDRAW})),))
    assert len(body(elsewhere)["interim"]) == 2
