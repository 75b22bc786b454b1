"""Factors that are about to be bound: begun in one session, finished once, soon, and after few tries."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.factors import subject_of, told
from sekisho.authentication.operations.noting import note
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import WRONG_TYPED
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Refused, RefusedError, Why


def begin(
    *,
    pending: str,
    principal: str,
    factor: FactorCode,
    session: str,
    secret: bytes | None,
    digest: bytes | None,
    detail: Mapping[str, object],
    visit: Visit,
    at: int,
    expires: int,
) -> None:
    """Keep what is about to be bound, and write it down.

    Raises:
        RefusedError: the id or the digest is taken.

    """
    try:
        with transaction.atomic():
            models.PendingFactor.objects.create(
                id=pending, principal_id=principal, factor=factor.value, session=session, secret=secret, digest=digest,
                detail=dict(detail), begun=at, expires=expires,
            )  # fmt: skip
            note(
                "authentication:factor:begun", about=subject_of(principal), at=at, principal=principal,
                authenticator=pending, factor=factor.value, **told(visit),
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError.because(Why.CONFLICT) from error


def attempt(*, pending: str, factors: frozenset[FactorCode], session: str, at: int) -> models.PendingFactor | Refused:
    """Take one of the few tries; within the caller's transaction, which commits whatever comes of it."""
    rows = models.PendingFactor.objects.filter(pk=pending, factor__in=[one.value for one in factors], session=session)
    charged = rows.filter(state="open", expires__gt=at, wrong__lt=WRONG_TYPED).update(wrong=F("wrong") + 1)
    row = rows.first()
    if row is None or (not charged and at >= row.expires):
        return Refused.because(Why.EXPIRED)
    return row if charged else Refused.because(Why.SPENT)


def finish(row: models.PendingFactor) -> bool:
    """Close it; whether this caller was the one who did."""
    return models.PendingFactor.objects.filter(pk=row.pk, state="open").update(state="done") == 1


def refuse(row: models.PendingFactor, *, visit: Visit, at: int) -> Refused:
    """Write down a wrong try."""
    note(
        "authentication:factor:failed", about=subject_of(row.principal_id), at=at, principal=row.principal_id,
        authenticator=row.pk, factor=row.factor, reason=Why.WRONG.value, binding=True, **told(visit),
    )  # fmt: skip
    return Refused.because(Why.WRONG)
