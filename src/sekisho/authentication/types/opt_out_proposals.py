"""Opt-outs that staff took down by telephone or at a branch, and nobody has decided about yet (C-13)."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.authentication.types.opt_out import OptOutRequest


class Proposed(StrEnum):
    """Where an opt-out stands that was taken down by staff."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutProposal:
    """An opt-out that staff took down for a customer, before another one has decided.

    Attributes:
        id: its name.
        request: what was taken down; ``approver`` is empty, and ``evidence`` says where the call or the paper lies.
        created: in milliseconds.
        state: where it stands.
        decided_by: by whom; empty while it waits.

    """

    id: str
    request: OptOutRequest
    created: int
    state: Proposed = Proposed.WAITING
    decided_by: str = ""
