from tests.builders.simulation import world

from sekisho.simulation.rules.rendering.names import CHANNEL, SECONDS


def test_every_second_of_the_day_has_its_spelling() -> None:
    assert (SECONDS[0], SECONDS[45_296], SECONDS[-1]) == ("00:00:00", "12:34:56", "23:59:59")


def test_runs_of_other_wishes_share_pseudonyms_but_no_event_identifiers() -> None:
    one, other = world(rate=1e-4).names, world(rate=1e-3).names

    assert one.salt == other.salt
    assert one.event(1) != other.event(1)


def test_a_browser_names_no_client() -> None:
    assert CHANNEL[0] == ',"channel":"web"'
