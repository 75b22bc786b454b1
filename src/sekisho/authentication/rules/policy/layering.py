"""A policy as it is in force: the approved version, with later ends of factors and emergencies laid over it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sekisho.authentication.types.policy import Override, Policy, Sunset


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The end of a factor as it was changed after the policy had been published.

    Attributes:
        published: when, in milliseconds.
        sunset: the end as it is since.

    """

    published: int
    sunset: Sunset


def layered(policy: Policy, *, published: int, changes: Sequence[Change], overrides: Sequence[Override]) -> Policy:
    """The policy in force. Of several statements about the same factor and operations the last published one counts.

    Args:
        policy: the version.
        published: when it was published, in milliseconds.
        changes: published changes of ends, in any order.
        overrides: emergencies that were approved.

    """
    stated = [Change(published=published, sunset=sunset) for sunset in policy.sunsets]
    last: dict[tuple[str, frozenset[str]], Change] = {}
    for change in sorted([*stated, *changes], key=lambda each: each.published):
        last[change.sunset.factor, frozenset(change.sunset.operations)] = change
    sunsets = tuple(change.sunset for change in last.values())
    return replace(policy, sunsets=sunsets, overrides=tuple(overrides))
