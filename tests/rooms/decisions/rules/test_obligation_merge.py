"""Obligations of several rules become one list."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.decisions.rules.obligation_merge import merged
from sekisho.decisions.types.rule import Obligation


def _of(do: str, **details: object) -> Obligation:
    return Obligation(do=do, details=details)


def test_the_same_obligation_is_kept_once_and_in_the_first_place() -> None:
    found = merged([_of("open_case"), _of("notify", template="a"), _of("open_case"), _of("notify", template="b")])

    assert found == (
        {"do": "open_case"},
        {"do": "notify", "template": "a"},
        {"do": "notify", "template": "b"},
    )


def test_of_two_challenges_for_one_action_the_stronger_stays() -> None:
    found = merged([_of("challenge", acr="phr", bind="order"), _of("challenge", acr="phrh", bind="order"),
                    _of("challenge", acr="phr", bind="login")])  # fmt: skip

    assert found == (
        {"do": "challenge", "acr": "phrh", "bind": "order"},
        {"do": "challenge", "acr": "phr", "bind": "login"},
    )


def test_freezes_become_one_over_all_scopes_and_cooling_lasts_the_longest() -> None:
    found = merged([_of("freeze", scope=["withdrawal"]), _of("cool_off", hours=24), _of("freeze", scope=["buy"]),
                    _of("cool_off", hours=72)])  # fmt: skip

    assert found == ({"do": "freeze", "scope": ["buy", "withdrawal"]}, {"do": "cool_off", "hours": 72})


ACR, BIND = st.sampled_from(("phr", "phrh", "jpki")), st.sampled_from(("login", "order"))
SCOPE = st.lists(st.sampled_from(("buy", "login", "api")), min_size=1, unique=True)
OBLIGATIONS = st.lists(
    st.one_of(
        st.builds(_of, st.just("challenge"), acr=ACR, bind=BIND),
        st.builds(_of, st.just("freeze"), scope=SCOPE),
        st.builds(_of, st.just("cool_off"), hours=st.integers(1, 99)),
        st.builds(_of, st.sampled_from(("open_case", "revoke_sessions"))),
    ),
    max_size=6,
)


@given(OBLIGATIONS)
def test_merging_what_is_merged_changes_nothing(obligations: list[Obligation]) -> None:
    once = merged(obligations)

    again = merged(
        _of(str(each["do"]), **{name: value for name, value in each.items() if name != "do"}) for each in once
    )

    assert again == once
