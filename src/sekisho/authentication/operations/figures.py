"""Count deeds as the journal tells them."""

from collections.abc import Mapping

from sekisho.authentication import models
from sekisho.authentication.rules.figures import DEEDS, deed_of
from sekisho.authentication.types.figures import UNKNOWN_BAND
from sekisho.kernel.moments import jst_day

KINDS = tuple(DEEDS)
"""Kinds of entries that ``record_deed`` counts."""


def record_deed(*, position: int, kind: str, payload: Mapping[str, object], at: int) -> bool:
    """Count one entry, once however often it is handed in; whether its kind is counted.

    A reaction to every kind of ``KINDS``.

    Args:
        position: the entry's place in the journal.
        kind: its kind.
        payload: its content.
        at: when it happened, in milliseconds.

    """
    deed = deed_of(kind, payload)
    if deed is None:
        return False
    held = models.Authenticator.objects.filter(pk=deed.authenticator).values_list("factor", "principal_id").first()
    factor, owner = held or ("", "")
    row = models.FactorDeed(
        position=position, at=at, day=jst_day(at), method=deed.method or factor, outcome=deed.outcome.value,
        channel=deed.channel, age_band=_band(deed.principal or owner),
    )  # fmt: skip
    models.FactorDeed.objects.bulk_create([row], ignore_conflicts=True)
    return True


def _band(principal: str) -> str:
    facts = models.Principal.objects.filter(pk=principal).values_list("facts", flat=True).first() or {}
    return str(facts.get("age_band") or UNKNOWN_BAND)
