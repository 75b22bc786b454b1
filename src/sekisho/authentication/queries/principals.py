"""Who is who."""

from sekisho.authentication import models
from sekisho.authentication.types.principals import Principal, PrincipalKind, PrincipalState


class NobodyError(LookupError):
    """There is nobody of that name."""


def principal_of(*, ref: str) -> Principal:
    """The one of that name.

    Raises:
        NobodyError: there is none.

    """
    return _one(ref=ref)


def principal_by_login(*, login: str) -> Principal:
    """The one who types this.

    Raises:
        NobodyError: there is none.

    """
    return _one(login=login)


def principal_by_handle(*, handle: bytes) -> Principal:
    """The one with this WebAuthn user handle.

    Raises:
        NobodyError: there is none.

    """
    return _one(handle=handle)


def _one(**wanted: object) -> Principal:
    row = models.Principal.objects.filter(**wanted).first()
    if row is None:
        raise NobodyError
    return value_of(row)


def value_of(row: models.Principal) -> Principal:
    """A row as a value."""
    return Principal(
        ref=row.ref,
        kind=PrincipalKind(row.kind),
        account=row.account,
        handle=bytes(row.handle),
        login=row.login,
        language=row.language,
        state=PrincipalState(row.state),
        created=row.created,
        facts=row.facts,
    )
