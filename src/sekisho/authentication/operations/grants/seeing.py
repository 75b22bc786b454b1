"""Let proofs and statements count once."""

from django.db import IntegrityError, transaction

from sekisho.authentication import models


class SeenError(Exception):
    """It was used before."""


def remember(*, mark: bytes, until: int) -> None:
    """Take a proof, in a transaction of its own: also where what follows fails, it is used up.

    Args:
        mark: 32 bytes that stand for it.
        until: how long it has to be remembered, in milliseconds; afterwards it is out of its time anyway.

    Raises:
        SeenError: it was used before.

    """
    try:
        with transaction.atomic():
            models.Seen.objects.create(mark=mark, expires=until)
    except IntegrityError as error:
        raise SeenError from error


def forget(*, at: int) -> int:
    """Remove what is out of its time; run it now and then. How many rows went."""
    return models.Seen.objects.filter(expires__lt=at).delete()[0]
