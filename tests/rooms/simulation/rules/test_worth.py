"""What a rule is worth when it alone is left out."""

from hypothesis import given
from hypothesis import strategies as st
from tests.builders.evaluation import buy, deed, hijack

from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.stories import tell
from sekisho.simulation.rules.worth import (
    Account,
    deed_without,
    honest_relief,
    inferred_verdicts,
    rank_rules,
    verdict_without,
)
from sekisho.simulation.types.sample import KINDS, ORDER, Firing

ALLOW, STEP_UP, HOLD, DENY = Verdict
VERDICTS = {"ask": STEP_UP, "hold": HOLD, "twin": HOLD}


def firing(verdict: Verdict, *rules: str, undisturbed: bool = True) -> Firing:
    return Firing(ORDER, verdict, rules, undisturbed)


def account(**extra: object) -> Account:
    story = tell(
        hijack(),
        [
            buy(value=100, verdict=HOLD, rules=("hold",)),
            buy(minutes=1, value=10, verdict=HOLD, rules=("hold", "twin")),
            buy(minutes=2, value=1, verdict=STEP_UP, rules=("ask",), asks="phr"),
        ],
    )
    known: dict[str, object] = {
        "stories": [story],
        "honest": {firing(HOLD, "hold"): 3, firing(HOLD, "hold", "twin"): 2, firing(STEP_UP, "ask"): 5},
        "bad": {firing(HOLD, "hold"): 1, firing(HOLD, "hold", "twin"): 1, firing(STEP_UP, "ask"): 1},
        "shadow": {"trial": (4, 9)}, "honest_events": [1000] * len(KINDS), "read": {"hold": HOLD},
    }  # fmt: skip
    return Account(**(known | extra))  # type: ignore[arg-type]


def test_a_verdict_is_inferred_from_the_mildest_decision_a_rule_took_part_in() -> None:
    firings = [firing(DENY, "ask", "deny"), firing(STEP_UP, "ask"), firing(ALLOW, "deny", undisturbed=False)]

    assert inferred_verdicts(firings) == {"ask": STEP_UP, "deny": DENY}


def test_leaving_out_the_strictest_rule_leaves_the_next_one() -> None:
    assert verdict_without(HOLD, ("ask", "hold"), "hold", VERDICTS) is STEP_UP
    assert verdict_without(HOLD, ("hold",), "hold", VERDICTS) is ALLOW


def test_leaving_out_one_of_two_equal_rules_changes_nothing() -> None:
    assert verdict_without(HOLD, ("hold", "twin"), "hold", VERDICTS) is HOLD


@given(st.lists(st.sampled_from(sorted(VERDICTS)), unique=True), st.sampled_from([*sorted(VERDICTS), "other"]))
def test_a_verdict_without_a_rule_is_never_stricter(rules: list[str], left_out: str) -> None:
    given = max((VERDICTS[rule] for rule in rules), default=ALLOW)

    assert verdict_without(given, rules, left_out, VERDICTS) <= given


def test_a_rule_that_budget_softened_never_makes_a_decision_stricter_than_it_was() -> None:
    assert verdict_without(STEP_UP, ("ask", "hold"), "ask", VERDICTS) is STEP_UP


def test_a_freeze_goes_with_the_rule_that_alone_gave_the_verdict() -> None:
    frozen = buy(verdict=HOLD, rules=("hold",), freezes=frozenset({"buy"}))

    assert deed_without(frozen, "hold", VERDICTS).freezes == frozenset()
    assert deed_without(frozen, "ask", VERDICTS) is frozen


def test_honest_events_are_relieved_where_the_verdict_would_be_milder() -> None:
    relief = honest_relief({firing(HOLD, "hold"): 3, firing(HOLD, "hold", "twin"): 2}, VERDICTS)

    assert relief == {"hold": (5, 3), "twin": (2, 0)}


def test_rules_are_ranked_by_what_they_alone_save() -> None:
    rows = rank_rules(account())

    assert [(row.rank, row.rule, row.saved_own, row.saved_chain) for row in rows] == [
        (1, "hold", 100, 100), (2, "ask", 1, 1), (3, "twin", 0, 0), (4, "trial", 0, 0),
    ]  # fmt: skip
    assert rows[0].saved_share == 100 / 111


def test_an_incident_the_rule_had_no_part_in_is_unchanged_without_it() -> None:
    other = tell(hijack(1), [buy(verdict=DENY, rules=("deny",))])
    rows = {row.rule: row for row in rank_rules(account(stories=[*account().stories, other]))}

    assert rows["hold"].saved_own == 100


def test_a_row_tells_hits_unique_hits_and_honest_cost() -> None:
    hold = rank_rules(account())[0]

    assert (hold.bad_hits, hold.unique, hold.honest_hits, hold.honest_extra) == (2, 1, 5, 3)
    assert hold.honest_extra_per_10k == 30
    assert (hold.verdict, hold.verdict_read) == ("hold", True)


def test_rules_in_shadow_come_last_with_their_hits() -> None:
    trial = rank_rules(account())[-1]

    assert (trial.shadow, trial.bad_hits, trial.honest_hits, trial.honest_extra_per_10k) == (True, 4, 9, None)


def test_without_value_and_honest_events_there_are_no_shares() -> None:
    story = tell(hijack(), [deed(verdict=HOLD, rules=("hold",))])
    (row,) = rank_rules(
        account(stories=[story], honest={}, bad={firing(HOLD, "hold"): 1}, shadow={}, honest_events=[0] * 7)
    )

    assert (row.saved_share, row.honest_extra_per_10k) == (None, None)
