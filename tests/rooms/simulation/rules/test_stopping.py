"""When a bad event counts as stopped, reading by reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.evaluation import buy, deed

from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.stopping import judge, sessions
from sekisho.simulation.types.sample import CASH, LOGIN, ORDER, Deed

PASSWORD = frozenset({"password"})
EVERYTHING = frozenset({"password", "phr"})


def readings(deeds: list[Deed], can_answer: frozenset[str] = PASSWORD) -> list[tuple[bool, ...]]:
    return [tuple(stop) for stop in judge(deeds, can_answer)]


@pytest.mark.parametrize("verdict", [Verdict.HOLD, Verdict.DENY])
def test_a_held_or_denied_order_is_stopped_strictly(verdict: Verdict) -> None:
    assert readings([buy(verdict=verdict)]) == [(True, True, True)]


@pytest.mark.parametrize("acr", ["phr", "phrh"])
def test_a_phishing_resistant_challenge_stops_whoever_cannot_answer_it(acr: str) -> None:
    assert readings([buy(verdict=Verdict.STEP_UP, asks=acr)]) == [(False, True, True)]


def test_a_challenge_the_intruder_can_answer_stops_nothing() -> None:
    assert readings([buy(verdict=Verdict.STEP_UP, asks="phr")], EVERYTHING) == [(False, False, False)]


def test_a_step_up_that_asks_for_nothing_strong_stops_nothing() -> None:
    assert readings([buy(verdict=Verdict.STEP_UP)]) == [(False, False, False)]


@pytest.mark.parametrize("login", [deed(verdict=Verdict.DENY), deed(verdict=Verdict.STEP_UP, asks="phr")])
def test_an_order_behind_a_barred_login_is_stopped_by_chain_alone(login: Deed) -> None:
    assert readings([login, buy(minutes=1)])[1] == (False, False, True)


def test_a_held_login_bars_nothing_after_it() -> None:
    assert readings([deed(verdict=Verdict.HOLD), buy(minutes=1)])[1] == (False, False, False)


def test_a_second_login_that_got_through_is_not_excused_by_the_first() -> None:
    stops = readings([deed(verdict=Verdict.DENY), deed(minutes=1), buy(minutes=2)])

    assert stops[1:] == [(False, False, False), (False, False, False)]


def test_with_sessions_an_order_depends_on_the_login_of_its_own() -> None:
    first = deed(verdict=Verdict.DENY, session="s1")
    second = deed(minutes=1, session="s2")

    stops = readings([first, second, buy(minutes=2, session="s1"), buy(minutes=3, session="s2")])

    assert [stop[2] for stop in stops] == [True, False, True, False]


def test_an_order_of_a_session_without_login_follows_the_latest_one() -> None:
    assert readings([deed(verdict=Verdict.DENY), buy(minutes=1, session="s9")])[1] == (False, False, True)


@pytest.mark.parametrize(("minutes", "stopped"), [(0.99, False), (1, True)])
def test_a_freeze_stops_what_it_covers_a_minute_later(*, minutes: float, stopped: bool) -> None:
    frozen = buy(verdict=Verdict.HOLD, freezes=frozenset({"buy"}))

    assert readings([frozen, buy(minutes=minutes)])[1][2] is stopped


def test_a_freeze_of_buying_does_not_stop_a_withdrawal() -> None:
    frozen = buy(verdict=Verdict.HOLD, freezes=frozenset({"buy"}))
    cash = deed(minutes=5, kind=CASH, covered_by=frozenset({"withdrawal"}))

    assert readings([frozen, cash])[1] == (False, False, False)


@given(
    st.lists(
        st.builds(
            deed,
            minutes=st.integers(0, 9),
            kind=st.sampled_from([LOGIN, ORDER]),
            verdict=st.sampled_from(Verdict),
            asks=st.sampled_from(["", "phr"]),
        )
    ),
    st.sampled_from([PASSWORD, EVERYTHING]),
)
def test_each_reading_is_milder_than_the_one_before(deeds: list[Deed], can_answer: frozenset[str]) -> None:
    assert all(strict <= own <= chain for strict, own, chain in readings(deeds, can_answer))


def test_sessions_are_told_by_their_reference_or_by_the_logins() -> None:
    first, second, third = deed(), buy(minutes=1), deed(minutes=2)
    named = [deed(minutes=3, session="s"), buy(minutes=4, session="s")]

    assert list(sessions([first, second, third, *named])) == [[first, second], [third], named]
    assert list(sessions([])) == []
