"""Customers log in at a set pace; each is attacked at most once, and nothing is told of the account afterwards."""

from collections.abc import Iterable

import pytest
from tests.builders.logins import login, moment, place

from sekisho.activity.types.events import (
    Device,
    Event,
    Instrument,
    InstrumentBody,
    Login,
    LoginBody,
    Logout,
    LogoutBody,
)
from sekisho.kernel.moments import DAY
from sekisho.simulation.operations.logins.staging import Stage, Told, resistant
from sekisho.simulation.types.login_bench import HOLDER, LoginPlan, Pace

WEEKLY = Pace("weekly", 7 * DAY, 100)
EAGER = LoginPlan(history=2, chance=1.0)
CALM = LoginPlan(chance=0.0)


def play(events: Iterable[Event], *, plan: LoginPlan = EAGER, pace: Pace = WEEKLY) -> list[Told]:
    return list(Stage(plan, pace, place).play(events))


def crowd(days: int) -> list[Login]:
    """Somebody else logs in every day, from the same operator; all of them are other people."""
    return [login(f"B{day}", days=day + 0.5, ip=f"192.0.2.{day + 1}") for day in range(days)]


def ordered(*events: Event) -> list[Event]:
    return sorted(events, key=lambda event: event.at)


def test_visits_are_thinned_to_the_pace() -> None:
    told = play([login(days=day) for day in range(0, 22, 2)], plan=CALM)

    assert [(one.event.at - moment(0)).days for one in told] == [0, 8, 16]


def test_all_events_of_a_kept_visit_are_kept() -> None:
    failed = login(days=0, id="f", session="s", body=LoginBody(outcome="failure"))
    success = login(days=0.001, id="g", session="s")
    out = Logout(id="o", at=moment(0.01), account="A", session="s", body=LogoutBody())

    assert [one.event.id for one in play([failed, success, out], plan=CALM)] == ["f", "g", "o"]


def test_events_of_nobodys_visit_are_left_out() -> None:
    body = InstrumentBody(
        symbol="1", market="XTKS", segment="prime", market_cap=1, adv=1, previous_close=1, limit_up=2, limit_down=1
    )

    assert play([login(session=None), Instrument(id="i", at=moment(0), body=body)]) == []


def test_an_attack_comes_before_the_next_visit_and_ends_the_story() -> None:
    victim = [login("V", days=day) for day in (0, 8, 16, 24)]

    told = play(ordered(*victim, *crowd(30)))

    attacks = [one.event for one in told if one.attacker != HOLDER and one.event.account == "V"]
    assert len(attacks) == 1
    assert moment(8) < attacks[0].at < moment(16)
    assert [one.event.at for one in told if one.event.account == "V"][-1] == attacks[0].at


def test_an_attack_keeps_what_the_victim_does_and_changes_address_and_machine() -> None:
    victim = [login("V", days=day) for day in (0, 8)]

    (attack,) = (one.event for one in play(ordered(*victim, *crowd(30))) if one.attacker != HOLDER)

    assert isinstance(attack, Login)
    assert (attack.channel, attack.body) == (victim[1].channel, victim[1].body)
    assert attack.ip != victim[1].ip
    assert attack.device is not None
    assert attack.device.id != "cookie-V"
    assert attack.session not in {one.session for one in victim}


def test_attacks_happen_while_somebody_else_logs_in() -> None:
    victim = [login("V", days=day) for day in (0, 8)]

    told = play(ordered(*victim, *crowd(30)))

    place_of = next(number for number, one in enumerate(told) if one.attacker != HOLDER)
    assert told[place_of - 1].event.account != "V"
    assert 0 <= (told[place_of].event.at - told[place_of - 1].event.at).total_seconds() <= 1


def test_an_attack_that_found_nothing_to_borrow_is_given_up_at_the_next_visit() -> None:
    told = play([login("V", days=day) for day in (0, 8, 16)])

    assert [one.attacker for one in told] == [HOLDER] * 3


@pytest.mark.parametrize(
    "change",
    [
        {"ip": "2001:db8::1"},
        {"ip": None},
        {"device": None},
        {"device": Device(id="x")},
        {"body": LoginBody(outcome="success", factors=("passkey_bound",))},
        {"body": LoginBody(outcome="failure")},
    ],
)
def test_accounts_nobody_could_imitate_are_not_attacked(change: dict[str, object]) -> None:
    victim = [login("V", days=day, **change) for day in (0, 8)]

    assert all(one.attacker == HOLDER for one in play(ordered(*victim, *crowd(30))))


def test_the_same_seed_gives_the_same_attacks() -> None:
    events = ordered(*[login("V", days=day) for day in (0, 8)], *crowd(30))

    assert play(events) == play(events)


def test_a_factor_that_cannot_be_phished_is_known() -> None:
    assert resistant(login(body=LoginBody(outcome="success", factors=("hwk", "passkey_bound"))))
    assert not resistant(login())
