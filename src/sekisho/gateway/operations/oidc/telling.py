"""Deliver logout tokens to clients: what the runner of the node does every few seconds."""

import httpx

from sekisho.authentication.operations.grants.logouts import delivered, due_notices, undelivered
from sekisho.gateway.operations.oidc.providing import provider
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier

PATIENCE = 5.0
"""Seconds for one client."""
_MOST = 20
_WELL = frozenset({200, 204})


def tell_logouts() -> int:
    """Send what is due, each to its client's registered address, and write down what became of it. How many were sent.

    Redirects are not followed: a token is for one address.
    """
    at = now()
    due = due_notices(provider=provider(), identifiers=[identifier("lt") for _ in range(_MOST)], at=at)
    with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as http:
        for notice in due:
            trouble = _send(http, notice.uri, notice.token)
            if trouble:
                undelivered(notice=notice.id, trouble=trouble, at=now())
            else:
                delivered(notice=notice.id, at=now())
    return len(due)


def _send(http: httpx.Client, uri: str, token: str) -> str:
    try:
        answer = http.post(uri, data={"logout_token": token})
    except httpx.HTTPError as error:
        return type(error).__name__
    return "" if answer.status_code in _WELL else f"HTTP {answer.status_code}"
