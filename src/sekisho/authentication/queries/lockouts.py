"""Whether the weak paths of somebody are closed."""

from sekisho.authentication import models
from sekisho.authentication.types.lockouts import NO_LOCKOUT, Lockout


def lockout_of(*, subject: str) -> Lockout:
    """How things stand for a principal (or for a name that is nobody's); ``closed(at)`` says whether it holds."""
    row = models.Lockout.objects.filter(subject=subject).first()
    return NO_LOCKOUT if row is None else Lockout(until=row.until, manual=row.manual, locks=row.locks)
