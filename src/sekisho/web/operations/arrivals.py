"""What somebody who is signing in brings along, and what a login's next step means for his browser."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from sekisho.authentication.queries.policies import effective
from sekisho.authentication.types.devices import FreshDevice
from sekisho.authentication.types.login import Arrival, LoginTools, SignedIn
from sekisho.authentication.types.sessions import FreshToken, browser_ref, token_digest
from sekisho.web.operations.calls import browser_token, call_of
from sekisho.web.operations.cookies import set_session
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.minting import identifier, token

_TOKEN = "_sekisho_fresh_token"  # noqa: S105 - an attribute's name


def browser_of_login(request: HttpRequest) -> str:
    """The reference that logins are tied to: the browser's own, whoever was signed in on it before."""
    return browser_ref(browser_token(request))


def arrival_of(request: HttpRequest, *, solution: str = "", acting: str = "") -> Arrival:
    """This request as ``operations.login`` takes it, with everything that is minted for it."""
    call = call_of(request)
    fresh = getattr(request, _TOKEN, None) or token()
    setattr(request, _TOKEN, fresh)
    known = browser_token(request)
    return Arrival(
        visit=replace(call.visit, session=browser_ref(known)),
        at=call.at,
        attempt=identifier("lo"),
        fresh=FreshToken(session=identifier("se"), digest=token_digest(fresh)),
        device=None if call.visit.device else FreshDevice(ref=identifier("dv"), digest=token_digest(known)),
        solution=solution,
        acting=acting,
    )


def login_tools(at: int) -> LoginTools:
    """The policy in force, and the key for proofs of work."""
    return LoginTools(policy=effective(at), key=work_key())


def work_key() -> bytes:
    """Signs challenges for proofs of work."""
    return node_keys().secret("work:1")


def hand_over(request: HttpRequest, response: HttpResponse, step: SignedIn) -> HttpResponse:  # noqa: ARG001 - its proof
    """Give the browser the token of the session that began; with the request that ``arrival_of`` was made of."""
    set_session(request, response, str(getattr(request, _TOKEN)))
    return response
