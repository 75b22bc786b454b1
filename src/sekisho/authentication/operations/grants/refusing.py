"""Keep a record of every request that was refused: which, why, and whom it said it was from."""

from django.db import transaction

from sekisho.authentication.operations.noting import note
from sekisho.authentication.types.grants.faults import Fault, OAuthError

_LONGEST = 64


def keep_refusal(*, error: OAuthError, endpoint: str, claimed: str, api: bool, at: int) -> None:
    """Write a refusal down. Asking for a nonce is none: every program is asked once.

    Args:
        error: what was told.
        endpoint: the path.
        claimed: the client that the request named; nothing about it is proved.
        api: it was a call of the API, and not a request for a token.
        at: in milliseconds.

    """
    if error.fault is Fault.USE_DPOP_NONCE:
        return
    kind = "authentication:access:refused" if api else "authentication:token:refused"
    with transaction.atomic():
        note(kind, about="", at=at, endpoint=endpoint, fault=error.fault.value, claimed=claimed[:_LONGEST])
