"""Attackers borrow from real logins what they know of their victim, and never the device cookie."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.logins import CHROME, SAFARI, seen

from sekisho.activity.types.events import Device
from sekisho.simulation.rules.login_attackers import RECENT, Crowd, disguised, neighbour
from sekisho.simulation.types.login_bench import NAIVE, TARGETED, VERY_TARGETED, VPN

PHONE = Device(id="cookie-B", user_agent=SAFARI, language="ja", timezone="Asia/Tokyo", screen="390x844")
VICTIM = seen("V")


def chance() -> np.random.Generator:
    return np.random.default_rng(5)


def crowd(*logins: object) -> Crowd:
    made = Crowd()
    for one in logins:
        made.see(one)  # type: ignore[arg-type]
    return made


def test_nobody_can_borrow_before_anybody_has_logged_in() -> None:
    assert [crowd().borrow(attacker, VICTIM, chance()) for attacker in (NAIVE, VPN, TARGETED)] == [None, None, None]


def test_a_naive_attacker_takes_each_country_alike_however_rare() -> None:
    many = crowd(*[seen(f"B{n}", ip=f"203.0.113.{n}") for n in range(9)], seen("T", ip="198.51.100.7"))
    dice = chance()

    taken = [many.borrow(NAIVE, VICTIM, dice) for _ in range(200)]

    assert 60 < sum(one is not None and one[0] == "198.51.100.7" for one in taken) < 140


def test_a_vpn_attacker_takes_address_and_browser_of_one_login_in_the_country() -> None:
    made = crowd(seen("T", ip="198.51.100.7"), seen("B", ip="192.0.2.8", device=PHONE))

    borrowed = made.borrow(VPN, VICTIM, chance())

    assert borrowed is not None
    assert (borrowed[0], borrowed[1].user_agent) == ("192.0.2.8", SAFARI)


def test_a_targeted_attacker_has_the_victims_browser_and_operator_but_another_address() -> None:
    made = crowd(VICTIM, seen("T", ip="198.51.100.7"), seen("B", ip="192.0.2.8", device=PHONE))

    borrowed = made.borrow(TARGETED, VICTIM, chance())

    assert borrowed is not None
    assert (borrowed[0], borrowed[1].user_agent) == ("192.0.2.8", CHROME)


def test_a_very_targeted_attacker_needs_nobody_but_the_victim() -> None:
    borrowed = crowd().borrow(VERY_TARGETED, VICTIM, chance())

    assert borrowed is not None
    assert borrowed[0].startswith("203.0.113.")
    assert borrowed[0] != VICTIM.login.ip
    assert borrowed[1].user_agent == CHROME


@pytest.mark.parametrize("attacker", [NAIVE, VPN, TARGETED, VERY_TARGETED])
def test_no_attacker_has_the_cookie_of_anybody(attacker: int) -> None:
    borrowed = crowd(seen("B", ip="192.0.2.8", device=PHONE)).borrow(attacker, VICTIM, chance())

    assert borrowed is not None
    assert borrowed[1].id not in {"cookie-V", "cookie-B", None}
    assert not borrowed[1].bound


def test_logins_that_name_no_browser_or_country_lend_nothing() -> None:
    nowhere = seen("B")._replace(place=seen("B").place.__class__(None, 0, False, False, False, False, ""))  # noqa: FBT003 - a place's marks

    assert crowd(seen("B", device=None), seen("B", device=Device()), nowhere).borrow(NAIVE, VICTIM, chance()) is None


def test_only_recent_logins_are_lent() -> None:
    made = crowd(seen("B", ip="192.0.2.8"), *[seen("T", ip="198.51.100.7") for _ in range(RECENT)])

    assert made.borrow(VPN, VICTIM, chance()) is None


@given(st.integers(1, 254), st.integers(0, 1000))
def test_a_neighbour_is_another_host_of_the_same_range(host: int, seed: int) -> None:
    found = neighbour(f"203.0.113.{host}", np.random.default_rng(seed))

    prefix, _, other = found.rpartition(".")
    assert prefix == "203.0.113"
    assert 1 <= int(other) <= 254
    assert int(other) != host


def test_a_disguise_of_nothing_is_a_bare_cookie() -> None:
    assert disguised(None, chance()).user_agent is None
