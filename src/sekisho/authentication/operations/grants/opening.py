"""Open a client's request in a browser: pushed before, or with its parameters in the address."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.grants.pushing import PREFIX, digest_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.grants.jose import BadSignatureError, key_for, own, payload_of, verified
from sekisho.authentication.rules.grants.wishes import address_of, single, wish_of
from sekisho.authentication.types.grants.faults import Fault, OAuthError, RedirectedError, UnsafeRequestError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.requests import OpenRequest, RequestState, Wish
from sekisho.firms.queries.clients import client_in_use
from sekisho.firms.types.clients import Client, Profile
from sekisho.firms.types.faults import UnknownError
from sekisho.kernel.moments import SECOND
from sekisho.kernel.texts import Text

_UNKNOWN = Text(
    "接続元のサービスを確かめられないため、処理を止めました。この画面を閉じ、元のサービスにお問い合わせください。",
    "We stopped, since we could not tell which service sent you here. Please close this page and ask that service.",
)
OVER = Text(
    "この接続の依頼は時間が過ぎたか、すでに使われています。元のサービスの画面から、もう一度始めてください。",
    "This request is out of time or was used already. Please begin again at the service that sent you here.",
)
"""What somebody reads whose request is no longer there."""
_PUSH = Text(
    "このサービスからの依頼は、決められた方法で届いていません。元のサービスにお問い合わせください。",
    "This request did not reach us in the way agreed with the service. Please ask the service that sent you here.",
)

_NOT_YOURS = "it is not for this client, or out of its time"


def open_request(
    *, pairs: Mapping[str, Sequence[str]], provider: Provider, browser: str, request: str, at: int
) -> OpenRequest:
    """Open a request; a pushed one can be opened once, and by one browser.

    Args:
        pairs: every parameter of the address with all its values.
        provider: who we are.
        browser: the secret of a cookie that this browser gets with the answer.
        request: a name for a request that was not pushed.
        at: in milliseconds.

    Raises:
        UnsafeRequestError: nobody may be redirected; show the reason.
        RedirectedError: tell the client at its registered address.

    """
    client = _client(pairs, at)
    if "request_uri" in pairs:
        return _claim(pairs, client, provider, browser, at)
    if client.terms.profile is Profile.FAPI2:
        raise UnsafeRequestError(_PUSH)
    parameters = _parameters(pairs, client)
    wish = redirected(parameters, client)
    hinted = _hinted(wish, client, provider, at)
    with transaction.atomic():
        models.AuthorizationRequest.objects.create(
            id=request, client_id=client.client_id, parameters=parameters, browser=digest_of(browser), hinted=hinted,
            state=RequestState.OPEN.value, created=at, expires=at + provider.request,
        )  # fmt: skip
        note("authentication:request:opened", about=f"client:{client.client_id}", at=at, request=request, pushed=False)
    return request_of(request=request, browser=browser, at=at)


def request_of(*, request: str, browser: str, at: int) -> OpenRequest:
    """An open request, for the browser that opened it.

    Raises:
        UnsafeRequestError: there is none, it is another browser's, or it is over.

    """
    row = models.AuthorizationRequest.objects.filter(
        id=request, browser=digest_of(browser), state=RequestState.OPEN.value, expires__gt=at
    ).first()
    if row is None:
        raise UnsafeRequestError(OVER)
    client = client_of(row.client_id, at)
    return OpenRequest(
        id=row.id,
        wish=redirected(row.parameters, client),
        state=RequestState(row.state),
        created=row.created,
        expires=row.expires,
        tries=row.tries,
        operations=tuple(row.operations),
        consent=row.consent,
        hinted=row.hinted,
    )


def client_of(client_id: str, at: int) -> Client:
    """The client of a request.

    Raises:
        UnsafeRequestError: it is not to be spoken with (any more).

    """
    try:
        return client_in_use(client_id=client_id, at=at)
    except UnknownError as error:
        raise UnsafeRequestError(_UNKNOWN) from error


def redirected(parameters: Mapping[str, str], client: Client) -> Wish:
    """The wish; what is wrong with it is told at the registered address.

    Raises:
        UnsafeRequestError: the address is not registered.
        RedirectedError: anything else is wrong.

    """
    address = address_of(parameters, client)
    try:
        return wish_of(parameters, client)
    except OAuthError as error:
        state = parameters.get("state", "")
        raise RedirectedError(error.fault, error.description, redirect_uri=address, state=state) from error


def _client(pairs: Mapping[str, Sequence[str]], at: int) -> Client:
    named = pairs.get("client_id", ())
    if len(named) != 1:
        raise UnsafeRequestError(_UNKNOWN)
    return client_of(named[0], at)


def _parameters(pairs: Mapping[str, Sequence[str]], client: Client) -> dict[str, str]:
    try:
        return single(pairs)
    except OAuthError as error:
        known = {name: values[0] for name, values in pairs.items() if len(values) == 1}
        address = address_of(known, client)
        state = known.get("state", "")[:2_048]
        raise RedirectedError(error.fault, error.description, redirect_uri=address, state=state) from error


def _claim(
    pairs: Mapping[str, Sequence[str]], client: Client, provider: Provider, browser: str, at: int
) -> OpenRequest:
    """Open a pushed request, committed before anything else is looked at: whatever follows, it is used up."""
    uri = pairs["request_uri"][0] if len(pairs["request_uri"]) == 1 else ""
    found = models.AuthorizationRequest.objects.filter(
        handle=digest_of(uri.removeprefix(PREFIX)), client_id=client.client_id
    )
    row = found.first()
    with transaction.atomic():
        taken = found.filter(state=RequestState.PUSHED.value, expires__gt=at).update(
            state=RequestState.OPEN.value, browser=digest_of(browser), expires=at + provider.request
        )
    if row is None or taken != 1:
        raise UnsafeRequestError(OVER)
    wish = redirected(row.parameters, client)
    models.AuthorizationRequest.objects.filter(id=row.id).update(hinted=_hinted(wish, client, provider, at))
    return request_of(request=row.id, browser=browser, at=at)


def _hinted(wish: Wish, client: Client, provider: Provider, at: int) -> str:
    """The principal whom an ``id_token_hint`` names.

    It is one of our own ID tokens, of whatever age; or a statement of the client's that it signed with its registered
    key, where the firm's own provider has done the first factor. It says who has to log in, and never that he did.
    """
    if not wish.id_token_hint:
        return ""
    try:
        return _hint(wish.id_token_hint, client, provider, at)
    except BadSignatureError as error:
        fault = Fault.INVALID_REQUEST
        told = f"id_token_hint: {error}"
        raise RedirectedError(fault, told, redirect_uri=wish.redirect_uri, state=wish.state) from error


def _hint(hint: str, client: Client, provider: Provider, at: int) -> str:
    issuer = payload_of(hint).get("iss")
    types = {"jwt", ""}
    if issuer == provider.issuer:
        claims = own(hint, provider.keys.all, types=types)
        row = models.Grant.objects.filter(session=claims.get("sid", ""), client_id=claims.get("aud", "")).first()
        if client.client_id != claims.get("aud") or row is None:
            raise BadSignatureError(_NOT_YOURS)
        return str(row.principal_id)
    claims = verified(hint, key_for(hint, client.terms.jwks), types=types)
    exp = claims.get("exp")
    if issuer != client.client_id or claims.get("aud") != provider.issuer or not isinstance(exp, int):
        raise BadSignatureError(_NOT_YOURS)
    if client.terms.third_party or exp * SECOND <= at:
        raise BadSignatureError(_NOT_YOURS)
    return f"customer:{claims.get('sub', '')}"
