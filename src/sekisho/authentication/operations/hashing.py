"""Hash passwords with argon2id in a bounded pool, so that a flood of guesses never takes the machine from the others.

A hash costs tens of milliseconds of a core on purpose. Every lane has its own threads and its own short queue; when a
queue is full the caller is told at once, before anything was spent. Devices that the firm knows have a lane of their
own, so that a flood from unknown ones does not even make them wait. Logins with a passkey need no hash at all.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from types import TracebackType
from typing import Self, TypeVar

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw

from sekisho.authentication.types.passwords import Cost
from sekisho.authentication.types.proofs import BusyError

_T = TypeVar("_T")
SALT = 16
"""Bytes of a salt."""
_LENGTH = 32


class _Lane:
    def __init__(self, name: str, threads: int, room: int) -> None:
        self._places = BoundedSemaphore(threads + room)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=f"hash-{name}")

    def submit(self, work: Callable[[], _T]) -> "Future[_T]":
        if not self._places.acquire(blocking=False):
            raise BusyError
        return self._threads.submit(self._do, work)

    def _do(self, work: Callable[[], _T]) -> _T:
        try:
            return work()
        finally:  # before the caller is told, so that he finds the place free
            self._places.release()

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)


class HashPool:
    """Does the hashing of one process; close it, or use it as a context manager.

    The threads that wait for it must be fewer than the server has: keep ``threads + room`` of both lanes below the
    server's own threads, or a flood holds all of them waiting.
    """

    def __init__(self, *, threads: int = 1, room: int = 8, known_threads: int = 1, known_room: int = 4) -> None:
        """Start the lanes.

        Args:
            threads: hashes at a time for unknown devices.
            room: how many more may wait there.
            known_threads: hashes at a time for known devices.
            known_room: how many more may wait there.

        """
        self._unknown, self._known = _Lane("unknown", threads, room), _Lane("known", known_threads, known_room)

    def run(self, work: Callable[[], _T], *, known: bool) -> _T:
        """Do some hashing and wait for it.

        Args:
            work: what to do; it must not touch the database.
            known: the request comes from a device that this customer has used before.

        Raises:
            BusyError: the lane is full; nothing was done.

        """
        return self.begin(work, known=known).result()

    def begin(self, work: Callable[[], _T], *, known: bool) -> "Future[_T]":
        """Do some hashing without waiting for it; otherwise as ``run``."""
        return (self._known if known else self._unknown).submit(work)

    def close(self) -> None:
        """Finish what runs, drop what waits."""
        self._unknown.close()
        self._known.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def hashed(password: str, *, salt: bytes, cost: Cost) -> bytes:
    """The argon2id hash, in its usual spelling with its parameters."""
    return _hasher(cost).hash(password, salt=salt).encode()


def matches(stored: bytes, password: str) -> bool:
    """Whether this is the password."""
    try:
        return PasswordHasher().verify(stored.decode(), password)
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: bytes, *, cost: Cost) -> bool:
    """Whether it was made with other parameters than today's."""
    known = extract_parameters(stored.decode())
    return (known.memory_cost, known.time_cost, known.parallelism, known.type) != (
        cost.memory_kib, cost.passes, cost.lanes, Type.ID,
    )  # fmt: skip


def burn(password: str, *, salt: bytes, cost: Cost) -> None:
    """Spend what a check costs where there is nothing to check."""
    hash_secret_raw(
        password.encode(), salt, time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes,
        hash_len=_LENGTH, type=Type.ID,
    )  # fmt: skip


def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(
        time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes, hash_len=_LENGTH, salt_len=SALT
    )
