"""Two who do something at the same moment, so that it happens the same way every time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import TypeVar

from django.db import connections, transaction

_T = TypeVar("_T")
_HEAD_START = 0.2
"""Seconds in which the second one comes as far as it can."""


def overtaken(*, by: Callable[[], object], work: Callable[[], _T]) -> _T:
    """What ``work`` comes to when it begins after ``by`` was done and before that was committed.

    The test needs ``fresh_database``: real commits, and a connection for each of the two.
    """
    begun = Event()

    def second() -> _T:
        begun.set()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            by()
            waiting = thread.submit(second)
            begun.wait()
            sleep(_HEAD_START)
        return waiting.result()
