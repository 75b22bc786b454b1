"""How a policy and its changes come about: the states, who may move them, and what stands in public."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from sekisho.kernel.texts import Text

GENESIS = "0" * 64
"""What the first version, and the first publication in a language, follows."""


class PolicyState(StrEnum):
    """Where a version, the change of a sunset, or an emergency stands. Not every one goes through all of them."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    PUBLISHED = "published"
    EFFECTIVE = "effective"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    EXAMINED = "examined"
    WITHDRAWN = "withdrawn"


class PolicyAct(StrEnum):
    """What moves it."""

    REVIEW = "review"
    APPROVE = "approve"
    PUBLISH = "publish"
    TAKE_EFFECT = "take_effect"
    SUPERSEDE = "supersede"
    END = "end"
    EXAMINE = "examine"
    WITHDRAW = "withdraw"


Moves = Mapping[tuple[PolicyState, PolicyAct], PolicyState]
_S, _A = PolicyState, PolicyAct
VERSION_MOVES: Moves = MappingProxyType(
    {
        (_S.DRAFT, _A.REVIEW): _S.REVIEWED,
        (_S.REVIEWED, _A.APPROVE): _S.APPROVED,
        (_S.APPROVED, _A.PUBLISH): _S.PUBLISHED,
        (_S.PUBLISHED, _A.TAKE_EFFECT): _S.EFFECTIVE,
        (_S.EFFECTIVE, _A.SUPERSEDE): _S.SUPERSEDED,
        (_S.DRAFT, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.REVIEWED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.APPROVED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.PUBLISHED, _A.WITHDRAW): _S.WITHDRAWN,
    }
)
"""The life of a version. It is approved with the second signature; the first one leaves it reviewed."""
SUNSET_MOVES: Moves = MappingProxyType(
    {
        (_S.DRAFT, _A.APPROVE): _S.APPROVED,
        (_S.APPROVED, _A.PUBLISH): _S.PUBLISHED,
        (_S.DRAFT, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.APPROVED, _A.WITHDRAW): _S.WITHDRAWN,
    }
)
"""The life of a change to the end of a factor. What was published stays."""
OVERRIDE_MOVES: Moves = MappingProxyType(
    {
        (_S.DRAFT, _A.APPROVE): _S.APPROVED,
        (_S.DRAFT, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.APPROVED, _A.END): _S.ENDED,
        (_S.APPROVED, _A.EXAMINE): _S.EXAMINED,
        (_S.ENDED, _A.EXAMINE): _S.EXAMINED,
    }
)
"""The life of an emergency. It ends by its date in any case; afterwards somebody writes down what came of it."""


def froms(moves: Moves, act: PolicyAct) -> tuple[str, ...]:
    """The states from which an act leads anywhere."""
    return tuple(state.value for state, how in moves if how is act)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One of the two who approved.

    Attributes:
        by: the member of staff, e.g. ``staff:s-1``.
        evidence: the record of his approval with a hardware key.
        at: when, in milliseconds.

    """

    by: str
    evidence: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """A version of the policy and how it came about.

    Attributes:
        id: its record.
        number: counted from one when it was published; None before.
        title: what it is called.
        state: where it stands.
        document: its whole content, plain JSON.
        digest: SHA-256 of the document.
        effective_from: from when it is in force.
        effective_to: until when; None while nothing has taken its place.
        author: who wrote it.
        reviewer: who looked at it first.
        signatures: who approved.
        reason: why it was made.
        impact: what it would do to customers, as computed before it was approved.
        published: when, in milliseconds; None before.
        prev_hash: the version before, by its hash.
        hash: over all this; each version vouches for those before.

    """

    id: str
    number: int | None
    title: Text
    state: PolicyState
    document: Mapping[str, object]
    digest: str
    effective_from: int
    author: str
    reason: Text
    effective_to: int | None = None
    reviewer: str = ""
    signatures: tuple[Signature, ...] = ()
    impact: Mapping[str, object] = field(default_factory=dict)
    published: int | None = None
    prev_hash: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What was said in public, word for word.

    Attributes:
        number: counted from one within the language.
        version: the policy it came from; 0 for the defaults.
        language: ``ja`` or ``en``.
        body: the JSON as it was served.
        sha256: over the body without this field.
        prev_sha256: of the publication before in the same language.
        published: when, in milliseconds.
        cause: why: ``version``, ``sunset`` or ``override``, and its record.

    """

    number: int
    version: int
    language: str
    body: Mapping[str, object]
    sha256: str
    prev_sha256: str
    published: int
    cause: str
