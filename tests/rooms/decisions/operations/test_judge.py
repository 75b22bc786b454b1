"""The judge: facts in, verdict and record out."""

import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import NOON, override, row, rule, rulebook
from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.facts import FactRow
from sekisho.decisions.operations.judge import Judge
from sekisho.decisions.types.judgement import Fires, Judgement
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.verdicts import Verdict

THIN = {"side": "buy", "order_to_adv": 0.5, "market_phase": "morning"}


class Fixed:
    """A model that always says the same."""

    name = "fixed@1"

    def __init__(self, score: float) -> None:
        self._score = score
        self.asked = 0

    def score(self, facts: FactRow) -> float:
        """The same for every row that has facts."""
        return self._score if facts else 0.0

    def contributions(self, facts: FactRow, *, top: int = 3) -> list[tuple[str, float]]:
        """The same for every row that has facts; counts how often it was asked."""
        self.asked += 1
        return [("order_to_adv", 1.23456789), ("side", 0.5)][:top] if facts else []


def _judge(judge: Judge, **changes: Any) -> Judgement:
    settings: dict[str, Any] = {
        "event_type": "order", "at": NOON, "channel": "app", "account": "a-1", "event": "e-1", "facts": row(**THIN),
    }  # fmt: skip
    return judge.judge(**(settings | changes))


def _record(judgement: Judgement) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(judgement.record)
    return found


def test_a_rule_that_fires_gives_its_verdict_its_reason_and_its_obligations() -> None:
    judgement = _judge(Judge(rulebook()))

    assert (judgement.verdict, judgement.rules) == (Verdict.HOLD, ("thin-buy@1",))
    record = _record(judgement)
    assert record["reasons"][0]["values"] == {"order_to_adv": 0.5}
    assert record["obligations"] == [{"do": "challenge", "acr": "phr", "bind": "order"}]
    assert (record["rulebook"], record["policy"], record["model"], record["score"]) == ("2026-12-01.1", 4, "none", 0.0)


@pytest.mark.parametrize("event_type", DECIDED)
def test_an_event_that_no_rule_minds_is_allowed(event_type: str) -> None:
    judgement = _judge(Judge(rulebook()), event_type=event_type, facts=row(event_type))

    assert judgement.verdict is Verdict.ALLOW
    assert _record(judgement)["reasons"] == []


def test_the_model_is_asked_and_rules_see_its_score() -> None:
    by_score = rule(id="by-score", when="score >= 0.5")

    assert _judge(Judge(rulebook(by_score), Fixed(0.7))).verdict is Verdict.HOLD
    assert _judge(Judge(rulebook(by_score), Fixed(0.2))).verdict is Verdict.ALLOW
    assert _judge(Judge(rulebook(by_score))).verdict is Verdict.ALLOW
    assert _judge(Judge(rulebook(by_score), Fixed(0.2)), score=0.9).score == 0.9


def test_a_verdict_by_score_says_what_the_score_rests_on_a_10() -> None:
    judgement = _judge(Judge(rulebook(rule(id="by-score", when="score >= 0.5")), Fixed(0.7)))

    record = _record(judgement)
    assert record["contributions"] == [["order_to_adv", 1.234568], ["side", 0.5]]
    assert record["reasons"][0]["values"] == {"order_to_adv": 0.5, "side": "buy"}
    assert "buy or sell = buy" in record["reasons"][0]["en"]
    assert "売買の別＝買い" in record["reasons"][0]["ja"]


def test_the_model_is_asked_for_reasons_only_where_a_live_rule_by_score_fired() -> None:
    by_score = {"id": "by-score", "when": "score >= 0.5"}

    for rules, score in (
        ((rule(),), 0.7),
        ((rule(), rule(**by_score)), 0.2),
        ((rule(), rule(**by_score, mode="shadow")), 0.7),
    ):
        model = Fixed(score)
        judgement = _judge(Judge(rulebook(*rules), model))
        assert (model.asked, _record(judgement)["contributions"]) == (0, [])


def test_a_rule_in_shadow_is_noted_and_does_not_bite() -> None:
    judgement = _judge(Judge(rulebook(rule(mode="shadow"))))

    assert (judgement.verdict, judgement.shadow, judgement.rules) == (Verdict.ALLOW, ("thin-buy@1",), ())
    assert _record(judgement)["shadow"] == ["thin-buy@1"]


def test_a_rule_that_is_off_is_not_asked() -> None:
    assert Judge(rulebook(rule(mode="off"))).evaluate(event_type="order", facts=row(**THIN)).rules == ()


def test_a_rule_holds_in_its_time_and_channels_only() -> None:
    judge = Judge(rulebook(rule(more="end = 2025-03-18", channels=["web", "app"])))

    assert _judge(judge).verdict is Verdict.HOLD
    assert _judge(judge, channel="phone").verdict is Verdict.ALLOW
    assert _judge(judge, at=NOON + 24 * 60 * MINUTE).verdict is Verdict.ALLOW
    assert _judge(judge, at=NOON - 365 * 24 * 60 * MINUTE).verdict is Verdict.ALLOW


def test_a_degraded_source_raises_the_verdict_and_is_recorded_e_09() -> None:
    judgement = _judge(
        Judge(rulebook()), event_type="cash", facts=row("cash", direction="out"), degraded=("no_session",)
    )

    assert judgement.verdict is Verdict.STEP_UP
    assert judgement.rules == ("safe-modes@4",)
    assert _record(judgement)["degraded"] == ["no_session"]
    assert _record(judgement)["reasons"][0]["code"] == "safe:no_session:withdrawal"


