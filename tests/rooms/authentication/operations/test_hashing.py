from threading import Event

import pytest
from argon2 import extract_parameters
from tests.builders.factors import CHEAP

from sekisho.authentication.operations.hashing import HashPool, burn, hashed, matches, outdated
from sekisho.authentication.types.passwords import Cost
from sekisho.authentication.types.proofs import BusyError

SALT = bytes(16)


def test_a_password_matches_its_hash_and_no_other() -> None:
    stored = hashed("kaeru", salt=SALT, cost=CHEAP)

    assert matches(stored, "kaeru")
    assert not matches(stored, "kaerU")
    assert not matches(b"no hash at all", "kaeru")


def test_the_usual_hash_carries_its_parameters() -> None:
    known = extract_parameters(hashed("kaeru", salt=SALT, cost=Cost()).decode())

    assert (known.type.name, known.memory_cost, known.time_cost, known.parallelism) == ("ID", 19_456, 2, 1)


def test_a_hash_of_other_parameters_is_outdated() -> None:
    stored = hashed("kaeru", salt=SALT, cost=CHEAP)

    assert not outdated(stored, cost=CHEAP)
    assert outdated(stored, cost=Cost())


def test_nothing_is_left_of_a_burnt_password() -> None:
    burn("kaeru", salt=SALT, cost=CHEAP)


def test_a_full_lane_refuses_at_once_and_the_other_goes_on() -> None:
    gate = Event()
    begun = Event()

    def wait() -> bool:
        begun.set()
        return gate.wait(30)

    with HashPool(threads=1, room=0) as pool:
        waiting = pool.begin(wait, known=False)
        begun.wait(30)
        with pytest.raises(BusyError):
            pool.run(lambda: "more", known=False)
        assert pool.run(lambda: "known", known=True) == "known"
        gate.set()
        assert waiting.result(30)


def test_a_place_is_free_again_once_its_work_is_done() -> None:
    with HashPool(threads=1, room=0) as pool:
        for number in range(20):
            assert pool.run(lambda given=number: given, known=False) == number


def test_what_goes_wrong_reaches_the_caller_and_frees_the_place() -> None:
    def break_down() -> None:
        raise InterruptedError

    with HashPool(threads=1, room=0) as pool:
        with pytest.raises(InterruptedError):
            pool.run(break_down, known=False)
        assert pool.run(lambda: 1, known=False) == 1
