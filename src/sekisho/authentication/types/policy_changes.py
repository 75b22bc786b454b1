"""Changes beside the versions of a policy: moved ends of factors, and emergencies, with how they came about."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.authentication.types.policy import Override, Sunset
from sekisho.authentication.types.policy_versions import PolicyState, Signature
from sekisho.kernel.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SunsetRecord:
    """A moved end of a factor.

    Attributes:
        id: its record.
        state: where it stands.
        sunset: the end as it shall be, with its reason.
        author: who proposed it.
        created: when, in milliseconds.
        signatures: who approved.
        published: when, in milliseconds; None before.

    """

    id: str
    state: PolicyState
    sunset: Sunset
    author: str
    created: int
    signatures: tuple[Signature, ...] = ()
    published: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRecord:
    """An emergency.

    Attributes:
        id: its record.
        state: where it stands.
        override: what it sets aside, and until when.
        public: customers are affected, so that it is published.
        author: who proposed it.
        created: when, in milliseconds.
        signatures: who approved.
        result: what came of it, as somebody wrote down afterwards.
        examiner: who.

    """

    id: str
    state: PolicyState
    override: Override
    public: bool
    author: str
    created: int
    signatures: tuple[Signature, ...] = ()
    result: str = ""
    examiner: str = ""


class Change(StrEnum):
    """What became of a rule from one policy to another."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """One rule that is not the same in two policies.

    Attributes:
        rule: its id.
        operation: what it speaks of, as people call it.
        change: what became of it.
        fields: which parts differ, by name; empty unless it was changed.

    """

    rule: str
    operation: Text
    change: Change
    fields: tuple[str, ...] = ()
