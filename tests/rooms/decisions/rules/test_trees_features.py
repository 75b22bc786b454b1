"""What the model may see is decided fact by fact."""

from typing import get_args

from sekisho.activity.types import events
from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.fact import Kind
from sekisho.activity.types.facts import CATALOGUE
from sekisho.decisions.rules.trees_features import DIRECTIONS, FREE, GROUPS, LEFT_OUT, WORDS, candidates


def test_every_fact_is_either_a_feature_or_left_out_for_a_reason() -> None:
    names = {fact.name for fact in CATALOGUE}

    assert set(DIRECTIONS) | set(LEFT_OUT) == names
    assert not set(DIRECTIONS) & set(LEFT_OUT)
    assert all(LEFT_OUT.values())


def test_every_text_that_is_a_feature_has_its_words_and_no_direction() -> None:
    texts = {fact.name for fact in CATALOGUE if fact.kind is Kind.TEXT and fact.name in DIRECTIONS}

    assert set(WORDS) == texts
    assert {DIRECTIONS[name] for name in texts} == {FREE}


def test_the_words_are_those_that_events_may_carry() -> None:
    bodies = events.OrderBody.__annotations__ | events.CashBody.__annotations__ | events.LoginBody.__annotations__
    spelt = {
        "channel": get_args(events.Channel),
        "field": get_args(events.ProfileField),
        "factor_kind": get_args(events.FactorKind),
        "action": (
            *get_args(events.FactorBody.__annotations__["action"]),
            *get_args(events.ProfileBody.__annotations__["action"]),
        ),
        "outcome": get_args(bodies["outcome"]),
        "side": get_args(bodies["side"]),
        "position": get_args(bodies["position"]),
        "order_kind": get_args(bodies["kind"]),
        "direction": get_args(bodies["direction"]),
        "method": get_args(bodies["method"]),
    }

    assert {name: set(words) for name, words in WORDS.items()} == {name: set(words) for name, words in spelt.items()}


def test_the_groups_share_out_the_decided_types() -> None:
    assert sorted(event for group in GROUPS.values() for event in group) == sorted(DECIDED)


def test_a_group_sees_only_facts_its_events_can_have_and_numbers_come_first() -> None:
    found = candidates("access")

    assert "order_to_adv" not in {candidate.name for candidate in found}
    assert "order_to_adv" in {candidate.name for candidate in candidates("money")}
    words = [candidate.words is not None for candidate in found]
    assert words == sorted(words)
