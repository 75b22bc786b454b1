"""Ceremonies as values."""

from sekisho.authentication import models
from sekisho.authentication.queries.prepared import Prepared
from sekisho.authentication.queries.principals import value_of as principal_value
from sekisho.authentication.rules.attestation.profiles import from_plain
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.ceremonies import Ceremony, CeremonyState
from sekisho.authentication.types.webauthn import CeremonyKind, Purpose

_BY_NAME = Prepared(lambda slot: models.Ceremony.objects.select_related("principal").filter(id=slot("name")))


class NoSuchCeremonyError(LookupError):
    """There is no ceremony of that name."""


def ceremony_of(*, ceremony: str) -> Ceremony:
    """The ceremony of that name.

    Raises:
        NoSuchCeremonyError: there is none.

    """
    row = _BY_NAME.first(name=ceremony)
    if row is None:
        raise NoSuchCeremonyError
    return value_of(row)


def value_of(row: models.Ceremony) -> Ceremony:
    """A row as a value."""
    demands = row.demands
    return Ceremony(
        id=row.pk,
        kind=CeremonyKind(row.kind),
        purpose=Purpose(row.purpose),
        session=row.session,
        principal=row.principal_id or "",
        subject="" if row.principal is None else principal_value(row.principal).subject,
        operation=row.operation,
        challenge=bytes(row.challenge),
        rp_id=row.rp_id,
        state=CeremonyState(row.state),
        expires=row.expires,
        acr=Acr(demands["acr"]),
        asked=frozenset(demands["asked"]),
        profile=from_plain(demands["code"], demands["profile"]),
        conditional=demands["conditional"],
    )
