"""Take a request that a client sends beforehand, past the browser (RFC 9126)."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.grants.knowing import held_key, known_client
from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.grants.wishes import KNOWN, address_of, single, wish_of
from sekisho.authentication.types.grants.faults import Fault, OAuthError, UnsafeRequestError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.requests import RequestState
from sekisho.authentication.types.grants.tokens import Knock
from sekisho.firms.types.clients import Client

PREFIX = "urn:ietf:params:oauth:request_uri:"


def push(
    *,
    pairs: Mapping[str, Sequence[str]],
    form: Mapping[str, str],
    provider: Provider,
    knock: Knock,
    request: str,
    handle: str,
) -> tuple[str, int]:
    """Check a request as strictly as if it came through the browser, and keep it.

    Args:
        pairs: every parameter with all its values.
        form: the parameters of client authentication.
        provider: who we are.
        knock: where and how.
        request: a name for the request.
        handle: 256 random bits; whoever has them can open the request, once.

    Returns:
        The ``request_uri``, and for how many seconds it is good.

    Raises:
        OAuthError: what has to be told to the client.

    """
    client = known_client(form=form, provider=provider, at=knock.at)
    parameters = checked(pairs, client)
    if knock.proofs:
        key = held_key(knock=knock, provider=provider, nonce_needed=False)
        if parameters.setdefault("dpop_jkt", key) != key:
            raise OAuthError(Fault.INVALID_DPOP_PROOF, "dpop_jkt is not the key of the proof")
    with transaction.atomic():
        models.AuthorizationRequest.objects.create(
            id=request, handle=digest_of(handle), client_id=client.client_id, parameters=parameters,
            state=RequestState.PUSHED.value, created=knock.at, expires=knock.at + provider.pushed,
        )  # fmt: skip
        note(
            "authentication:request:opened",
            about=f"client:{client.client_id}",
            at=knock.at,
            request=request,
            pushed=True,
        )
    return PREFIX + handle, provider.pushed // 1_000


def checked(pairs: Mapping[str, Sequence[str]], client: Client) -> dict[str, str]:
    """The parameters of a pushed request, in order.

    Raises:
        OAuthError: they are not.

    """
    if "request_uri" in pairs:
        raise OAuthError(Fault.INVALID_REQUEST, "a pushed request has no request_uri")
    parameters = {**single({name: pairs[name] for name in KNOWN & set(pairs)}), "client_id": client.client_id}
    try:
        address_of(parameters, client)
    except UnsafeRequestError as error:
        raise OAuthError(Fault.INVALID_REQUEST, "redirect_uri is not registered") from error
    wish_of(parameters, client)
    return parameters


def digest_of(secret: str) -> bytes:
    """What is kept of a handed-out secret."""
    return sha256(secret.encode()).digest()
