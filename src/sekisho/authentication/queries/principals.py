"""Who is who."""

from sekisho.authentication import models
from sekisho.authentication.queries.prepared import Prepared
from sekisho.authentication.types.principals import Principal, PrincipalKind, PrincipalState

_BY_REF = Prepared(lambda slot: models.Principal.objects.filter(ref=slot("ref")))


class NobodyError(LookupError):
    """There is nobody of that name."""


def principal_of(*, ref: str) -> Principal:
    """The one of that name.

    Raises:
        NobodyError: there is none.

    """
    row = _BY_REF.first(ref=ref)
    if row is None:
        raise NobodyError
    return value_of(row)


def principal_by_login(*, login: str) -> Principal:
    """The one who types this.

    Raises:
        NobodyError: there is none.

    """
    return _one(login=login)


def customers_after(*, ref: str, limit: int) -> tuple[Principal, ...]:
    """Customers who are not closed, by their names, from the one behind ``ref``; at most ``limit``."""
    open_ = models.Principal.objects.filter(kind=PrincipalKind.CUSTOMER.value, ref__gt=ref)
    rows = open_.exclude(state=PrincipalState.CLOSED.value).order_by("ref")[:limit]
    return tuple(value_of(row) for row in rows)


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
