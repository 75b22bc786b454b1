from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.lockouts import SLACK, barrier_of, closes, counted, crowd_barrier_of, delay_after
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.lockouts import (
    NOTES,
    OPEN,
    ORDER,
    USUAL,
    Lockout,
    LockoutRules,
    Pressure,
    Stage,
    Tally,
    Ticket,
)
from sekisho.kernel.moments import MINUTE, SECOND

AT = 1_796_000_400_000


def stage(pressure: Pressure, at: int = AT) -> Stage:
    return barrier_of(pressure, rules=USUAL, at=at).stage


def failures(count: int, *, ago: int = 5 * MINUTE) -> Tally:
    return Tally(count=count, last=AT - ago)


def test_the_first_failures_cost_nothing() -> None:
    assert barrier_of(Pressure(account=failures(3, ago=0)), rules=USUAL, at=AT) == OPEN


def test_further_failures_double_the_wait_up_to_a_minute() -> None:
    assert [delay_after(count, USUAL) // SECOND for count in range(3, 13)] == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert delay_after(10_000, USUAL) == MINUTE


def test_a_wait_is_over_after_its_time() -> None:
    tally = Tally(count=4, last=AT)

    barrier = barrier_of(Pressure(account=tally), rules=USUAL, at=AT)

    assert (barrier.stage, barrier.until, barrier.because) == (Stage.WAIT, AT + SECOND, "account")
    assert stage(Pressure(account=tally), AT + SECOND) is Stage.OPEN


def test_from_the_fifth_failure_on_the_device_has_to_work() -> None:
    assert stage(Pressure(account=failures(4))) is Stage.OPEN
    assert stage(Pressure(factor=failures(5))) is Stage.WORK
    assert stage(Pressure(account=failures(5), worked=USUAL.work_least)) is Stage.OPEN


def test_work_can_be_done_while_waiting() -> None:
    barrier = barrier_of(Pressure(account=Tally(count=6, last=AT)), rules=USUAL, at=AT)

    assert barrier.stage is Stage.WORK
    assert barrier.until == AT + 4 * SECOND
    assert barrier.work == USUAL.work_least * 6 // 5


def test_ten_failures_close_the_weak_paths() -> None:
    """C-15."""
    assert not closes(_ticket(9, 9), rules=USUAL)
    assert closes(_ticket(10, 1), rules=USUAL)
    assert closes(_ticket(1, 10), rules=USUAL)


def test_while_as_many_are_under_way_as_may_fail_nobody_else_is_let_in() -> None:
    assert stage(Pressure(account=failures(10), worked=10**9)) is Stage.LOCKED


def test_a_lockout_holds_until_its_time_and_a_manual_one_for_good() -> None:
    shut = Pressure(lockout=Lockout(until=AT + 1))

    assert (stage(shut), stage(shut, AT + 1)) == (Stage.LOCKED, Stage.OPEN)
    assert stage(Pressure(lockout=Lockout(manual=True)), AT * 2) is Stage.MANUAL


def test_failures_fade_after_the_window() -> None:
    tally = Tally(count=9, last=AT)

    assert counted(tally, rules=USUAL, at=AT + USUAL.window - 1) == tally
    assert counted(tally, rules=USUAL, at=AT + USUAL.window) == Tally()


def test_a_busy_network_has_to_work_and_a_busier_one_is_stopped() -> None:
    assert stage(Pressure(network=29)) is Stage.OPEN
    assert stage(Pressure(network=30)) is Stage.WORK
    assert stage(Pressure(network=600, worked=10**9)) is Stage.WAIT


def test_when_everybody_tries_at_once_unknown_devices_have_to_work() -> None:
    assert stage(Pressure(everyone=5)) is Stage.OPEN
    assert barrier_of(Pressure(everyone=12), rules=USUAL, at=AT).work == 2 * USUAL.work_least


@pytest.mark.parametrize("pressure", [Pressure(network=30), Pressure(network=600, worked=10**9), Pressure(everyone=6)])
def test_a_crowd_is_turned_away_before_it_is_known_who_it_is(pressure: Pressure) -> None:
    barrier = crowd_barrier_of(replace(pressure, lockout=Lockout(manual=True)), rules=USUAL, at=AT)

    assert barrier == barrier_of(pressure, rules=USUAL, at=AT)
    assert barrier.stage is not Stage.OPEN


def test_who_has_shown_something_is_none_of_the_crowd() -> None:
    crowd = Pressure(network=9_999, everyone=9_999, vouched=True)

    assert barrier_of(crowd, rules=USUAL, at=AT) == OPEN
    assert stage(replace(crowd, account=failures(5))) is Stage.WORK


def test_what_strangers_do_elsewhere_does_not_slow_a_known_device_down() -> None:
    crowd = Pressure(account=failures(9, ago=0), factor=failures(9, ago=0), network=9_999, everyone=9_999)

    assert stage(crowd) is Stage.WORK
    assert barrier_of(replace(crowd, device=Tally()), rules=USUAL, at=AT) == OPEN
    assert barrier_of(replace(crowd, device=failures(4, ago=0)), rules=USUAL, at=AT).because == "device"


def test_a_lockout_closes_the_weak_paths_on_a_known_device_too() -> None:
    assert stage(Pressure(lockout=Lockout(until=AT + 1), device=Tally())) is Stage.LOCKED


_TALLIES = st.builds(Tally, count=st.integers(0, 40), last=st.integers(AT - 3 * MINUTE, AT))
_PRESSURES = st.builds(
    Pressure,
    account=_TALLIES,
    factor=_TALLIES,
    device=st.none() | _TALLIES,
    network=st.integers(0, 1_000),
    everyone=st.integers(0, 5_000),
    lockout=st.builds(Lockout, until=st.integers(AT - MINUTE, AT + MINUTE), manual=st.booleans()),
    worked=st.integers(0, 10**6),
)


@given(_PRESSURES, st.integers(0, 5))
def test_more_failures_never_make_it_easier(pressure: Pressure, more: int) -> None:
    worse = replace(pressure, account=replace(pressure.account, count=pressure.account.count + more))
    before, after = (barrier_of(each, rules=USUAL, at=AT) for each in (pressure, worse))

    assert ORDER.index(after.stage) >= ORDER.index(before.stage)
    assert after.work >= before.work


@given(_PRESSURES)
def test_work_is_never_asked_beyond_what_was_set_and_enough_of_it_is_enough(pressure: Pressure) -> None:
    barrier = barrier_of(pressure, rules=USUAL, at=AT)

    assert barrier.work <= USUAL.work_most
    assert barrier_of(replace(pressure, worked=max(barrier.work, pressure.worked)), rules=USUAL, at=AT).work == 0


@given(_PRESSURES)
def test_a_closed_path_opens_for_no_amount_of_work(pressure: Pressure) -> None:
    shut = replace(pressure, lockout=Lockout(until=AT + 1), worked=10**12)

    assert stage(shut) is Stage.LOCKED


def test_a_proof_of_work_stays_good_while_the_pressure_rises_a_little() -> None:
    most = USUAL.everyone_work * SLACK

    assert stage(Pressure(everyone=most, worked=USUAL.work_least)) is Stage.OPEN
    assert stage(Pressure(everyone=most + USUAL.everyone_work, worked=USUAL.work_least)) is Stage.WORK


@pytest.mark.parametrize(
    "numbers",
    [
        {"lock_at": 101}, {"lock_at": 0, "free": 0, "work_from": 0}, {"free": 6}, {"window": 0},
        {"network_window": 0}, {"everyone_window": 0}, {"manual_after": 0},
        {"network_work": 0}, {"network_stop": 29}, {"work_least": 0}, {"work_most": 1},
    ],
)  # fmt: skip
def test_rules_that_contradict_themselves_are_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"."):
        LockoutRules(**numbers)


def test_every_stage_says_in_both_languages_what_to_do_next() -> None:
    assert set(NOTES) == set(Stage)
    assert OPEN.note is NOTES[Stage.OPEN]
    assert all(text.ja and text.en for text in NOTES.values())


def _ticket(account: int, factor: int) -> Ticket:
    return Ticket(
        subject="customer:a-1", factor=FactorCode.PASSWORD, network="n", account_count=account, factor_count=factor
    )
