"""Customers who let programs in: requests, consents, codes and tokens, through the operations."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from tests.builders import firms
from tests.builders.firms import RETURN, terms
from tests.builders.oauth import VERIFIER, Program, b64, minted, provider, s256
from tests.builders.signing_in import AT, opened, visit

from sekisho.authentication.operations.grants.consenting import give_consent
from sekisho.authentication.operations.grants.opening import open_request
from sekisho.authentication.operations.grants.proceeding import proceed
from sekisho.authentication.operations.grants.pushing import push
from sekisho.authentication.operations.grants.redeeming import tokens
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.requests import Fresh, FreshOperation, Sent, Step
from sekisho.authentication.types.sessions import Session
from sekisho.firms.types.clients import ClientKind, Profile
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import DAY

BROWSER = "browser-secret"
OUT = "https://client.example/backchannel"
_numbers = count(1)
DESK: dict[str, Any] = {"scopes": frozenset({Scope.OPENID, Scope.OFFLINE_ACCESS}), "backchannel_logout_uri": OUT}
"""The firm's own website."""
READER: dict[str, Any] = {
    "third_party": True, "profile": Profile.FAPI2, "expires": AT + 900 * DAY,
    "scopes": frozenset({Scope.OPENID, Scope.OFFLINE_ACCESS, Scope.ACCOUNTS_READ}),
}  # fmt: skip
"""An aggregator."""
BOARD: dict[str, Any] = {
    "profile": Profile.FAPI2, "limits": firms.LIMITS,
    "scopes": frozenset({Scope.OPENID, Scope.ACCOUNTS_READ, Scope.ORDERS_PLACE}),
}  # fmt: skip
"""The firm's own trading program."""
APP: dict[str, Any] = {
    "kind": ClientKind.NATIVE, "redirect_uris": ("http://127.0.0.1/cb",),
    "scopes": frozenset({Scope.OPENID, Scope.OFFLINE_ACCESS}),
}  # fmt: skip
"""The firm's own installed program."""
BACK: dict[str, Any] = {
    "profile": Profile.MACHINE, "redirect_uris": (),
    "scopes": frozenset({Scope.OPERATIONS_CREATE, Scope.OPERATIONS_READ, Scope.TOKENS_INSPECT}),
}  # fmt: skip
"""The firm's back end."""


def program(client_id: str, wanted: Mapping[str, Any]) -> Program:
    """A registered program."""
    made = Program(client_id)
    native = wanted.get("kind") is ClientKind.NATIVE
    firms.registered(client_id, terms({} if native else made.jwks, **wanted), at=AT)
    return made


def asking(who: Program, **changes: str) -> dict[str, str]:
    """The parameters of a request; an empty one is left out."""
    wanted = {
        "client_id": who.client_id, "response_type": "code", "redirect_uri": RETURN, "scope": "openid", "state": "s-1",
        "nonce": "n-1", "code_challenge": s256(), "code_challenge_method": "S256", **changes,
    }  # fmt: skip
    return {name: value for name, value in wanted.items() if value}


def many(parameters: Mapping[str, str]) -> dict[str, list[str]]:
    """Each parameter with all its values."""
    return {name: [value] for name, value in parameters.items()}


def pushed(who: Program, *, at: int = AT, us: Provider | None = None, knock: Any = None, **changes: str) -> str:
    """A pushed request; gives its ``request_uri``."""
    number = next(_numbers)
    uri, _ = push(
        pairs=many(asking(who, **changes)), form=who.form(at), provider=us or provider(),
        knock=knock or who.knock(at, path="/oidc/par"), request=f"ar_{number}", handle=f"handle-{number}",
    )  # fmt: skip
    return uri


def open_at(who: Program, *, at: int = AT, us: Provider | None = None, browser: str = BROWSER, **changes: str) -> Any:
    """A request opened in a browser; pushed where the changes name a ``request_uri``."""
    asked = {"client_id": who.client_id, **changes} if "request_uri" in changes else asking(who, **changes)
    number = next(_numbers)
    return open_request(pairs=many(asked), provider=us or provider(), browser=browser, request=f"ar_{number}", at=at)


def fresh() -> Fresh:
    """What an entrance mints for going on."""
    number = next(_numbers)
    operations = tuple(FreshOperation(id=f"op_{number}_{place}", nonce=b"n" * 16) for place in range(5))
    return Fresh(code=f"code-{number}", grant=f"gr_{number}", operations=operations)


def go_on(
    request: str, session: Session | None, *, at: int = AT, us: Provider | None = None, browser: str = BROWSER
) -> Step:
    """The next step of a request."""
    return proceed(
        request=request,
        browser=browser,
        session=session,
        provider=us or provider(),
        fresh=fresh(),
        visit=visit(),
        at=at,
    )


def consented(request: str, session: Session, *, at: int = AT) -> str:
    """A yes; gives the consent's id."""
    name = f"cn_{next(_numbers)}"
    give_consent(
        request=request, browser=BROWSER, session=session, provider=provider(), language="ja", consent=name, at=at
    )
    return name


def code_for(who: Program, session: Session, *, at: int = AT, us: Provider | None = None, **changes: str) -> str:
    """A code for a client, whatever it takes."""
    found = open_at(who, at=at, us=us, **changes)
    step = go_on(found.id, session, at=at, us=us)
    if not isinstance(step, Sent):
        consented(found.id, session, at=at)
        step = go_on(found.id, session, at=at, us=us)
    assert isinstance(step, Sent), step
    return step.parameters["code"]


def redeemed(
    who: Program, code: str, *, at: int = AT, us: Provider | None = None, knock: Any = None, native: bool = False,
    **changes: str,
) -> dict[str, Any]:  # fmt: skip
    """The token endpoint's answer to a code."""
    fields = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": RETURN, "code_verifier": VERIFIER, **changes,
    }  # fmt: skip
    form = {**fields, "client_id": who.client_id} if native else who.form(at, **fields)
    return answered(form, us=us, knock=knock or who.knock(at))


def answered(form: Mapping[str, str], *, knock: Any, us: Provider | None = None) -> dict[str, Any]:
    """The token endpoint's answer to any form."""
    return dict(tokens(form=form, provider=us or provider(), knock=knock, minted=minted()).body)


def refreshed(who: Program, token: str, *, at: int = AT, knock: Any = None, **changes: str) -> dict[str, Any]:
    """The answer to a refresh token."""
    form = who.form(at, grant_type="refresh_token", refresh_token=token, **changes)
    return answered(form, knock=knock or who.knock(at))


def signed_in(principal: Any, **changes: Any) -> Session:
    """A session that began just before."""
    return opened(principal, **changes)


__all__ = ["b64"]
