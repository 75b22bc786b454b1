"""Small tables that forget."""

from sekisho.activity.rules.tables import make_room


def test_a_full_memory_forgets_a_part_of_what_came_first() -> None:
    states = {number: str(number) for number in range(1_000)}

    make_room(states, 1_000)

    assert 0 not in states
    assert 999 in states
    assert len(states) < 1_000


def test_a_memory_with_room_forgets_nothing() -> None:
    assert make_room({1: "one"}, 2) == {1: "one"}
