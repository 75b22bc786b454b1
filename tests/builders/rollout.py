"""Waves, and customers on their way to a passkey."""

from typing import Any

from tests.builders.factors import fresh_id
from tests.builders.signing_in import AT, customer

from sekisho.authentication import models
from sekisho.authentication.operations.enrolments import recount
from sekisho.authentication.operations.waves import ask, plan_wave
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.rollout import Wave
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text

ENFORCE = AT + 60 * DAY


def wave(**changes: Any) -> Wave:
    """A wave that asks everybody, reminds after a month and after 50 days, and is enforced after two months."""
    fields = {"id": fresh_id("wv"), "campaign": "2027-spring", "title": Text("春の登録", "Spring"), "begins": AT}
    return Wave(**{**fields, "enforce_at": ENFORCE, "reminders": (30 * DAY, 50 * DAY), **changes})


def begun(*accounts: str, at: int = AT, **changes: Any) -> Wave:
    """A wave that has asked these customers; each has a device that can make a passkey."""
    for account in accounts:
        customer(account, capable_device=True)
    made = wave(**changes)
    plan_wave(wave=made, by="staff:s-1", at=at)
    ask(wave=made.id, at=at)
    return made


def with_passkey(principal: str, *, at: int = AT, factor: FactorCode = FactorCode.PASSKEY_SYNCED) -> str:
    """The id of somebody's new passkey, which is counted."""
    authenticator = fresh_id()
    models.Authenticator.objects.create(
        id=authenticator, principal_id=principal, factor=factor.value, created=at, created_by=principal
    )
    recount(principal=principal, by=principal, at=at)
    return authenticator


def without(authenticator: str, *, at: int) -> None:
    """Take an authenticator away."""
    row = models.Authenticator.objects.get(pk=authenticator)
    models.Authenticator.objects.filter(pk=authenticator).update(state="revoked", ended=at)
    recount(principal=row.principal_id, by=row.principal_id, at=at)
