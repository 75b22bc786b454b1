"""Getting back in after an authenticator was lost: the ladder of paths, and what each of them demands.

No path is weaker than enrolment (C-09): each rests on an authenticator that resists phishing, on a proof of identity
made anew, or on two people who looked. A code by mail or SMS is never enough, and only ever comes on top.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from sekisho.kernel.moments import DAY, HOUR
from sekisho.kernel.texts import Text


class Trigger(StrEnum):
    """Why somebody cannot get in."""

    LOST = "lost"
    STOLEN = "stolen"
    BROKEN = "broken"
    NEW_PHONE = "new_phone"
    LOCKED = "locked"
    FROZEN = "frozen"


class ProofKind(StrEnum):
    """What somebody shows in a recovery."""

    OTHER_AUTHENTICATOR = "other_authenticator"
    JPKI_USER = "jpki_user"
    JPKI_SIGN = "jpki_sign"
    SAVED_CODE = "saved_code"
    CONTACT_CODE = "contact_code"
    IC_CHIP = "ic_chip"
    DOCUMENT_IMAGE = "document_image"
    LIKENESS = "likeness"
    CALL_BACK = "call_back"
    POST_CODE = "post_code"
    IN_PERSON = "in_person"


class Path(StrEnum):
    """The rungs of the ladder, the quickest first."""

    OTHER_AUTHENTICATOR = "other_authenticator"
    JPKI = "jpki"
    SAVED_CODE = "saved_code"
    DOCUMENT = "document"
    POST = "post"
    BRANCH = "branch"


class CaseState(StrEnum):
    """How far a recovery has come."""

    OPEN = "open"
    WAITING = "waiting"
    REVIEW = "review"
    GRANTED = "granted"
    COMPLETED = "completed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


OPEN_STATES = frozenset({CaseState.OPEN, CaseState.WAITING, CaseState.REVIEW, CaseState.GRANTED})
"""States in which a recovery still goes on. Of these each person has at most one."""
STAFF_PROOFS = frozenset(
    {ProofKind.IC_CHIP, ProofKind.DOCUMENT_IMAGE, ProofKind.LIKENESS, ProofKind.CALL_BACK, ProofKind.IN_PERSON}
)
"""What a member of staff, or a service of the firm, attests; the customer cannot hand it in himself."""
IDENTITY_PROOFS = frozenset(
    {ProofKind.JPKI_USER, ProofKind.JPKI_SIGN, ProofKind.IC_CHIP, ProofKind.DOCUMENT_IMAGE, ProofKind.IN_PERSON}
)
"""What proves who somebody is, and not merely that he holds something."""
VALID_UNTIL: Mapping[ProofKind, date] = MappingProxyType({ProofKind.DOCUMENT_IMAGE: date(2027, 3, 31)})
"""The last day, in Japan, on which a kind counts. Pictures of documents end with the law's own change."""
LEAST_HOLD = 12 * HOUR
"""No hold after a recovery is shorter (C-10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """What one path demands and what follows it.

    Attributes:
        path: its name.
        label: what the customer reads.
        needs: of each group one proof.
        wait: how long the firm waits after the last proof, so that notices reach the owner; in milliseconds.
        people: how many members of staff agree, different ones.
        hold: how long the new authenticator does not count for what a policy holds back, in milliseconds.

    """

    path: Path
    label: Text
    needs: tuple[frozenset[ProofKind], ...]
    wait: int
    people: int
    hold: int


_P = ProofKind
_RUNGS = (
    Rung(
        path=Path.OTHER_AUTHENTICATOR,
        label=Text("もう一つのパスキーやセキュリティキーで", "With another passkey or security key"),
        needs=(frozenset({_P.OTHER_AUTHENTICATOR}),),
        wait=0,
        people=0,
        hold=LEAST_HOLD,
    ),
    Rung(
        path=Path.JPKI,
        label=Text("マイナンバーカードで", "With the My Number card"),
        needs=(frozenset({_P.JPKI_USER, _P.JPKI_SIGN}),),
        wait=0,
        people=0,
        hold=DAY,
    ),
    Rung(
        path=Path.SAVED_CODE,
        label=Text("控えておいた回復コードで", "With a saved recovery code"),
        needs=(frozenset({_P.SAVED_CODE}), frozenset({_P.CONTACT_CODE}), frozenset({_P.CALL_BACK})),
        wait=3 * DAY,
        people=2,
        hold=3 * DAY,
    ),
    Rung(
        path=Path.DOCUMENT,
        label=Text("本人確認書類とお顔の確認で", "With an identity document and a look at you"),
        needs=(frozenset({_P.IC_CHIP, _P.DOCUMENT_IMAGE}), frozenset({_P.LIKENESS})),
        wait=DAY,
        people=2,
        hold=2 * DAY,
    ),
    Rung(
        path=Path.POST,
        label=Text("郵便とお電話で", "By post and telephone"),
        needs=(frozenset({_P.POST_CODE}), frozenset({_P.CALL_BACK})),
        wait=DAY,
        people=2,
        hold=3 * DAY,
    ),
    Rung(
        path=Path.BRANCH,
        label=Text("店頭で", "At a branch"),
        needs=(frozenset({_P.IN_PERSON}),),
        wait=0,
        people=2,
        hold=DAY,
    ),
)
LADDER: Mapping[Path, Rung] = MappingProxyType({rung.path: rung for rung in _RUNGS})
"""Every path, the quickest first."""
LIFE = 30 * DAY
"""A recovery that nobody carries on ends after this, in milliseconds."""
GRANT_LIFE = DAY
"""How long the permission to enrol stands, in milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProof:
    """Something that was shown.

    Attributes:
        kind: what.
        at: when, in milliseconds.
        by: who attests it: the principal himself, or a member of staff.
        evidence: where the evidence of it lies, e.g. an assertion's ceremony or a document's digest.

    """

    kind: ProofKind
    at: int
    by: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCase:
    """One recovery.

    Attributes:
        id: its name.
        principal: who wants to get in.
        trigger: why he cannot.
        path: the rung he chose.
        lost: ids of the authenticators that are gone; they are revoked when the recovery ends well.
        state: how far it has come.
        opened: when, in milliseconds.
        proofs: what was shown.
        ready: when the wait is over, in milliseconds; None while proofs are missing.
        examined_by: the first member of staff; empty before.
        approved_by: the second; empty before.
        granted: when the permission to enrol was given, in milliseconds.
        ended: when it ended, in milliseconds.
        ended_by: who ended it.
        reason: why it was refused or withdrawn.
        authenticator: what was enrolled; empty before.

    """

    id: str
    principal: str
    trigger: Trigger
    path: Path
    lost: tuple[str, ...]
    state: CaseState
    opened: int
    proofs: tuple[ShownProof, ...] = ()
    ready: int | None = None
    examined_by: str = ""
    approved_by: str = ""
    granted: int | None = None
    ended: int | None = None
    ended_by: str = ""
    reason: str = ""
    authenticator: str = ""

    @property
    def rung(self) -> Rung:
        """What its path demands."""
        return LADDER[self.path]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What the customer is told: what happens now, and by when (C-28).

    Attributes:
        text: what to do or to wait for.
        missing: groups of proofs of which one each is still needed.
        expected: by when the next thing happens, in milliseconds; None where it is the customer's turn.

    """

    text: Text
    missing: tuple[frozenset[ProofKind], ...]
    expected: int | None
