"""Who declined what, until when, and whether the records are whole."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from sekisho.authentication import models
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.rules.opt_out import first_broken
from sekisho.authentication.rules.opt_out_terms import terms_by
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.opt_out import Decline, EndCause, OptOut, OptOutEnd, OptOutRequest
from sekisho.authentication.types.policy import OptOutTerms, Policy
from sekisho.authentication.types.policy_questions import OptOutView


class NoOptOutError(LookupError):
    """There is no opt-out of that name."""


def opt_outs_of(*, principal: str) -> tuple[OptOut, ...]:
    """Somebody's opt-outs, oldest first, those that ended too."""
    return values_of(models.OptOut.objects.filter(principal_id=principal).order_by("number"))


def opt_out_of(*, opt_out: str) -> OptOut:
    """The opt-out of that name.

    Raises:
        NoOptOutError: there is none.

    """
    found = values_of(models.OptOut.objects.filter(pk=opt_out))
    if not found:
        raise NoOptOutError(opt_out)
    return found[0]


def opt_out_view(*, principal: str, at: int) -> OptOutView | None:
    """The opt-out that stands, as a policy sees it; None where none does."""
    standing = [each for each in opt_outs_of(principal=principal) if each.standing(at)]
    return standing[-1].view if standing else None


def standing_opt_outs(*, at: int, limit: int = 1_000, after: str = "") -> tuple[OptOut, ...]:
    """All that stand at a moment, by id, a page at a time; ``after`` is the last id of the page before."""
    rows = standing_rows(at).filter(pk__gt=after).order_by("pk")[:limit]
    return values_of(rows)


def standing_rows(at: int) -> QuerySet[models.OptOut]:
    """The rows of opt-outs that stand at a moment."""
    ended = models.OptOutEnd.objects.filter(opt_out=OuterRef("pk"), ends__lte=at)
    return models.OptOut.objects.filter(~Exists(ended), valid_from__lte=at, valid_until__gt=at)


def terms_offered(
    *, policy: Policy, principal: str, operations: Iterable[OperationCode], at: int
) -> dict[OperationCode, OptOutTerms | None]:
    """On which terms a policy lets somebody decline, for each operation; None where it does not.

    Raises:
        NobodyError: there is nobody of that name.

    """
    facts = principal_of(ref=principal).facts
    return terms_by(policy, operations=operations, facts=facts, at=at)


def broken_opt_out(*, principal: str) -> OptOut | None:
    """The first of somebody's records that was changed or lost its forerunner; None where all are whole."""
    return first_broken(opt_outs_of(principal=principal))


def values_of(rows: Iterable[models.OptOut]) -> tuple[OptOut, ...]:
    """Rows as values, with their ends and reminders, in three statements for any number."""
    found = list(rows)
    pks = [row.pk for row in found]
    ends: dict[str, list[OptOutEnd]] = {}
    for end in models.OptOutEnd.objects.filter(opt_out_id__in=pks).order_by("noted", "pk"):
        value = OptOutEnd(ends=end.ends, noted=end.noted, cause=EndCause(end.cause), by=end.by, reason=end.reason)
        ends.setdefault(end.opt_out_id, []).append(value)
    reminded: dict[str, list[int]] = {}
    for reminder in models.OptOutReminder.objects.filter(opt_out_id__in=pks).order_by("due"):
        reminded.setdefault(reminder.opt_out_id, []).append(reminder.due)
    return tuple(_value(row, ends.get(row.pk, []), reminded.get(row.pk, [])) for row in found)


def _value(row: models.OptOut, ends: list[OptOutEnd], reminded: list[int]) -> OptOut:
    return OptOut(
        id=row.id, number=row.number, request=_request(row), shown_digest=row.shown_digest,
        controls=frozenset(row.controls), valid_from=row.valid_from, valid_until=row.valid_until, policy=row.policy,
        previous=row.previous, digest=row.digest, ends=tuple(ends), reminded=tuple(reminded),
    )  # fmt: skip


def _request(row: models.OptOut) -> OptOutRequest:
    return OptOutRequest(
        principal=row.principal_id, operations=frozenset(OperationCode(each) for each in row.operations),
        declined=frozenset(FactorCode(each) for each in row.declined), reason=Decline(row.reason), note=row.note,
        risk_version=row.risk_version, language=row.language, shown=row.shown, ticked=row.ticked,
        alternative=FactorCode(row.alternative), evidence=row.evidence, channel=row.channel, staff=row.staff,
        approver=row.approver,
    )  # fmt: skip
