"""The four answers Sekisho gives, ordered from the mildest to the strictest."""

from enum import IntEnum


class Verdict(IntEnum):
    """Ordered so that ``max`` of several verdicts is the strictest one."""

    ALLOW = 0
    STEP_UP = 1
    HOLD = 2
    DENY = 3

    @property
    def word(self) -> str:
        """The spelling used in files and over HTTP, e.g. ``step_up``."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Verdict":
        """Read the spelling used in files.

        Raises:
            ValueError: ``word`` names no verdict.

        """
        try:
            return cls[word.upper()]
        except KeyError as error:
            message = f"{word!r} is not a verdict (allow, step_up, hold, deny)"
            raise ValueError(message) from error
