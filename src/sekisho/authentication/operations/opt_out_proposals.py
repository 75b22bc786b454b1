"""Take opt-outs down by telephone or at a branch: one member of staff reads and writes, another one decides (C-13)."""

from dataclasses import replace

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.factors import subject_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.opt_outs import decline
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.opt_out_proposals import proposal_of
from sekisho.authentication.rules.opt_out import obstacles
from sekisho.authentication.rules.opt_out_terms import Terms
from sekisho.authentication.types.opt_out import (
    Obstacle,
    OptOut,
    OptOutRefusedError,
    OptOutRequest,
)
from sekisho.authentication.types.opt_out_proposals import OptOutProposal, Proposed
from sekisho.authentication.types.proofs import RefusedError, Why


def propose(*, proposal: str, request: OptOutRequest, terms: Terms, at: int) -> OptOutProposal:
    """Keep what a customer said, for somebody else to decide about; all but the second person is checked now.

    Args:
        proposal: its id.
        request: what was taken down, with ``staff`` and without ``approver``.
        terms: what the policy in force offers the customer.
        at: in milliseconds.

    Raises:
        OptOutRefusedError: it would not be allowed.
        RefusedError: another one of the same customer waits.

    """
    held = {each.factor for each in authenticators_of(principal=request.principal) if each.active}
    against = set(obstacles(request, terms=terms, held=held, at=at)) - {Obstacle.TWO_PEOPLE}
    if against or not request.staff:
        raise OptOutRefusedError(tuple(sorted(against)) or (Obstacle.TWO_PEOPLE,))
    try:
        with transaction.atomic():
            models.OptOutProposal.objects.create(
                id=proposal, principal_id=request.principal, request=_kept(request), proposed_by=request.staff,
                created=at,
            )  # fmt: skip
            note(
                "authentication:opt_out:proposed", about=subject_of(request.principal), at=at,
                principal=request.principal, proposal=proposal, by=request.staff, channel=request.channel,
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError.because(Why.CONFLICT) from error
    return proposal_of(proposal=proposal)


def approve(
    *, proposal: str, opt_out: str, by: str, evidence: str, terms: Terms, policy: int, at: int
) -> OptOut:  # fmt: skip
    """Record it. Where it is not allowed any more, nothing changes.

    Args:
        proposal: which.
        opt_out: the id of the record to be.
        by: who decides, ``staff:<id>``; another than who took it down.
        evidence: the record of his signature.
        terms: what the policy in force offers the customer now.
        policy: that policy's version.
        at: in milliseconds.

    Raises:
        NoProposalError: there is none.
        OptOutRefusedError: it is not allowed, or the two are one.
        RefusedError: somebody has decided already.

    """
    found = proposal_of(proposal=proposal)
    request = replace(found.request, approver=by, evidence=f"{found.request.evidence} {evidence}"[:200])
    with transaction.atomic():
        _settle(proposal, Proposed.APPROVED, by, at)
        return decline(opt_out=opt_out, request=request, terms=terms, policy=policy, at=at)


def refuse(*, proposal: str, by: str, at: int) -> None:
    """Say no; the customer stays as he is.

    Raises:
        NoProposalError: there is none.
        RefusedError: somebody has decided already.

    """
    found = proposal_of(proposal=proposal)
    with transaction.atomic():
        _settle(proposal, Proposed.REFUSED, by, at)
        note(
            "authentication:opt_out:proposal_refused", about=subject_of(found.request.principal), at=at,
            principal=found.request.principal, proposal=proposal, by=by,
        )  # fmt: skip


def _settle(proposal: str, state: Proposed, by: str, at: int) -> None:
    waiting = models.OptOutProposal.objects.filter(pk=proposal, state=Proposed.WAITING.value).exclude(proposed_by=by)
    if not waiting.update(state=state.value, decided_by=by, decided=at):
        raise RefusedError.because(Why.CONFLICT)


def _kept(request: OptOutRequest) -> dict[str, object]:
    return {
        "operations": sorted(request.operations), "declined": sorted(request.declined),
        "reason": request.reason.value, "risk_version": request.risk_version, "language": request.language,
        "shown": request.shown, "ticked": dict(request.ticked), "alternative": request.alternative.value,
        "evidence": request.evidence, "channel": request.channel, "note": request.note,
    }  # fmt: skip
