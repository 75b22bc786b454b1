"""Browsers grow older."""

import numpy as np

from sekisho.simulation.rules.rendering.ageing import CYCLE, Wardrobe, aged, steps

EDGE = '"user_agent":"Mozilla/5.0 (Windows NT 10.0) Chrome/153.0.0.0 Safari/537.36 Edg/153.0.0.0","platform":"Win32"'
SAFARI = '"user_agent":"Mozilla/5.0 (iPhone; CPU iPhone OS 18_7) Version/26.6.1 Mobile/15E148 Safari/604.1"'
PACKED_ON = 20_164


def test_a_browser_moves_on_by_one_version_every_four_weeks() -> None:
    assert "Chrome/155.0.0.0 Safari/537.36 Edg/155" in aged(EDGE, 2)


def test_safari_moves_on_half_as_often() -> None:
    assert ["Version/26.6.1" in aged(SAFARI, 1), "Version/26.7.1" in aged(SAFARI, 2)] == [True, True]


def test_no_version_falls_below_the_first() -> None:
    assert "Chrome/1.0" in aged(EDGE, -500)
    assert "Version/26.0.1" in aged(SAFARI, -500)


def test_each_device_takes_a_version_on_a_day_of_its_own() -> None:
    cookies = np.arange(CYCLE, dtype=np.uint64)

    assert steps(PACKED_ON, cookies).tolist() == [0] * CYCLE
    assert steps(PACKED_ON + 1, cookies).tolist() == [0] * (CYCLE - 1) + [1]
    assert steps(PACKED_ON + CYCLE, cookies).tolist() == [1] * CYCLE


def test_profiles_of_one_age_are_made_once() -> None:
    wardrobe = Wardrobe([EDGE])

    assert wardrobe.at(0) == [EDGE]
    assert wardrobe.at(3) is wardrobe.at(3)


def test_an_emulators_image_never_moves_on() -> None:
    assert Wardrobe([EDGE, SAFARI], frozenset({0})).at(4) == [EDGE, aged(SAFARI, 4)]
