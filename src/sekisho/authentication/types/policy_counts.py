"""Figures of what a policy answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCount:
    """How often an answer was given.

    Attributes:
        operation: about what.
        channel: where.
        result: the answer.
        strong: to customers who hold a phishing-resistant factor.
        policy: by which version.
        count: how often.
        people: to how many different customers.

    """

    operation: str
    channel: str
    result: str
    strong: bool
    policy: int
    count: int
    people: int
