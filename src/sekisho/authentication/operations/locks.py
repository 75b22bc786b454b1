"""Locks that a customer puts on his own account: set at once, released slowly and on proof (C-21)."""

from django.db import transaction
from django.db.models import F, QuerySet

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.locks import lock_of
from sekisho.authentication.rules.locks import delay_of, fits, refusal_of_release
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.freezes import CustomerProof
from sekisho.authentication.types.locks import LOCK_REFUSALS, Lock, LockKind, LockRefusal, LockState
from sekisho.authentication.types.principals import PrincipalKind

_SET, _RELEASING, _RELEASED = (state.value for state in LockState)
_RESISTANT = [code.value for code, factor in FACTORS.items() if factor.acr >= Acr.PHR]


class LockRefusedError(Exception):
    """A lock does not move. Attributes: ``refusal``, and ``text``, which says what to do next."""

    def __init__(self, refusal: LockRefusal) -> None:
        self.refusal, self.text = refusal, LOCK_REFUSALS[refusal]
        super().__init__(refusal.value)


@transaction.atomic
def set_lock(*, lock: str, account: str, kind: LockKind, by: str, at: int, what: str = "") -> Lock:
    """Lock at once. A release that was under way is over with it; what is locked already stays so.

    Args:
        lock: the new lock's name; unused where the thing is locked already.
        account: the account's pseudonym.
        kind: what is locked.
        by: the ref of who sets it.
        at: in milliseconds.
        what: the product or market; empty for the other kinds.

    Raises:
        ValueError: ``what`` is missing, or does not belong to this kind.

    """
    if not fits(kind, what):
        message = f"a lock of kind {kind.value} {'names no thing' if what else 'names what it locks'}"
        raise ValueError(message)
    settled = _settle(models.CustomerLock.objects.filter(account=account, kind=kind.value, what=what), at)
    name, changed = _set(lock, account, kind, what, by, at)
    _note_settled(settled, at)
    found = lock_of(lock=name)
    if changed:
        _note("set", found, by, at)
    return found


def _set(lock: str, account: str, kind: LockKind, what: str, by: str, at: int) -> tuple[str, bool]:
    """The name of the lock that now holds, and whether anything changed."""
    here = models.CustomerLock.objects.filter(account=account, kind=kind.value, what=what)
    before = here.exclude(state=_RELEASED).update(state=F("state"))  # first: nobody else moves it until this is through
    again = here.filter(state=_RELEASING).update(state=_SET, asked=None, asked_by="", releases=None)
    if not before:
        fresh = models.CustomerLock(
            id=lock, account=account, kind=kind.value, what=what, state=_SET, placed=at, placed_by=by
        )
        models.CustomerLock.objects.bulk_create([fresh], ignore_conflicts=True)  # one lock on a thing, says the table
    name = here.values_list("id", flat=True).get(state=_SET)
    return name, bool(again) or (not before and name == lock)


def ask_release(*, lock: str, by: str, proof: CustomerProof, at: int) -> Lock:
    """Ask to release a lock; it holds until its delay is over, and can be set again at any time until then.

    Args:
        lock: its name.
        by: the ref of who asks.
        proof: what the holder has just shown.
        at: in milliseconds.

    Raises:
        LockRefusedError: it is not set, or the proof is not enough.
        sekisho.authentication.queries.locks.NoLockError: there is none of that name.

    """
    known = lock_of(lock=lock)
    holder = f"{PrincipalKind.CUSTOMER.value}:{known.account}"
    held = models.Authenticator.objects.filter(principal=holder, factor__in=_RESISTANT)
    resistant = held.filter(state__in=("active", "suspended")).exists()  # a suspended one is his all the same
    refusal = refusal_of_release(known, holder=holder, proof=proof, holds_resistant=resistant, at=at)
    if refusal is not None:
        raise LockRefusedError(refusal)
    return _begin_release(known, by, at)


@transaction.atomic
def _begin_release(lock: Lock, by: str, at: int) -> Lock:
    changed = models.CustomerLock.objects.filter(id=lock.id, state=_SET).update(
        state=_RELEASING, asked=at, asked_by=by, releases=at + delay_of(lock.kind)
    )
    if changed != 1:
        raise LockRefusedError(LockRefusal.NOT_SET)
    after = lock_of(lock=lock.id)
    _note("release_asked", after, by, at)
    return after


@transaction.atomic
def withdraw_release(*, lock: str, by: str, at: int) -> Lock:
    """Keep a lock after all; needs no proof, since it makes nothing weaker.

    Raises:
        LockRefusedError: its release is not under way.
        sekisho.authentication.queries.locks.NoLockError: there is none of that name.

    """
    changed = models.CustomerLock.objects.filter(id=lock, state=_RELEASING, releases__gt=at).update(
        state=_SET, asked=None, asked_by="", releases=None
    )
    after = lock_of(lock=lock)
    if changed != 1:
        raise LockRefusedError(LockRefusal.NOT_RELEASING)
    _note("release_withdrawn", after, by, at)
    return after


@transaction.atomic
def settle_releases(*, at: int) -> int:
    """Write down the releases whose time has come; how many. They count from their moment on, written down or not."""
    settled = _settle(models.CustomerLock.objects.all(), at)
    _note_settled(settled, at)
    return len(settled)


def _settle(chosen: QuerySet[models.CustomerLock], at: int) -> list[str]:
    due = chosen.filter(state=_RELEASING, releases__lte=at).order_by("id").values_list("id", flat=True)
    return [
        lock
        for lock in due
        if models.CustomerLock.objects.filter(id=lock, state=_RELEASING, releases__lte=at).update(state=_RELEASED)
    ]


def _note_settled(locks: list[str], at: int) -> None:
    for lock in locks:
        _note("released", lock_of(lock=lock), "system", at)


def _note(happened: str, lock: Lock, by: str, at: int) -> None:
    note(
        f"authentication:lock:{happened}",
        about=lock.account,
        at=at,
        lock=lock.id,
        lock_kind=lock.kind.value,
        what=lock.what,
        by=by,
        releases=lock.releases,
    )
