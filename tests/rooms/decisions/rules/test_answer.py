"""Precedence: strictest verdict, overrides, spent budgets, safe modes."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import condition, row
from sekisho.decisions.rules.answer import Answer, Settled, answer
from sekisho.decisions.rules.conditions import Condition
from sekisho.decisions.rules.safety import Minimum
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

NOTHING = Settled({}, frozenset())
MILD = condition(id="mild", verdict="step_up", budget="")
HOLD = condition(id="hold", obligations='[ { do = "open_case" }, { do = "freeze", scope = ["buy"] } ]')
DENY = condition(id="deny", verdict="deny", obligations='[ { do = "challenge", acr = "phr", bind = "order" } ]')
FROZEN = condition(
    id="account-frozen", verdict="deny", when="frozen", budget="", obligations='[ { do = "open_case" } ]'
)


def _minimum(verdict: Verdict) -> Minimum:
    return Minimum(verdict, f"safe:late:{verdict.word}", Text("遅れ", "late"))


def _answer(
    *fired: Condition, settled: Settled = NOTHING, minima: Sequence[Minimum] = (), score: float | None = None
) -> Answer:
    return answer(
        fired, settled=settled, minima=minima, facts=row(order_to_adv=0.5), score=score,
        about=("order", "safe-modes@4"),
    )  # fmt: skip


def test_the_strictest_verdict_wins_and_its_reason_comes_first() -> None:
    found = _answer(MILD, HOLD, DENY)

    assert found.verdict is Verdict.DENY
    assert [reason.rule for reason in found.reasons] == ["deny@1", "hold@1", "mild@1"]


def test_a_reason_shows_its_values_in_both_languages() -> None:
    (reason,) = _answer(HOLD).reasons

    assert (reason.code, reason.values) == ("order:instrument:thin", {"order_to_adv": 0.5})
    assert (reason.ja, reason.en) == ("平均売買代金の0.5倍の買い", "a buy of 0.5 times the usual value")


def test_a_reason_can_show_the_score() -> None:
    by_score = condition(id="by-score", values=["score"], reason_ja="{score}", reason_en="{score}")

    assert _answer(by_score, score=0.25).reasons[0].values == {"score": 0.25}


BY_SCORE = condition(id="by-score", verdict="step_up", budget="", when="score >= 0.5")
MOVED = (("new_device", 1.5), ("order_to_adv", 0.25))


def test_a_reason_that_rests_on_the_score_names_the_facts_that_moved_it_a_10() -> None:
    found = _answer(HOLD, BY_SCORE, settled=Settled({}, frozenset(), MOVED), score=0.9)

    held, by_score = found.reasons
    assert held.values == {"order_to_adv": 0.5}
    assert "score" not in held.en
    assert by_score.values == {"order_to_adv": 0.5, "new_device": None}
    assert by_score.ja.endswith("事実: 新しい端末＝不明、平均売買代金に対する注文代金＝0.5倍。")
    assert by_score.en.startswith("a buy of 0.5 times the usual value Facts that moved the score most: device")
    assert found.contributions == MOVED


def test_contributions_are_kept_only_where_a_reason_rests_on_them() -> None:
    explained = Settled({}, frozenset(), MOVED)

    assert _answer(HOLD, settled=explained).contributions == ()
    assert _answer(BY_SCORE, settled=explained._replace(lifted={"by-score": "ovr-1"})).contributions == ()
    assert _answer(BY_SCORE, settled=explained._replace(spent=frozenset({"by-score"}))).contributions == MOVED
    assert _answer(BY_SCORE).reasons[0].en == "a buy of 0.5 times the usual value"


def test_a_lifted_rule_counts_for_nothing_and_the_override_is_named() -> None:
    found = _answer(HOLD, MILD, settled=Settled({"hold": "ovr-1", "mild": "ovr-1"}, frozenset()))

    assert (found.verdict, found.reasons, found.obligations) == (Verdict.ALLOW, (), ())
    assert [(each.id, each.rules) for each in found.override] == [("ovr-1", ("hold@1", "mild@1"))]


def test_an_override_never_lifts_what_people_froze() -> None:
    found = _answer(FROZEN, settled=Settled({"account-frozen": "ovr-1"}, frozenset()))

    assert (found.verdict, found.override) == (Verdict.DENY, ())


def test_a_rule_whose_budget_is_spent_asks_for_a_step_up_and_freezes_nothing() -> None:
    found = _answer(HOLD, settled=Settled({}, frozenset({"hold"})))

    assert (found.verdict, found.budget) == (Verdict.STEP_UP, ("hold@1",))
    assert found.obligations == ({"do": "challenge", "acr": "phr", "bind": "order"}, {"do": "open_case"})


def test_a_spent_rule_with_its_own_challenge_keeps_it() -> None:
    found = _answer(DENY, settled=Settled({}, frozenset({"deny"})))

    assert found.obligations == ({"do": "challenge", "acr": "phr", "bind": "order"},)


def test_a_denial_asks_for_no_proof() -> None:
    assert _answer(DENY, MILD).obligations == ()


def test_a_safe_mode_raises_the_verdict_with_a_reason_of_its_own() -> None:
    found = _answer(minima=[_minimum(Verdict.STEP_UP)])

    assert found.verdict is Verdict.STEP_UP
    assert [(each.code, each.rule) for each in found.reasons] == [("safe:late:step_up", "safe-modes@4")]
    assert found.obligations == ({"do": "challenge", "acr": "phr", "bind": "order"},)


def test_a_hold_by_a_safe_mode_opens_a_case() -> None:
    assert _answer(minima=[_minimum(Verdict.HOLD)]).obligations == ({"do": "open_case"},)


def test_nothing_fired_is_an_allow() -> None:
    assert _answer() == Answer(Verdict.ALLOW, (), (), (), ())


SOME = st.lists(st.sampled_from((MILD, HOLD, DENY, FROZEN)), unique_by=lambda each: each.rule.id)
NAMES = st.frozensets(st.sampled_from(("mild", "hold", "deny", "account-frozen")))


@given(SOME, SOME, NAMES, NAMES, st.lists(st.sampled_from(list(Verdict)[1:]).map(_minimum)))
def test_more_fired_rules_and_minima_never_make_the_answer_milder(
    fired: list[Condition], more: list[Condition], lifted: frozenset[str], spent: frozenset[str], minima: list[Minimum]
) -> None:
    settled = Settled(dict.fromkeys(lifted, "ovr-1"), spent)
    both = [*fired, *(each for each in more if each not in fired)]

    assert _answer(*both, settled=settled, minima=minima).verdict >= _answer(*fired, settled=settled).verdict


@given(SOME, NAMES, NAMES)
def test_overrides_and_budgets_never_make_the_answer_stricter(
    fired: list[Condition], lifted: frozenset[str], spent: frozenset[str]
) -> None:
    assert _answer(*fired, settled=Settled(dict.fromkeys(lifted, "o"), spent)).verdict <= _answer(*fired).verdict
