"""What a login baseline sees of one login: who, from where, with what."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

Chain = tuple[Hashable, ...]
"""Values from fine to coarse; every coarser value is shared by more logins."""


@dataclass(frozen=True, slots=True)
class LoginAttempt:
    """One login attempt as Freeman et al. describe it.

    ``address`` is address → operator (ASN) → country; ``agent`` is agent string → browser and version
    → system and version → device type. ``None`` is a value like any other: whoever wants rows with
    missing parts left out, as the reference does, leaves them out before.
    """

    account: str
    address: Chain
    agent: Chain

    @property
    def chains(self) -> tuple[Chain, Chain]:
        """The two features in the order of the weights."""
        return self.address, self.agent


class LoginBaseline(Protocol):
    """A login risk model that is asked first and taught afterwards, one login at a time."""

    def score(self, attempt: LoginAttempt) -> float | None:
        """Higher is riskier, not bounded above; ``None`` when the account has no history yet."""
        ...

    def learn(self, attempt: LoginAttempt) -> None:
        """Take a successful login into the history."""
        ...
