"""What a rule of a policy may allow to those who cannot do as it asks."""

from dataclasses import dataclass
from enum import IntEnum

from sekisho.authentication.types.factors import FactorCode

OPT_OUT_DAYS = 180
"""How long an opt-out lasts unless a policy says less."""


class OnMissing(IntEnum):
    """What happens to a customer who holds nothing that satisfies, in rising strictness."""

    INTERIM = 0
    ENROL = 1
    READ_ONLY = 2
    DENY = 3

    @property
    def word(self) -> str:
        """The spelling used in files, e.g. ``read_only``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutTerms:
    """On which terms a customer may decline (C-13).

    Attributes:
        alternatives: what he must use instead.
        controls: what protects him, e.g. ``lower_limits``.
        valid_days: then he is asked again.

    """

    alternatives: frozenset[FactorCode]
    controls: frozenset[str] = frozenset()
    valid_days: int = OPT_OUT_DAYS