def test_a_degraded_source_that_matters_to_nothing_is_still_recorded() -> None:
    judgement = _judge(Judge(rulebook()), facts=row(side="sell"), degraded=("late",))

    assert judgement.verdict is Verdict.ALLOW
    assert _record(judgement)["degraded"] == ["late"]


def test_an_override_lifts_the_rule_in_its_scope_and_is_recorded() -> None:
    judge = Judge(rulebook(overrides=(override(account=None, symbol="1234", network="203.0.113.0/24", device="d-1"),)))
    scope = {"symbol": "1234", "ip": "203.0.113.4", "device": "d-1"}

    assert _judge(judge).verdict is Verdict.HOLD
    lifted = _judge(judge, **scope)

    assert lifted.verdict is Verdict.ALLOW
    assert _record(lifted)["override"] == [{"id": "ovr-1", "rules": ["thin-buy@1"]}]


def test_an_override_never_lifts_what_people_froze() -> None:
    frozen = rule(when="frozen", budget="", verdict="deny")

    judgement = _judge(Judge(rulebook(frozen, overrides=(override(),))), facts=row(frozen=True))

    assert judgement.verdict is Verdict.DENY


def test_a_spent_budget_turns_a_hold_into_a_step_up_and_raises_one_alarm_a_minute() -> None:
    judge = Judge(rulebook())

    found = [_judge(judge, at=NOON + second) for second in range(5)]
    later = _judge(judge, at=NOON + MINUTE)

    assert [each.verdict.word for each in found] == ["hold", "hold", "step_up", "step_up", "step_up"]
    assert [len(each.alarms) for each in found] == [0, 0, 1, 0, 0]
    assert (found[2].alarms[0].rule, found[2].alarms[0].limit, found[2].alarms[0].phase) == ("thin-buy@1", 2, "morning")
    assert _record(found[2])["budget"] == ["thin-buy@1"]
    assert later.verdict is Verdict.HOLD


def test_a_phase_has_a_budget_of_its_own() -> None:
    judge = Judge(rulebook(rule(budget="[budget]\nper_minute = 1\n[budget.by_phase]\npreopen = 3\n")))
    early = row(**(THIN | {"market_phase": "preopen"}))

    found = [_judge(judge, facts=early).verdict.word for _ in range(4)]

    assert found == ["hold", "hold", "hold", "step_up"]


def test_a_lifted_rule_spends_no_budget() -> None:
    judge = Judge(rulebook(overrides=(override(),)))
    for _ in range(5):
        assert _judge(judge).verdict is Verdict.ALLOW

    assert _judge(judge, account="a-2").verdict is Verdict.HOLD


def test_what_people_froze_is_never_softened_by_a_budget() -> None:
    judge = Judge(rulebook(rule(when="frozen", budget="", verdict="deny"), rule(id="other", when="thin")))

    found = {_judge(judge, facts=row(frozen=True)).verdict for _ in range(5)}

    assert found == {Verdict.DENY}


def test_the_pure_phase_is_small_and_can_be_sent_between_processes() -> None:
    judge = Judge(rulebook())
    fires = judge.evaluate(event_type="order", facts=row(**THIN))

    assert pickle.loads(pickle.dumps(fires)) == fires == Fires(None, (0,))  # noqa: S301 - our own bytes
    assert judge.in_order(fires)
    assert not judge.in_order(Fires(None, ()))
    assert not Judge(rulebook(rule(verdict="step_up", budget=""))).in_order(fires)


def test_counts_can_be_kept_and_taken_up_again() -> None:
    judge = Judge(rulebook())
    for _ in range(2):
        _judge(judge)

    other = Judge(rulebook())
    other.recall(judge.counts())

    assert other.version == "2026-12-01.1"
    assert _judge(other).verdict is Verdict.STEP_UP


RULES = (
    rule(),
    rule(id="asks-more", verdict="step_up", budget="", when="new_device"),
    rule(id="denies", verdict="deny", when="thin AND hour > 3"),
    rule(id="in-shadow", mode="shadow", when="thin"),
)
FACTS = st.fixed_dictionaries(
    {
        "side": st.sampled_from(("buy", "sell", None)),
        "order_to_adv": st.sampled_from((0.01, 0.5, None)),
        "new_device": st.sampled_from((True, False, None)),
        "thin": st.sampled_from((True, False, None)),
        "hour": st.sampled_from((2, 9, None)),
    }
)


@given(st.lists(st.tuples(FACTS, st.sampled_from(((), ("late",)))), max_size=8))
def test_both_phases_apart_and_together_give_the_same_bytes_every_time(
    events: list[tuple[dict[str, Any], tuple[str, ...]]],
) -> None:
    one, two = Judge(rulebook(*RULES)), Judge(rulebook(*RULES))
    rows = [row(**facts) for facts, _ in events]
    fires = [two.evaluate(event_type="order", facts=facts) for facts in rows]

    for number, (facts, (_, degraded)) in enumerate(zip(rows, events, strict=True)):
        settings = {
            "event_type": "order",
            "at": NOON + number,
            "channel": "app",
            "account": "a-1",
            "event": f"e-{number}",
        }
        whole = one.judge(**settings, facts=facts, degraded=degraded)
        assert two.conclude(fires[number], **settings, facts=facts, degraded=degraded) == whole


@given(FACTS)
def test_more_rules_never_make_an_answer_milder(facts: dict[str, Any]) -> None:
    few = _judge(Judge(rulebook(RULES[1])), facts=row(**facts))
    many = _judge(Judge(rulebook(*RULES)), facts=row(**facts))

    assert many.verdict >= few.verdict
