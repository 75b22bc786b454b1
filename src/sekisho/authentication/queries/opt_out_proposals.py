"""Opt-outs that staff took down and nobody has decided about yet."""

from typing import Any

from sekisho.authentication import models
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.opt_out import Decline, OptOutRequest
from sekisho.authentication.types.opt_out_proposals import OptOutProposal, Proposed


class NoProposalError(LookupError):
    """There is no such proposal."""


def proposal_of(*, proposal: str) -> OptOutProposal:
    """One of them, whatever its state.

    Raises:
        NoProposalError: there is none.

    """
    row = models.OptOutProposal.objects.filter(pk=proposal).first()
    if row is None:
        raise NoProposalError(proposal)
    return value_of(row)


def proposals_waiting(*, limit: int = 200) -> tuple[OptOutProposal, ...]:
    """Those that wait, the oldest first."""
    rows = models.OptOutProposal.objects.filter(state=Proposed.WAITING.value).order_by("created", "id")
    return tuple(value_of(row) for row in rows[:limit])


def value_of(row: models.OptOutProposal) -> OptOutProposal:
    """A row as a value."""
    return OptOutProposal(
        id=row.id, request=request_of(row.principal_id, row.request, row.proposed_by), created=row.created,
        state=Proposed(row.state), decided_by=row.decided_by,
    )  # fmt: skip


def request_of(principal: str, kept: dict[str, Any], staff: str) -> OptOutRequest:
    """What was taken down."""
    return OptOutRequest(
        principal=principal,
        operations=frozenset(OperationCode(each) for each in kept["operations"]),
        declined=frozenset(FactorCode(each) for each in kept["declined"]),
        reason=Decline(kept["reason"]),
        risk_version=kept["risk_version"],
        language=kept["language"],
        shown=kept["shown"],
        ticked=kept["ticked"],
        alternative=FactorCode(kept["alternative"]),
        evidence=kept["evidence"],
        channel=kept["channel"],
        note=kept["note"],
        staff=staff,
    )
