"""Incidents as stories."""

import numpy as np
from tests.builders.evaluation import buy, deed, hijack, sample

from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.bootstrap import NOTHING, none_of
from sekisho.simulation.rules.stories import Units, by_variant, stories_of

WEIGHTS = np.ones((3, 4), dtype=np.uint8)


def test_a_story_holds_the_events_of_one_incident_with_their_readings() -> None:
    (story,) = stories_of(sample())

    assert [one.event for one in story.deeds] == ["e0", "e3"]
    assert [stop.strict for stop in story.stops] == [False, True]
    assert story.cluster == 0


def test_attempts_and_incidents_without_decisions_are_no_stories() -> None:
    incidents = (hijack(), hijack(1, kind="attempt"), hijack(2))

    assert [s.hijack.number for s in stories_of(sample(incidents=incidents, deeds=(deed(), deed(incident=1))))] == [0]


def test_variants_come_in_order_and_all_together_last() -> None:
    incidents = (hijack(variant="vpn"), hijack(1, variant="naive"))
    stories = stories_of(sample(incidents=incidents, deeds=(deed(), buy(incident=1))))

    assert [(name, len(some)) for name, some in by_variant(stories)] == [("naive", 1), ("vpn", 1), ("all", 2)]


def test_a_share_weighs_hits_by_their_amount() -> None:
    units = Units.none()
    units.add(0, hit=True, amount=30)
    units.add(1, hit=False, amount=10)

    assert units.share(WEIGHTS).value == 0.75


def test_a_share_of_everything_is_bounded_by_the_number_of_accounts() -> None:
    units = Units.none()
    for cluster in (0, 0, 1, 2):
        units.add(cluster, hit=True)

    assert units.share(WEIGHTS).low == 1 - none_of(3)


def test_a_share_of_nothing_is_nothing() -> None:
    assert Units.none().share(WEIGHTS) == NOTHING


def test_a_verdict_of_allow_is_no_stop() -> None:
    (story,) = stories_of(sample(deeds=(deed(verdict=Verdict.ALLOW),)))

    assert not any(story.stops[0])
