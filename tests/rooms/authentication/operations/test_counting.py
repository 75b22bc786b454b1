from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from sekisho.authentication.operations.counting import (
    NOTHING,
    Seen,
    add,
    add_if_unchanged,
    read,
    sweep_tallies,
    take_back,
    wipe,
)

AT = 1_000_000


def test_what_many_add_at_the_same_moment_is_all_counted(fresh_database: str) -> None:
    def one(_: int) -> None:
        try:
            add(["b", "a"], at=AT, window=100, sliding=False)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(24)))

    assert {key: seen.count for key, seen in read(["a", "b"]).items()} == {"a": 24, "b": 24}


def test_of_several_who_saw_the_same_count_one_adds_to_it(fresh_database: str) -> None:
    def one(_: int) -> int | None:
        try:
            return add_if_unchanged("a", seen=NOTHING, at=AT, window=100)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(one, range(8)))

    assert sorted(found, key=str) == [1, *[None] * 7]


def test_a_sliding_window_starts_anew_after_a_pause_and_a_fixed_one_after_its_length(database: str) -> None:
    for at in (0, 60, 120):
        sliding = add(["s"], at=at, window=100, sliding=True)
        fixed = add(["f"], at=at, window=100, sliding=False)

    assert (sliding, fixed) == ({"s": 3}, {"f": 1})
    assert read(["f", "none"]) == {"f": Seen(1, 120, 120)}
    assert add(["s"], at=220, window=100, sliding=True) == {"s": 1}


def test_whoever_asks_for_no_counter_gets_none(database: str) -> None:
    assert read([]) == {}


def test_a_changed_counter_is_left_alone(database: str) -> None:
    assert add_if_unchanged("a", seen=NOTHING, at=AT, window=100) == 1
    seen = read(["a"])["a"]

    assert add_if_unchanged("a", seen=seen, at=AT + 1, window=100) == 2
    assert add_if_unchanged("a", seen=seen, at=AT + 2, window=100) is None
    assert add_if_unchanged("a", seen=read(["a"])["a"], at=AT + 500, window=100) == 1


def test_counts_are_taken_back_never_below_nothing_and_wiped(database: str) -> None:
    add(["a", "b"], at=AT, window=100, sliding=True)
    add(["b"], at=AT, window=100, sliding=True)

    take_back(["a", "b", "none"])
    take_back(["a"])
    assert {key: seen.count for key, seen in read(["a", "b"]).items()} == {"a": 0, "b": 1}

    wipe(["b"])
    assert read(["b"])["b"].count == 0


def test_counters_nobody_adds_to_are_swept(database: str) -> None:
    add(["old"], at=AT, window=100, sliding=True)
    add(["new"], at=AT + 9, window=100, sliding=True)

    assert sweep_tallies(before=AT + 9) == 1
    assert list(read(["old", "new"])) == ["new"]
