"""Carry a recovery from the first question to the new authenticator.

Every step is one conditional update: two people who press at once do not both succeed. What time alone brings about is
written when somebody looks (``advance``); rules say what it is, so nothing depends on a job that runs.
"""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.queries.recoveries import recovery_of
from sekisho.authentication.rules import recovery as rules
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.recovery import (
    OPEN_STATES,
    CaseState,
    Path,
    ProofKind,
    RecoveryCase,
    Trigger,
)
from sekisho.kernel.texts import Text

_KIND_OF = {
    CaseState.GRANTED: "authentication:recovery:granted",
    CaseState.EXPIRED: "authentication:recovery:expired",
    CaseState.REFUSED: "authentication:recovery:refused",
    CaseState.WITHDRAWN: "authentication:recovery:withdrawn",
}


class RecoveryError(Exception):
    """A step of a recovery cannot be taken; ``reason`` says what to do next. Nothing was changed."""

    reason = Text("この手続きは、いまは進められません。", "This cannot go on right now.")

    def __init__(self, case: str) -> None:
        self.case = case
        super().__init__(f"{case}: {self.reason.en}")


class AlreadyOpenError(RecoveryError):
    """Another recovery of the same person goes on."""

    reason = Text(
        "再登録の手続きがすでに進んでいます。状況の画面から続けるか、取りやめてからやり直してください。",
        "A recovery is already under way. Go on with it from its page, or stop it and begin again.",
    )


class NotAcceptedError(RecoveryError):
    """This kind of proof does not count today, or this person cannot give it."""

    reason = Text(
        "この方法では確認できません。画面にある別の方法を選んでください。",
        "This way does not count. Please choose another one shown on the page.",
    )


class NotNowError(RecoveryError):
    """The recovery is not in the state for this step, or this person may not take it."""

    reason = Text(
        "この手続きは先に進んでいるか、終わっています。画面を開き直して、いまの状況を確かめてください。",
        "This has moved on or has ended. Please open the page again to see where it stands.",
    )


@transaction.atomic
def open_recovery(
    *,
    case: str,
    principal: str,
    trigger: Trigger,
    path: Path,
    visit: Visit,
    at: int,
    lost: Sequence[str] = (),
) -> RecoveryCase:
    """Begin a recovery. All contacts hear of it (C-11), and each of them can stop it.

    Args:
        case: its new name.
        principal: who wants to get in.
        trigger: why he cannot.
        path: the rung of the ladder he chose.
        visit: from where.
        at: in milliseconds.
        lost: ids of his authenticators that are gone; those of others are ignored.

    Raises:
        AlreadyOpenError: he has another one that goes on.
        sekisho.authentication.queries.principals.NobodyError: there is nobody of that name.

    """
    who = principal_of(ref=principal)
    _expire_old(principal, at)
    own = models.Authenticator.objects.filter(principal=principal, id__in=lost).order_by("id")
    try:
        with transaction.atomic():
            models.Recovery.objects.create(
                id=case,
                principal_id=principal,
                trigger=trigger.value,
                path=path.value,
                lost=list(own.values_list("id", flat=True)),
                state=CaseState.OPEN.value,
                opened=at,
                opened_visit={"channel": visit.channel, "ip": visit.ip, "device": visit.device},
            )
    except IntegrityError as error:
        raise AlreadyOpenError(case) from error
    note(
        "authentication:recovery:opened",
        about=who.subject,
        at=at,
        case=case,
        principal=principal,
        path=path.value,
        trigger=trigger.value,
        channel=visit.channel,
        device=visit.device,
    )
    return recovery_of(case=case)


def _expire_old(principal: str, at: int) -> None:
    row = models.Recovery.objects.filter(principal=principal, state__in=_words()).first()
    if row is not None:
        advance(case=row.id, at=at)


@transaction.atomic
def give_proof(*, case: str, kind: ProofKind, by: str, evidence: str, at: int) -> RecoveryCase:
    """Add something that was shown. The caller has verified it; here it is decided whether it counts.

    Args:
        case: the recovery.
        kind: what was shown.
        by: who attests it: the principal himself, or a member of staff for what only staff can look at.
        evidence: where the evidence lies.
        at: in milliseconds.

    Raises:
        NotAcceptedError: the kind does not count today, is not part of the path, or this person cannot give it.
        NotNowError: the recovery does not wait for proofs, or has this one.

    """
    found = advance(case=case, at=at)
    wanted = any(kind in group for group in found.rung.needs)
    if not wanted or not rules.counts(kind, at=at) or not rules.may_attest(kind, by=by, principal=found.principal):
        raise NotAcceptedError(case)
    try:
        with transaction.atomic():
            models.RecoveryProof.objects.create(recovery_id=case, kind=kind.value, at=at, by=by, evidence=evidence)
    except IntegrityError as error:
        raise NotNowError(case) from error
    ready = rules.ready_at(found.rung, recovery_of(case=case).proofs)
    if not models.Recovery.objects.filter(id=case, state=CaseState.OPEN.value).update(ready=ready):
        raise NotNowError(case)
    _note("authentication:recovery:proven", found, at, proof=kind.value, by=by)
    return advance(case=case, at=at)


