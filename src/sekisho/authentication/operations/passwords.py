"""Passwords: choosing one, and checking one at a price that an attacker cannot make others pay."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.factors import (
    bind,
    fail,
    fail_unknown,
    held,
    locked,
    subject_of,
    told,
    use,
)
from sekisho.authentication.operations.hashing import HashPool, burn, hashed, matches, outdated
from sekisho.authentication.operations.leaks import Leaks, NoLeaks, look_up
from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.passwords import least, spelled, weaknesses
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.passwords import MOST, Cost, LeakCheck, Weakness, sentence
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import BusyError, Proof, Refused, RefusedError, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordTools:
    """What an entrance keeps ready for passwords.

    Attributes:
        pool: does the hashing.
        cost: today's parameters.
        leaks: the list of leaked passwords that is asked when one is chosen.

    """

    pool: HashPool
    cost: Cost = field(default_factory=Cost)
    leaks: Leaks = field(default_factory=NoLeaks)


def review_password(
    *, tools: PasswordTools, password: str, alone: bool, words: Sequence[str]
) -> tuple[tuple[Weakness, ...], LeakCheck]:
    """What is wrong with a password that somebody wants to use.

    Args:
        tools: the list to ask.
        password: as typed.
        alone: nothing else will be asked for at login (15 characters; otherwise 8).
        words: what others could guess of this customer: login, names, the firm's name.

    """
    found = weaknesses(password, alone=alone, words=words)
    if found:
        return found, LeakCheck(seen=0, source="")
    leak = look_up(spelled(password), leaks=tools.leaks)
    return ((Weakness.LEAKED,) if leak.seen else ()), leak


def set_password(
    *,
    tools: PasswordTools,
    principal: str,
    password: str,
    alone: bool,
    words: Sequence[str],
    authenticator: str,
    salt: bytes,
    visit: Visit,
    at: int,
) -> None:
    """Give somebody a password; the one before is replaced and kept as a record.

    Args:
        tools: pool, parameters, list of leaked passwords.
        principal: whose.
        password: as typed.
        alone: nothing else will be asked for at login.
        words: what others could guess of this customer.
        authenticator: the new authenticator's id.
        salt: 16 random bytes.
        visit: where it was chosen.
        at: now, in milliseconds.

    Raises:
        RefusedError: the password is weak (``details`` say why), or another one was set at the same moment.
        BusyError: the pool is full.

    """
    weak, leak = review_password(tools=tools, password=password, alone=alone, words=words)
    if weak:
        details = tuple(sentence(one, least=least(alone=alone)) for one in weak)
        raise RefusedError.because(Why.TOO_WEAK, details=details)
    plain = spelled(password)
    secret = tools.pool.run(lambda: hashed(plain, salt=salt, cost=tools.cost), known=True)
    try:
        with transaction.atomic():
            _bind(principal, authenticator, secret, leak, visit, at)
    except IntegrityError as error:
        raise RefusedError.because(Why.CONFLICT) from error


def verify_password(
    *,
    tools: PasswordTools,
    principal: str | None,
    password: str,
    salt: bytes,
    known_device: bool,
    visit: Visit,
    at: int,
) -> Proof | Refused:
    """Check a password. Rate limits and the proof of work come before it, and the caller's lock-out around it.

    Somebody who does not exist, or has no password, costs the same and reads the same as a wrong password.

    Args:
        tools: pool and parameters.
        principal: who says that he is there; None where the login is unknown.
        password: as typed.
        salt: 16 random bytes, for a hash that is made anew.
        known_device: this customer has used the device before, so the other lane is taken.
        visit: where it was typed.
        at: now, in milliseconds.

    Raises:
        BusyError: the pool is full; nothing was spent and nothing was counted.

    """
    row = held(principal, FactorCode.PASSWORD) if principal else None
    plain = spelled(password[: 4 * MOST])
    if row is None or row.secret is None or len(plain) > MOST:
        tools.pool.run(lambda: burn(plain[:MOST], salt=salt, cost=tools.cost), known=known_device)
        return fail_unknown(factor=FactorCode.PASSWORD, visit=visit, at=at)
    if locked(row):
        return Refused.because(Why.LOCKED)
    stored = bytes(row.secret)
    if not tools.pool.run(lambda: matches(stored, plain), known=known_device):
        return fail(row, why=Why.WRONG, visit=visit, at=at)
    proof = use(row, visit=visit, at=at)
    if isinstance(proof, Proof) and outdated(stored, cost=tools.cost):
        _renew(tools, row, plain, salt, at)
    return proof


def _bind(principal: str, authenticator: str, secret: bytes, leak: LeakCheck, visit: Visit, at: int) -> None:
    detail = {"leaks": leak.source, "leaks_asked": not leak.trouble}
    bind(
        authenticator=authenticator, principal=principal, factor=FactorCode.PASSWORD, visit=visit, at=at, secret=secret,
        detail=detail, sole=True,
    )  # fmt: skip
    if leak.trouble:
        note(
            "authentication:password:unchecked", about=subject_of(principal), at=at, principal=principal,
            authenticator=authenticator, source=leak.source, trouble=leak.trouble, **told(visit),
        )  # fmt: skip


def _renew(tools: PasswordTools, row: models.Authenticator, plain: str, salt: bytes, at: int) -> None:
    """Hash anew with today's parameters; where the pool is full, the next login does it."""
    try:
        secret = tools.pool.run(lambda: hashed(plain, salt=salt, cost=tools.cost), known=True)
    except BusyError:
        return
    with transaction.atomic():
        same = models.Authenticator.objects.filter(pk=row.pk, state="active", secret=row.secret)
        if same.update(secret=secret):
            note(
                "authentication:password:rehashed", about=subject_of(row.principal_id), at=at,
                principal=row.principal_id, authenticator=row.pk,
            )  # fmt: skip
