"""A customer belongs to a segment, or not, or it is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.policy.segments import DEEPEST, compiled, faults

FACTS = {"person": "corporate", "age": 70, "api_user": True, "residence": "JP"}


@pytest.mark.parametrize(
    ("where", "member"),
    [
        ({}, True),
        ({"fact": "person", "is": "corporate"}, True),
        ({"fact": "person", "is": "individual"}, False),
        ({"fact": "api_user", "is": 1}, False),
        ({"fact": "asset_band", "is": "high"}, None),
        ({"fact": "residence", "in": ["JP", "US"]}, True),
        ({"fact": "residence", "in": ["US"]}, False),
        ({"fact": "asset_band", "in": ["US"]}, None),
        ({"fact": "age", "at_least": 70}, True),
        ({"fact": "age", "at_least": 71}, False),
        ({"fact": "person", "at_least": 1}, None),
        ({"fact": "age", "below": 70}, False),
        ({"fact": "asset_band", "below": 70}, None),
        ({"fact": "age", "known": True}, True),
        ({"fact": "asset_band", "known": False}, True),
        ({"not": {"fact": "age", "below": 70}}, True),
        ({"not": {"fact": "asset_band", "is": "x"}}, None),
        ({"all": [{"fact": "age", "known": True}, {"fact": "asset_band", "is": "x"}]}, None),
        ({"any": [{"fact": "age", "known": True}, {"fact": "asset_band", "is": "x"}]}, True),
    ],
)
def test_a_predicate_answers_yes_no_or_not_known(where: dict[str, object], member: bool | None) -> None:  # noqa: FBT001 - a table
    assert faults(where, key="where") == ()
    assert compiled(where)(FACTS) is member


@pytest.mark.parametrize(
    ("where", "key"),
    [
        ("everybody", "w"),
        ({"fact": "age"}, "w"),
        ({"is": 3}, "w"),
        ({"fact": "age", "is": 3, "below": 4}, "w"),
        ({"fact": "age", "like": "7%"}, "w"),
        ({"fact": "", "is": 3}, "w.fact"),
        ({"fact": "age", "is": [3]}, "w.is"),
        ({"fact": "age", "in": []}, "w.in"),
        ({"fact": "age", "in": "JP"}, "w.in"),
        ({"fact": "age", "at_least": "old"}, "w.at_least"),
        ({"fact": "age", "below": True}, "w.below"),
        ({"fact": "age", "known": "yes"}, "w.known"),
        ({"all": []}, "w.all"),
        ({"any": {"fact": "age", "is": 3}}, "w.any"),
        ({"all": [{}]}, "w.all.0"),
        ({"all": [{"fact": "age", "is": 1}, {"fact": "age"}]}, "w.all.1"),
        ({"not": 3}, "w.not"),
    ],
)
def test_a_mistake_is_found_where_it_stands(where: object, key: str) -> None:
    assert [fault.key for fault in faults(where, key="w")] == [key]


def test_predicates_stand_inside_each_other_only_so_deep() -> None:
    where: dict[str, object] = {"fact": "age", "is": 3}
    for _ in range(DEEPEST):
        where = {"not": where}

    assert [fault.code for fault in faults(where, key="w")] == ["policy:segment:wrong"]
    assert faults(where["not"], key="w") == ()


leaves = st.one_of(
    st.fixed_dictionaries({"fact": st.sampled_from(("a", "b")), "is": st.integers()}),
    st.fixed_dictionaries({"fact": st.sampled_from(("a", "b")), "at_least": st.integers()}),
    st.fixed_dictionaries({"fact": st.sampled_from(("a", "b")), "known": st.booleans()}),
)
wheres = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"not": inner}),
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
    ),
    max_leaves=6,
)
junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.sampled_from(("all", "not", "fact", "is")), inner)),
)


@given(
    wheres, st.dictionaries(st.sampled_from(("a", "b")), st.one_of(st.integers(), st.text(), st.booleans(), st.none()))
)
def test_every_predicate_without_faults_answers_whatever_the_facts_are(
    where: dict[str, object], facts: dict[str, object]
) -> None:
    if not faults(where, key="w"):
        assert compiled(where)(facts) in {True, False, None}


@given(junk)
def test_no_json_makes_the_check_stumble(value: object) -> None:
    if not faults(value, key="w"):
        assert isinstance(value, dict)
        compiled(value)({})