@transaction.atomic
def advance(*, case: str, at: int) -> RecoveryCase:
    """Write down what time has brought about; twice changes nothing.

    Raises:
        sekisho.authentication.queries.recoveries.NoSuchRecoveryError: there is none of that name.

    """
    found = recovery_of(case=case)
    state = rules.state_at(found, at=at)
    if state is found.state:
        return found
    ends = {"ended": at, "ended_by": "system"} if state is CaseState.EXPIRED else {}
    grant = {"granted": at} if state is CaseState.GRANTED else {}
    moved = models.Recovery.objects.filter(id=case, state=found.state.value).update(state=state.value, **ends, **grant)
    if moved and state in _KIND_OF:
        _note(_KIND_OF[state], found, at)
    return recovery_of(case=case)


@transaction.atomic
def agree(*, case: str, staff: str, at: int) -> RecoveryCase:
    """A member of staff has looked at everything and agrees; the second one, another person, grants it.

    Raises:
        NotNowError: it is not in review, or this person may not agree to it.

    """
    found = advance(case=case, at=at)
    field = "approved_by" if found.examined_by else "examined_by"
    waiting = models.Recovery.objects.filter(
        id=case, state=CaseState.REVIEW.value, examined_by=found.examined_by, approved_by=""
    )
    if not rules.may_examine(found, staff=staff) or not waiting.update(**{field: staff}):
        raise NotNowError(case)
    _note("authentication:recovery:examined", found, at, staff=staff, step=field)
    return advance(case=case, at=at)


@transaction.atomic
def refuse(*, case: str, staff: str, reason: str, at: int) -> RecoveryCase:
    """A member of staff ends a recovery that must not go on.

    Raises:
        NotNowError: it was granted or has ended, or it is his own.

    """
    found = advance(case=case, at=at)
    if found.principal == staff or not staff.startswith("staff:"):
        raise NotNowError(case)
    return _end(found, CaseState.REFUSED, by=staff, reason=reason, at=at)


@transaction.atomic
def withdraw(*, case: str, by: str, reason: str, at: int) -> RecoveryCase:
    """The owner stops it, above all when he did not begin it. Anybody who can answer for the account may.

    Raises:
        NotNowError: it has ended.

    """
    return _end(advance(case=case, at=at), CaseState.WITHDRAWN, by=by, reason=reason, at=at)


@transaction.atomic
def complete(*, case: str, authenticator: str, at: int) -> RecoveryCase:
    """A new authenticator was bound under the grant: hold it back a while, and revoke what was lost.

    The caller ends the other sessions (``sessions.end_all``) in the same transaction.

    Args:
        case: the recovery.
        authenticator: the one just bound; it must be the owner's, active and made after the grant.
        at: in milliseconds.

    Raises:
        NotNowError: nothing is granted, or the authenticator was not bound under this grant.

    """
    found = advance(case=case, at=at)
    bound = models.Authenticator.objects.filter(
        id=authenticator, principal=found.principal, state="active", created__gte=found.granted or at + 1
    )
    moved = models.Recovery.objects.filter(id=case, state=CaseState.GRANTED.value).update(
        state=CaseState.COMPLETED.value, ended=at, ended_by=found.principal, authenticator=authenticator
    )
    if not moved or not bound.update(created_by=case, hold_until=at + found.rung.hold):
        raise NotNowError(case)
    gone = models.Authenticator.objects.filter(id__in=found.lost, state__in=("active", "suspended"))
    gone.exclude(id=authenticator).update(state="revoked", ended=at, ended_by=case, ended_reason=found.trigger.value)
    _note(
        "authentication:recovery:completed",
        found,
        at,
        authenticator=authenticator,
        lost=list(found.lost),
        hold_until=at + found.rung.hold,
    )
    return recovery_of(case=case)


def _end(found: RecoveryCase, state: CaseState, *, by: str, reason: str, at: int) -> RecoveryCase:
    before = [begin.value for begin, end in rules.TRANSITIONS if end is state]
    ending = models.Recovery.objects.filter(id=found.id, state__in=before)
    if not ending.update(state=state.value, ended=at, ended_by=by, reason=reason):
        raise NotNowError(found.id)
    _note(_KIND_OF[state], found, at, by=by, reason=reason)
    return recovery_of(case=found.id)


def _note(kind: str, found: RecoveryCase, at: int, **more: Any) -> None:  # noqa: ANN401 - plain JSON
    subject = principal_of(ref=found.principal).subject
    note(kind, about=subject, at=at, case=found.id, principal=found.principal, path=found.path.value, **more)


def _words() -> list[str]:
    return sorted(state.value for state in OPEN_STATES)
