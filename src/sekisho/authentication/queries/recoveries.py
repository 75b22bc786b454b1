"""Recoveries as values."""

from collections import Counter
from collections.abc import Mapping

from sekisho.authentication import models
from sekisho.authentication.types.recovery import (
    OPEN_STATES,
    CaseState,
    Path,
    ProofKind,
    RecoveryCase,
    ShownProof,
    Trigger,
)


class NoSuchRecoveryError(LookupError):
    """There is no recovery of that name."""


def recovery_of(*, case: str) -> RecoveryCase:
    """One recovery.

    Raises:
        NoSuchRecoveryError: there is none of that name.

    """
    row = models.Recovery.objects.filter(id=case).first()
    if row is None:
        raise NoSuchRecoveryError(case)
    return value_of(row)


def open_recovery_of(*, principal: str) -> RecoveryCase | None:
    """The recovery that goes on for somebody, if there is one."""
    row = models.Recovery.objects.filter(principal=principal, state__in=_words(OPEN_STATES)).first()
    return value_of(row) if row else None


def recovery_queue(*, limit: int = 200) -> tuple[RecoveryCase, ...]:
    """Recoveries that go on, the oldest first."""
    rows = models.Recovery.objects.filter(state__in=_words(OPEN_STATES)).order_by("opened", "id")[:limit]
    return tuple(value_of(row) for row in rows)


def recovery_counts(*, since: int, until: int) -> Mapping[tuple[str, str], int]:
    """How many recoveries were opened between two moments (ms, the second not included), by path and state."""
    rows = models.Recovery.objects.filter(opened__gte=since, opened__lt=until).values_list("path", "state")
    return Counter(rows)


def value_of(row: models.Recovery) -> RecoveryCase:
    """A row and its proofs as a value."""
    proofs = models.RecoveryProof.objects.filter(recovery=row.id).order_by("at", "id")
    return RecoveryCase(
        id=row.id,
        principal=row.principal_id,
        trigger=Trigger(row.trigger),
        path=Path(row.path),
        lost=tuple(row.lost),
        state=CaseState(row.state),
        opened=row.opened,
        proofs=tuple(
            ShownProof(kind=ProofKind(proof.kind), at=proof.at, by=proof.by, evidence=proof.evidence)
            for proof in proofs
        ),
        ready=row.ready,
        examined_by=row.examined_by,
        approved_by=row.approved_by,
        granted=row.granted,
        ended=row.ended,
        ended_by=row.ended_by,
        reason=row.reason,
        authenticator=row.authenticator,
    )


def _words(states: frozenset[CaseState]) -> list[str]:
    return sorted(state.value for state in states)
