"""Record opt-outs, and end them: by hand, by enrolling, by a policy that forbids them."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Q

from sekisho.authentication import models
from sekisho.authentication.operations.enrolments import move
from sekisho.authentication.operations.factors import subject_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.opt_outs import opt_out_of, opt_outs_of, standing_opt_outs, standing_rows, values_of
from sekisho.authentication.rules.opt_out import digest_of, granted, obstacles, reminder_due, valid_until
from sekisho.authentication.rules.opt_out_terms import Terms, forbidden
from sekisho.authentication.types.enrolment import Step
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.opt_out import (
    REMINDED_BEFORE,
    EndCause,
    Granted,
    OptOut,
    OptOutRefusedError,
    OptOutRequest,
)
from sekisho.authentication.types.policy import Policy
from sekisho.authentication.types.proofs import RefusedError, Why
from sekisho.kernel.digests import sha256_hex
from sekisho.kernel.moments import DAY

NOTICE = 14 * DAY
"""How long before its end somebody is told that a policy no longer allows his opt-out, in milliseconds."""


def decline(*, opt_out: str, request: OptOutRequest, terms: Terms, policy: int, at: int) -> OptOut:
    """Record that somebody declines. It is itself an operation (``opt_out``), proved before this is called.

    An opt-out that still stands is replaced.

    Args:
        opt_out: the new record's id.
        request: what was handed in.
        terms: what the policy in force offers him; see ``queries.opt_outs.terms_offered``.
        policy: that policy's version.
        at: now, in milliseconds.

    Raises:
        OptOutRefusedError: it is not allowed; the refusal is in the journal.
        RefusedError: another opt-out of his was recorded at the same moment.

    """
    held = _held(request.principal)
    against, found = obstacles(request, terms=terms, held=held, at=at), granted(request, terms=terms)
    if against or found is None:
        _note_refusal(request, [each.value for each in against], at)
        raise OptOutRefusedError(against)
    try:
        with transaction.atomic():
            return _record(opt_out, request, found, policy, at)
    except IntegrityError as error:
        raise RefusedError.because(Why.CONFLICT) from error


def revoke(*, opt_out: str, by: str, reason: str, at: int) -> bool:
    """End an opt-out now; whether it still stood.

    Raises:
        NoOptOutError: there is none.

    """
    record = opt_out_of(opt_out=opt_out)
    if not record.standing(at) or not _end(record, cause=EndCause.REVOKED, by=by, reason=reason, ends=at, at=at):
        return False
    move(principal=record.request.principal, step=Step.OPT_OUT_ENDED, by=by, at=at, reason=opt_out)
    return True


def end_by_enrolment(*, principal: str, factor: FactorCode, authenticator: str, at: int) -> int:
    """End somebody's opt-outs, since he now holds something that resists phishing; how many there were.

    A reaction to ``authentication:authenticator:added``; another factor changes nothing.
    """
    if not FACTORS[factor].phishing_resistant:
        return 0
    standing = [each for each in opt_outs_of(principal=principal) if each.standing(at)]
    return sum(
        _end(each, cause=EndCause.ENROLLED, by=principal, reason=authenticator, ends=at, at=at) for each in standing
    )


def end_forbidden(*, policy: Policy, at: int, limit: int = 1_000, after: str = "") -> tuple[OptOut, ...]:
    """End opt-outs that a new version of the policy forbids, with notice, a page at a time.

    Args:
        policy: the version that is published; what it says when it is in force counts.
        at: now, in milliseconds.
        limit: how many opt-outs are looked at.
        after: the last id of the page before.

    Returns:
        The opt-outs that were looked at; the next page begins behind the last of them.

    """
    page = standing_opt_outs(at=at, limit=limit, after=after)
    principals = [each.request.principal for each in page]
    facts = dict(models.Principal.objects.filter(pk__in=principals).values_list("pk", "facts"))
    force = max(at, policy.effective_from)
    for each in page:
        request = each.request
        lost = forbidden(policy, operations=request.operations, facts=facts[request.principal], at=force)
        if lost:
            _end(
                each, cause=EndCause.FORBIDDEN, by=f"policy:{policy.version}", reason=" ".join(sorted(lost)),
                ends=max(force, at + NOTICE), at=at,
            )  # fmt: skip
    return page


def remind(*, at: int, limit: int = 1_000) -> int:
    """Remind those whose opt-out ends soon (30, 7 and 1 day before); how many reminders were written down.

    The journal's ``authentication:opt_out:reminded`` makes the message go out. Run it daily; it reads ``limit`` records
    at a time until it has seen all.
    """
    changed = models.OptOutEnd.objects.filter(ends__gt=at).values("opt_out")
    rows = standing_rows(at).filter(Q(valid_until__lte=at + max(REMINDED_BEFORE)) | Q(pk__in=changed)).order_by("pk")
    written, after = 0, ""
    while page := values_of(rows.filter(pk__gt=after)[:limit]):
        written, after = written + sum(_remind(each, at) for each in page), page[-1].id
    return written


def _held(principal: str) -> frozenset[FactorCode]:
    rows = models.Authenticator.objects.filter(principal_id=principal, state="active")
    return frozenset(FactorCode(each) for each in rows.values_list("factor", flat=True))


def _record(opt_out: str, request: OptOutRequest, found: Granted, policy: int, at: int) -> OptOut:
    # first, since whoever moves an enrolment waits for its row and then for the journal, and never the other way round
    move(principal=request.principal, step=Step.OPTED_OUT, by=request.principal, at=at, reason=opt_out)
    before = opt_outs_of(principal=request.principal)
    made = OptOut(
        id=opt_out, number=len(before) + 1, request=request, shown_digest=sha256_hex(request.shown.encode()),
        controls=found.controls, valid_from=at, valid_until=valid_until(found, at=at), policy=policy,
        previous=before[-1].digest if before else "", digest="",
    )  # fmt: skip
    made = replace(made, digest=digest_of(made))
    _row(made).save(force_insert=True)
    for each in before:
        if each.standing(at):
            _end(each, cause=EndCause.REPLACED, by=request.principal, reason=opt_out, ends=at, at=at)
    note(
        "authentication:opt_out:made", about=subject_of(request.principal), at=at, principal=request.principal,
        opt_out=opt_out, operations=sorted(request.operations), reason=request.reason.value, digest=made.digest,
        alternative=request.alternative.value, controls=sorted(made.controls), until=made.valid_until, policy=policy,
        evidence=request.evidence, channel=request.channel, staff=request.staff, approver=request.approver,
    )  # fmt: skip
    return made


def _row(record: OptOut) -> models.OptOut:
    request = record.request
    return models.OptOut(
        id=record.id, principal_id=request.principal, number=record.number, operations=sorted(request.operations),
        declined=sorted(request.declined), reason=request.reason.value, note=request.note,
        risk_version=request.risk_version, language=request.language, shown=request.shown,
        shown_digest=record.shown_digest, ticked=dict(request.ticked), alternative=request.alternative.value,
        evidence=request.evidence, channel=request.channel, staff=request.staff, approver=request.approver,
        controls=sorted(record.controls), valid_from=record.valid_from, valid_until=record.valid_until,
        policy=record.policy, previous=record.previous, digest=record.digest,
    )  # fmt: skip


def _end(record: OptOut, *, cause: EndCause, by: str, reason: str, ends: int, at: int) -> bool:
    """Write an end down, once for each cause and author; whether it is new."""
    principal = record.request.principal
    try:
        with transaction.atomic():
            models.OptOutEnd.objects.create(
                opt_out_id=record.id, ends=ends, noted=at, cause=cause.value, by=by, reason=reason
            )
            note(
                "authentication:opt_out:ended", about=subject_of(principal), at=at, principal=principal,
                opt_out=record.id, cause=cause.value, by=by, reason=reason, ends=ends,
            )  # fmt: skip
    except IntegrityError:
        return False
    return True


def _remind(record: OptOut, at: int) -> bool:
    due = reminder_due(record, at=at)
    if due is None:
        return False
    principal = record.request.principal
    try:
        with transaction.atomic():
            models.OptOutReminder.objects.create(opt_out_id=record.id, due=due, sent=at)
            note(
                "authentication:opt_out:reminded", about=subject_of(principal), at=at, principal=principal,
                opt_out=record.id, until=record.until,
            )  # fmt: skip
    except IntegrityError:
        return False
    return True


def _note_refusal(request: OptOutRequest, against: list[str], at: int) -> None:
    with transaction.atomic():
        note(
            "authentication:opt_out:refused", about=subject_of(request.principal), at=at, principal=request.principal,
            obstacles=against, operations=sorted(request.operations), channel=request.channel,
        )  # fmt: skip
