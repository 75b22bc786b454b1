"""Ways out for codes and calls to open the app, and working stand-ins that keep what they were given.

A firm's own services stand behind these protocols; ``Outbox`` and ``SimRegister`` serve development and tests.
"""

from collections.abc import Mapping
from typing import Protocol

from sekisho.authentication.types.interim import CodeMessage
from sekisho.authentication.types.push import PushMessage


class UndeliveredError(Exception):
    """The message did not leave; its words are for the log and hold no address."""


class CodeSender(Protocol):
    """Sends codes by mail and by SMS."""

    def send_code(self, message: CodeMessage) -> None:
        """Hand a code over, within a few seconds.

        Raises:
            UndeliveredError: it did not leave.

        """
        ...


class PushSender(Protocol):
    """Wakes the app on a device."""

    def wake(self, message: PushMessage) -> None:
        """Hand a call over, within a few seconds.

        Raises:
            UndeliveredError: it did not leave.

        """
        ...


class SimUnknownError(Exception):
    """The carrier could not be asked."""


class SimRegister(Protocol):
    """Knows when a number's SIM was changed last."""

    def changed(self, number: str) -> int | None:
        """The moment of the last change, in milliseconds; None where it never was.

        Raises:
            SimUnknownError: the carrier could not be asked.

        """
        ...


class Outbox:
    """Keeps messages instead of sending them; ``broken`` addresses fail, as they do in life."""

    def __init__(self, *, broken: frozenset[str] = frozenset()) -> None:
        self.codes: list[CodeMessage] = []
        self.calls: list[PushMessage] = []
        self._broken = broken

    def send_code(self, message: CodeMessage) -> None:
        """Keep it."""
        self._check(message.address)
        self.codes.append(message)

    def wake(self, message: PushMessage) -> None:
        """Keep it."""
        self._check(message.token)
        self.calls.append(message)

    def _check(self, address: str) -> None:
        if address in self._broken:
            reason = "the outbox was told that this address is broken"
            raise UndeliveredError(reason)


class SimTable:
    """A register with what it was given; numbers in ``silent`` cannot be asked about."""

    def __init__(self, changes: Mapping[str, int], *, silent: frozenset[str] = frozenset()) -> None:
        self._changes, self._silent = changes, silent

    def changed(self, number: str) -> int | None:
        """What it was given."""
        if number in self._silent:
            raise SimUnknownError
        return self._changes.get(number)
