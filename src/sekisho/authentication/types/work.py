"""Proofs of work: what a browser computes by itself before a guess is looked at. Nobody has to do or solve anything."""

from dataclasses import dataclass

from sekisho.kernel.moments import MINUTE

LIFE = 5 * MINUTE
"""How long a challenge may be worked on, in milliseconds."""
LONGEST = 4_096
"""Characters of a solution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A proof of work that was checked; it counts once.

    Attributes:
        digest: under what it is remembered as spent.
        hashes: the expected number of hashes behind it.
        expires: when its challenge runs out, in milliseconds.

    """

    digest: bytes
    hashes: int
    expires: int
