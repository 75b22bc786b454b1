"""Customers, delegates and staff who sign in, and what they bring along."""

from itertools import count
from typing import Any

from sekisho.authentication.operations.principals import register_principal
from sekisho.authentication.operations.sessions import open_session
from sekisho.authentication.queries.sessions import bearer_by_token
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import Principal, PrincipalKind, Visit
from sekisho.authentication.types.sessions import Session, token_digest
from sekisho.journal.queries.reading import read
from sekisho.kernel.moments import DAY

AT = 1_796_000_400_000
"""A morning on which somebody signs in."""
HOME = "203.0.113.7"
PHONE = "Mozilla/5.0 (Linux; Android 15) Chrome/140"
_numbers = count(1)


def customer(account: str = "a-1", *, login: str = "", at: int = AT - 300 * DAY, **facts: object) -> Principal:
    """A customer with an account."""
    return register_principal(
        kind=PrincipalKind.CUSTOMER,
        identifier=account,
        login=login or f"login-{account}",
        handle=_handle(),
        at=at,
        facts=facts,
    )


def agent(name: str = "g-1", *, at: int = AT - 300 * DAY) -> Principal:
    """A delegate."""
    return register_principal(kind=PrincipalKind.AGENT, identifier=name, login=f"login-{name}", handle=_handle(), at=at)


def staff(name: str = "s-1", *, at: int = AT - 300 * DAY) -> Principal:
    """A member of staff."""
    return register_principal(kind=PrincipalKind.STAFF, identifier=name, login=f"login-{name}", handle=_handle(), at=at)


def _handle() -> bytes:
    return next(_numbers).to_bytes(32)


def visit(**changes: Any) -> Visit:
    """A visit from a telephone at home."""
    return Visit(**{"ip": HOME, "user_agent": PHONE, "session": "br_1", **changes})


def opened(principal: Principal | str, *, at: int = AT, token: str = "", **changes: Any) -> Session:
    """A session of somebody, with a passkey unless said otherwise."""
    number = next(_numbers)
    ref = principal if isinstance(principal, str) else principal.ref
    return open_session(
        **{
            "principal": ref,
            "acr": Acr.PHR,
            "amr": ("pop", "swk", "user", "mfa"),
            "factor": "passkey_synced",
            "visit": visit(),
            "token_digest": token_digest(token or f"token-{number}"),
            "session": f"se_{number}",
            "at": at,
            **changes,
        }
    )


def session_by_token(*, token_digest: bytes, at: int) -> Session | None:
    """The session that a token opens, if it opens one."""
    found = bearer_by_token(token_digest=token_digest, browser_digest=bytes(32), at=at)
    return None if found is None else found.session


def kinds() -> list[str]:
    """What the journal says happened, without what was registered."""
    return [entry.kind for entry in read(limit=1_000) if entry.kind != "authentication:principal:registered"]
