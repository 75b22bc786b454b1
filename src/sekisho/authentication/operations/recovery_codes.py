"""Recovery codes: printed once, kept as digests, each good for one use, and replaced as a whole set.

A saved code has at least 64 random bits (NIST SP 800-63B-4, 4.2.1.1); ours have 80.
"""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.factors import bind, fail, fail_unknown, held, locked, use
from sekisho.authentication.rules.terms import no_new, no_use
from sekisho.authentication.rules.typed import keyed, printed, printed_of
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import RECOVERY_BYTES, RECOVERY_COUNT, Printed
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof, Refused, RefusedError, Why

_FACTOR = FactorCode.RECOVERY_CODE


def print_codes(
    *,
    principal: str,
    authenticator: str,
    random: Sequence[bytes],
    key: bytes,
    stop_enrol: int | None,
    visit: Visit,
    at: int,
) -> Printed:
    """Make a new set; the one before no longer works.

    Args:
        principal: whose.
        authenticator: id of the set.
        random: ten times ten random bytes.
        key: makes the digests; the same as for other codes.
        stop_enrol: from when on nobody gets any more, in milliseconds; None where no date is set.
        visit: where they were asked for.
        at: now, in milliseconds.

    Returns:
        The codes, which nobody can ever see again.

    Raises:
        RefusedError: nobody gets any more, or another set was made at the same moment.
        ValueError: the random bytes are too few.

    """
    if len(set(random)) < RECOVERY_COUNT or any(len(one) < RECOVERY_BYTES for one in random):
        message = f"a set takes {RECOVERY_COUNT} times {RECOVERY_BYTES} random bytes"
        raise ValueError(message)
    if refused := no_new(stop_enrol=stop_enrol, at=at):
        raise RefusedError(refused)
    codes = tuple(printed(one) for one in random)
    try:
        with transaction.atomic():
            _keep(principal, authenticator, codes, key, visit, at)
    except IntegrityError as error:
        raise RefusedError.because(Why.CONFLICT) from error
    return Printed(authenticator=authenticator, codes=codes)


def verify_recovery_code(
    *, principal: str, typed: str, key: bytes, stop_use: int | None, visit: Visit, at: int
) -> Proof | Refused:
    """Check a code and cross it out.

    Args:
        principal: whose.
        typed: the code, with or without hyphens; O, I and L are read as 0, 1 and 1.
        key: as for ``print_codes``.
        stop_use: from when on they are not accepted any more, in milliseconds; None where no date is set.
        visit: where it was typed.
        at: now, in milliseconds.

    """
    if refused := no_use(stop_use=stop_use, at=at):
        return refused
    row = held(principal, _FACTOR)
    if row is None:
        return fail_unknown(factor=_FACTOR, visit=visit, at=at)
    if locked(row):
        return Refused.because(Why.LOCKED)
    digest = keyed(key, row.pk, printed_of(typed))
    with transaction.atomic():
        crossed_out = models.RecoveryCode.objects.filter(authenticator=row, digest=digest, used=None).update(used=at)
        return use(row, visit=visit, at=at) if crossed_out else fail(row, why=Why.WRONG, visit=visit, at=at)


def codes_left(*, principal: str) -> int:
    """How many codes of somebody's set are good; 0 where he has none. Below three he should be asked to print anew."""
    row = held(principal, _FACTOR)
    return 0 if row is None else models.RecoveryCode.objects.filter(authenticator=row, used=None).count()


def _keep(principal: str, authenticator: str, codes: Sequence[str], key: bytes, visit: Visit, at: int) -> None:
    models.RecoveryCode.objects.bulk_create(
        models.RecoveryCode(authenticator_id=authenticator, digest=keyed(key, authenticator, printed_of(code)))
        for code in codes
    )
    bind(
        authenticator=authenticator, principal=principal, factor=_FACTOR, visit=visit, at=at, secret=None,
        detail={"count": len(codes)}, sole=True,
    )  # fmt: skip
