"""Close what nobody finished, and forget what no longer counts. Run it every minute."""

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.counting import sweep_tallies
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.work import sweep_work
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.types.login import LoginState
from sekisho.kernel.moments import DAY

_KEPT = 7 * DAY
"""How long tries with names that are nobody's are kept."""
_MANY = 500


def sweep_logins(*, at: int) -> int:
    """Close logins whose time is over; how many.

    Tries with names that are nobody's are forgotten after a week, counters that nobody added to after a day, and
    proofs of work when their challenges have run out.
    """
    sweep_work(at=at)
    sweep_tallies(before=at - DAY)
    models.LoginAttempt.objects.filter(principal__isnull=True, started__lt=at - _KEPT).delete()
    over = models.LoginAttempt.objects.filter(ended__isnull=True, expires__lte=at).order_by("expires", "id")
    return sum(_close(row, at) for row in over[:_MANY])


@transaction.atomic
def _close(row: models.LoginAttempt, at: int) -> bool:
    changed = models.LoginAttempt.objects.filter(id=row.id, step=row.step, ended__isnull=True).update(
        state=LoginState.EXPIRED.value, ended=at, step=row.step + 1, reason=LoginState.EXPIRED.value
    )
    if changed == 1:
        note(
            "authentication:login:abandoned",
            about=principal_of(ref=row.principal_id).subject if row.principal_id else "",
            at=at,
            attempt=row.id,
            principal=row.principal_id or "",
            operation=row.operation,
            factors=row.factors,
            channel=row.channel,
            ip=row.ip,
            device=row.device,
            user_agent=row.user_agent,
            client=row.client,
        )
    return changed == 1
