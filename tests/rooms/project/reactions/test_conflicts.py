from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connections, transaction

from sekisho.journal.models import Consumer
from sekisho.project.reactions.conflicts import TRIES, again, given_up


class DeadlockDetected(Exception):  # noqa: N818 - PostgreSQL's name
    sqlstate = "40P01"


class Deed:
    """Is given up so many times before it goes well."""

    def __init__(self, *, given_up: int, cause: Exception | None = None) -> None:
        self.tries = 0
        self._given_up = given_up
        self._cause = cause or DeadlockDetected()

    def __call__(self) -> None:
        self.tries += 1
        if self.tries <= self._given_up:
            raise OperationalError from self._cause


def test_what_was_given_up_is_done_again_after_ever_longer_rests() -> None:
    deed, rests = Deed(given_up=3), list[float]()

    again(deed, wait=rests.append)

    assert deed.tries == 4
    assert rests == sorted(set(rests))


def test_what_is_given_up_each_time_is_a_failure_in_the_end() -> None:
    deed = Deed(given_up=99)

    with pytest.raises(OperationalError):
        again(deed, wait=lambda _: None)

    assert deed.tries == TRIES


def test_a_database_that_failed_otherwise_is_not_asked_again() -> None:
    deed = Deed(given_up=1, cause=ConnectionError())

    with pytest.raises(OperationalError):
        again(deed, wait=lambda _: None)

    assert deed.tries == 1


@pytest.mark.parametrize("vendor", ["postgresql"], indirect=True)
def test_of_two_that_wait_for_each_other_postgresql_gives_one_up_and_we_know_it(fresh_database: str) -> None:
    Consumer.objects.bulk_create([Consumer(name="one"), Consumer(name="two")])
    both, ended = Barrier(2), list[OperationalError]()

    def take(*names: str) -> None:
        try:
            with transaction.atomic():
                for name in names:
                    Consumer.objects.select_for_update().get(name=name)
                    both.wait(10) if name == names[0] else None
        except OperationalError as error:
            ended.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=take, args=names) for names in (("one", "two"), ("two", "one"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [given_up(error) for error in ended] == [True]
