"""The kill switch: stop an account at once and everywhere, and open it again only on proof (C-19, C-20, C-28).

The freeze itself is one row. It counts from its commit on, since every entrance asks ``queries.freezes`` each time; the
sessions that it ends and the obligations that it tells are what follows from it, not what makes it work.
"""

from typing import Any

from django.db import transaction
from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.sessions import end_account, take_turn
from sekisho.authentication.queries.freezes import freeze_of
from sekisho.authentication.rules.freezes import (
    MACHINE_CHANNELS,
    expected_after,
    obligations_of,
    refusal_of_release,
)
from sekisho.authentication.types.freezes import (
    KILL_SWITCH,
    RELEASE_REFUSALS,
    CustomerProof,
    Evidence,
    Freeze,
    FreezeScope,
    FreezeSource,
    FreezeState,
    RecoveryProof,
    ReleaseRefusal,
    mask_of,
)
from sekisho.authentication.types.principals import PrincipalKind, Visit
from sekisho.authentication.types.sessions import EndReason

_IN_FORCE = FreezeState.IN_FORCE.value


class ReleaseRefusedError(Exception):
    """A freeze is not released. Attributes: ``refusal``, and ``text``, which says what to do next."""

    def __init__(self, refusal: ReleaseRefusal) -> None:
        self.refusal, self.text = refusal, RELEASE_REFUSALS[refusal]
        super().__init__(refusal.value)


def holder_of(account: str) -> str:
    """The ref of an account's holder."""
    return f"{PrincipalKind.CUSTOMER.value}:{account}"


@transaction.atomic
def place_freeze(
    *,
    freeze: str,
    account: str,
    source: FreezeSource,
    by: str,
    reason: str,
    visit: Visit,
    at: int,
    scopes: frozenset[FreezeScope] = KILL_SWITCH,
) -> Freeze:
    """Stop what ``scopes`` name, at once, and end the sessions that they cover; doing it twice widens the first one.

    Open orders and the tokens of others are told as obligations in the entry's payload.

    Args:
        freeze: the new freeze's name; unused where the same hand has one in force already.
        account: the account's pseudonym.
        source: through whom it comes.
        by: the ref of who places it, or ``system``.
        reason: a short code, e.g. ``not_me``.
        visit: from where.
        at: in milliseconds.
        scopes: what is stopped; everything if left out.

    Raises:
        ValueError: nothing is to be stopped, or there is no account.

    """
    if not scopes or not account:
        message = "a freeze stops something, on an account"
        raise ValueError(message)
    name, widened = _place(freeze, account, source, by, reason, scopes, at)
    take_turn(holder_of(account), account)  # what is being executed at this moment comes before the freeze, or never
    placed = freeze_of(freeze=name)
    sessions = _end_sessions(placed, by, at)
    note(
        f"authentication:freeze:{'extended' if widened else 'placed'}",
        about=account,
        at=at,
        freeze=name,
        scopes=sorted(scope.value for scope in placed.scopes),
        source=source.value,
        by=by,
        reason=reason,
        sessions=list(sessions),
        obligations=obligations_of(placed.scopes),
        channel=visit.channel,
        ip=visit.ip,
        device=visit.device,
    )
    return placed


def _place(
    freeze: str, account: str, source: FreezeSource, by: str, reason: str, scopes: frozenset[FreezeScope], at: int
) -> tuple[str, bool]:
    """The name of the freeze that now covers the scopes, and whether it was there before."""
    mine = models.Freeze.objects.filter(account=account, source=source.value, placed_by=by, state=_IN_FORCE)
    wider = {"scopes": F("scopes").bitor(mask_of(scopes))}
    # first, so that nobody releases it before this is through: a press on the button never fails
    before = mine.update(**wider)
    if not before:
        fresh = models.Freeze(
            id=freeze, account=account, scopes=mask_of(scopes), source=source.value, placed=at, placed_by=by,
            reason=reason, expected=expected_after(source, at), state=_IN_FORCE,
        )  # fmt: skip
        models.Freeze.objects.bulk_create([fresh], ignore_conflicts=True)  # one in force from the same hand
        mine.update(**wider)
    name = mine.values_list("id", flat=True).get()
    return name, bool(before) or name != freeze


def _end_sessions(freeze: Freeze, by: str, at: int) -> tuple[str, ...]:
    if FreezeScope.LOGIN in freeze.scopes:
        return end_account(account=freeze.account, reason=EndReason.FREEZE, by=by, at=at)
    if FreezeScope.API in freeze.scopes:
        channels = sorted(MACHINE_CHANNELS)
        return end_account(account=freeze.account, reason=EndReason.FREEZE, by=by, at=at, channels=channels)
    return ()


def release_freeze(*, freeze: str, by: str, proof: CustomerProof | RecoveryProof, visit: Visit, at: int) -> Freeze:
    """Open what a freeze stopped. What other freezes stop stays stopped.

    Args:
        freeze: its name.
        by: the ref of who releases it: the holder himself, or staff other than who placed it.
        proof: what the holder has shown since it was placed.
        visit: from where.
        at: in milliseconds.

    Raises:
        ReleaseRefusedError: he may not, on this ground; the refusal is in the journal.
        sekisho.authentication.queries.freezes.NoFreezeError: there is none of that name.

    """
    known = freeze_of(freeze=freeze)
    refusal = _release(freeze, by, proof, visit, at)
    if refusal is not None:
        _note(known, "release_refused", by, visit, at, reason=refusal.value)
        raise ReleaseRefusedError(refusal)
    return freeze_of(freeze=freeze)


@transaction.atomic
def _release(
    freeze: str, by: str, proof: CustomerProof | RecoveryProof, visit: Visit, at: int
) -> ReleaseRefusal | None:
    """Judge it as it stands once nobody else can change it, so that of several who release it one does."""
    row = models.Freeze.objects.filter(id=freeze)
    row.update(state=F("state"))
    known = freeze_of(freeze=freeze)
    refusal = refusal_of_release(known, by=by, holder=holder_of(known.account), proof=proof, at=at)
    if refusal is not None:
        return refusal
    evidence, ref = _evidence(proof)
    row.filter(state=_IN_FORCE).update(
        state=FreezeState.RELEASED.value, released=at, released_by=by, evidence=evidence.value, evidence_ref=ref
    )
    _note(known, "released", by, visit, at, evidence=evidence.value, evidence_ref=ref)
    return None


def _evidence(proof: CustomerProof | RecoveryProof) -> tuple[Evidence, str]:
    if isinstance(proof, RecoveryProof):
        return Evidence.RECOVERY, proof.case
    return Evidence.STRONG_PROOF, proof.authenticator


def _note(freeze: Freeze, happened: str, by: str, visit: Visit, at: int, **payload: Any) -> None:  # noqa: ANN401 - plain JSON
    note(
        f"authentication:freeze:{happened}",
        about=freeze.account,
        at=at,
        freeze=freeze.id,
        by=by,
        channel=visit.channel,
        ip=visit.ip,
        device=visit.device,
        **payload,
    )
