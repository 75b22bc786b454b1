import numpy as np

from sekisho.simulation.operations.streams import chosen, stream


def test_streams_of_one_name_and_day_are_equal_and_others_differ() -> None:
    draw = stream(1, "visits", 5).random(8)

    assert (draw == stream(1, "visits", 5).random(8)).all()
    for other in (stream(2, "visits", 5), stream(1, "orders", 5), stream(1, "visits", 6)):
        assert (draw != other.random(8)).any()


def test_places_are_drawn_by_their_shares() -> None:
    places = chosen(stream(1, "test"), 20_000, (1.0, 0.0, 3.0))

    assert np.bincount(places, minlength=3)[1] == 0
    assert 0.7 < np.mean(places == 2) < 0.8
