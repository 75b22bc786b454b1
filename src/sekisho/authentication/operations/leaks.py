"""Lists of leaked passwords, asked by the first five digits of the SHA-1 so that nobody learns the password.

Both follow the layout of Have I Been Pwned's range interface: a range holds lines ``SUFFIX:COUNT``. What cannot be
asked never keeps a customer from setting a password; it is written down instead.
"""

import re
from hashlib import sha1
from pathlib import Path
from typing import Protocol

import httpx

from sekisho.authentication.types.passwords import LeakCheck

_PREFIX = 5
_LINE = re.compile(r"([0-9A-F]{35}):([0-9]{1,12})")
_LARGEST = 1 << 20
"""Characters of a range that are read; real ones have under 100,000."""


class LeaksUnavailableError(Exception):
    """The list could not be asked."""


class Leaks(Protocol):
    """A list of leaked passwords."""

    source: str

    def range_of(self, prefix: str) -> str:
        """The lines of a range; empty where there are none.

        Raises:
            LeaksUnavailableError: the list could not be asked.

        """
        ...


class NoLeaks:
    """No list at all, for a firm that has none: nothing is found."""

    source = "none"

    def range_of(self, prefix: str) -> str:  # noqa: ARG002 - the protocol's
        """Nothing."""
        return ""


class LeakFiles:
    """A folder with one file a range, ``00000.txt`` to ``FFFFF.txt``, for firms without a way out."""

    source = "files"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def range_of(self, prefix: str) -> str:
        """The file of the range; a missing file is trouble, since a whole list has every range."""
        try:
            return (self._folder / f"{prefix}.txt").read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise LeaksUnavailableError(type(error).__name__) from error


class LeakService:
    """The range interface over HTTP, with padding so that the size of an answer tells nothing."""

    source = "service"

    def __init__(
        self, client: httpx.Client, *, address: str = "https://api.pwnedpasswords.com/range", wait: float = 1.0
    ) -> None:
        """Ask there.

        Args:
            client: opened by an entrance.
            address: without a slash at its end.
            wait: seconds for each part of the exchange.

        """
        self._client, self._address, self._wait = client, address, wait

    def range_of(self, prefix: str) -> str:
        """The answer of the service."""
        try:
            answer = self._client.get(f"{self._address}/{prefix}", headers={"Add-Padding": "true"}, timeout=self._wait)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise LeaksUnavailableError(type(error).__name__) from error
        return answer.text[:_LARGEST]


def look_up(password: str, *, leaks: Leaks) -> LeakCheck:
    """How often a password leaked. Never raises: trouble is in the answer, and counts as not found."""
    digest = sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        lines = leaks.range_of(digest[:_PREFIX]).upper().splitlines()
    except LeaksUnavailableError as error:
        return LeakCheck(seen=0, source=leaks.source, trouble=str(error))
    found = (_LINE.fullmatch(line.strip()) for line in lines)
    seen = sum(int(line[2]) for line in found if line and line[1] == digest[_PREFIX:])
    return LeakCheck(seen=seen, source=leaks.source)
