"""What all typed factors share: binding one, counting failures in a row, and writing down each use."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import LAST_FAILURE
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof, Refused, Why


def subject_of(principal: str) -> str:
    """What the journal files somebody under."""
    return principal.removeprefix("customer:")


def told(visit: Visit) -> dict[str, str]:
    """The part of a visit that the journal keeps."""
    return {"channel": visit.channel, "session": visit.session, "device": visit.device}


def held(principal: str, factor: FactorCode) -> "models.Authenticator | None":
    """The newest active authenticator of a kind."""
    rows = models.Authenticator.objects.filter(principal_id=principal, factor=factor.value, state="active")
    return rows.order_by("-created", "-id").first()


def bind(
    *,
    authenticator: str,
    principal: str,
    factor: FactorCode,
    visit: Visit,
    at: int,
    secret: bytes | None,
    detail: Mapping[str, object],
    name: str = "",
    sole: bool = False,
    last_step: int = -1,
) -> None:
    """Bind an authenticator and write it down; within the caller's transaction, last.

    ``sole`` ends the one of its kind that was there before.

    Raises:
        django.db.IntegrityError: the id is taken, or another ``sole`` one was bound at the same moment.

    """
    before = _end_sole(principal, factor, at) if sole else ()
    row = models.Authenticator.objects.create(
        id=authenticator, principal_id=principal, factor=factor.value, name=name, created=at, created_by=principal,
        created_visit=seen(visit), secret=secret, detail=dict(detail),
    )  # fmt: skip
    models.FactorState.objects.create(
        authenticator=row, principal_id=principal, factor=factor.value, sole=sole, last_step=last_step
    )
    for old in before:
        _note("removed", old, visit, at, reason="replaced")
    _note("enrolled", row, visit, at)


def seen(visit: Visit) -> dict[str, str]:
    """The whole visit, as a new authenticator keeps it (NIST SP 800-63B-4, 4.1: date and source of each binding)."""
    return {**told(visit), "ip": visit.ip, "user_agent": visit.user_agent, "client": visit.client}


def use(
    row: models.Authenticator, *, visit: Visit, at: int, step: int = -1, signals: tuple[str, ...] = ()
) -> Proof | Refused:
    """Let a right answer count, unless the authenticator was stopped or ended meanwhile, or its time step was used.

    Args:
        row: what was answered for.
        visit: where the answer came from.
        at: now, in milliseconds.
        step: the time step of the answer, which counts once; -1 where there is none.
        signals: for the proof.

    """
    with transaction.atomic():
        why = _claim(row, step, at)
        if why is Why.REPLAYED:
            return fail(row, why=why, visit=visit, at=at)
        if why is not None:
            return Refused.because(why)
        _note("used", row, visit, at)
    return Proof.by(FactorCode(row.factor), authenticator=row.pk, principal=row.principal_id, at=at, signals=signals)


def fail(row: models.Authenticator, *, why: Why, visit: Visit, at: int) -> Refused:
    """Count a wrong answer and write it down; one that comes after the last allowed is only refused."""
    state = models.FactorState.objects.filter(pk=row.pk)
    with transaction.atomic():
        if not state.filter(failures__lt=LAST_FAILURE).update(failures=F("failures") + 1, failed=at):
            return Refused.because(Why.LOCKED)
        in_a_row = state.values_list("failures", flat=True).get()
        _note("failed", row, visit, at, reason=why.value, in_a_row=in_a_row)
        if in_a_row == LAST_FAILURE:
            _note("locked", row, visit, at)
    return Refused.because(why)


def fail_unknown(*, factor: FactorCode, visit: Visit, at: int) -> Refused:
    """Write down a wrong answer of somebody who is not there, or who has no such factor; the answer tells neither."""
    with transaction.atomic():
        note(
            "authentication:factor:failed", about="", at=at, factor=factor.value, reason=Why.NONE_HELD.value,
            **told(visit),
        )  # fmt: skip
    return Refused.because(Why.WRONG)


def locked(row: models.Authenticator) -> bool:
    """Whether failures in a row have stopped it."""
    return models.FactorState.objects.filter(pk=row.pk, failures__gte=LAST_FAILURE).exists()


def clear_failures(*, principal: str, because: str, at: int) -> int:
    """Open somebody's stopped factors again, after a phishing-resistant login or a recovery (3.8).

    Args:
        principal: whose.
        because: the authenticator or the recovery case that he proved himself with.
        at: in milliseconds.

    Returns:
        How many authenticators had failures.

    """
    with transaction.atomic():
        states = models.FactorState.objects.filter(principal_id=principal, failures__gt=0)
        cleared = states.update(failures=0)
        if cleared:
            note(
                "authentication:factor:cleared", about=subject_of(principal), at=at, principal=principal,
                because=because, factors=cleared,
            )  # fmt: skip
    return cleared


def _claim(row: models.Authenticator, step: int, at: int) -> Why | None:
    """Take the use in conditional updates, so that of several at once only one can have it."""
    open_states = models.FactorState.objects.filter(pk=row.pk, failures__lt=LAST_FAILURE)
    fresh = open_states.filter(last_step__lt=step) if step >= 0 else open_states
    if not fresh.update(failures=0, last_step=step):
        return Why.REPLAYED if open_states.exists() else Why.LOCKED
    active = models.Authenticator.objects.filter(pk=row.pk, state="active").update(last_used=at)
    return None if active else Why.NONE_HELD


def _end_sole(principal: str, factor: FactorCode, at: int) -> tuple[models.Authenticator, ...]:
    sole = models.FactorState.objects.filter(principal_id=principal, factor=factor.value, sole=True)
    pks = list(sole.values_list("pk", flat=True))
    # only what was seen: one that was bound meanwhile stays sole, and the new one meets it and is refused
    models.FactorState.objects.filter(pk__in=pks).update(sole=False)
    rows = models.Authenticator.objects.filter(pk__in=pks, state__in=("active", "suspended"))
    ended = tuple(rows)
    rows.update(state="replaced", ended=at, ended_by=principal, ended_reason="replaced")
    return ended


def _note(happened: str, row: models.Authenticator, visit: Visit, at: int, **more: object) -> None:
    note(
        f"authentication:factor:{happened}", about=subject_of(row.principal_id), at=at, key=None,
        principal=row.principal_id, authenticator=row.pk, factor=row.factor, **told(visit), **more,
    )  # fmt: skip
