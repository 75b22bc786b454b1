"""Delegations as they stand after a holder has signed them."""

from itertools import count
from typing import Any

from sekisho.authentication import models
from sekisho.kernel.moments import DAY

_numbers = count(1)


def delegated(agent: str, account: str, *, at: int, **changes: Any) -> str:
    """The name of a delegation that stands: an agent may order for an account, from the day before to the day after."""
    number = next(_numbers)
    made = models.Delegation.objects.create(
        **{
            "id": f"dg_{number}", "agent_id": agent, "account": account, "granted_by_id": f"customer:{account}",
            "name": "はな", "relation": "子", "operations": ["order_place"], "start": at - DAY, "until": at + DAY,
            "operation": f"op_dg_{number}", "state": "active", **changes,
        }
    )  # fmt: skip
    return str(made.id)
