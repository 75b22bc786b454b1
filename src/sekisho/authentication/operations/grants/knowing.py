"""Know the client that knocks, and the key it holds."""

from collections.abc import Mapping

from sekisho.authentication.operations.grants.seeing import SeenError, remember
from sekisho.authentication.rules.grants import assertions, jose
from sekisho.authentication.rules.grants.dpop import Possession, nonce_at, nonces_at, possession
from sekisho.authentication.rules.grants.jose import BadSignatureError, payload_of
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.tokens import Knock
from sekisho.firms.queries.clients import client_in_use
from sekisho.firms.types.clients import Client, ClientKind
from sekisho.firms.types.faults import UnknownError

Form = Mapping[str, str]
ALGORITHMS = jose.ALGORITHMS
"""What clients may sign with."""
_STRANGER = "the client is not known, or could not prove itself"


def client_id_of(form: Form) -> str:
    """Whom the form says it is from; nothing is proved yet.

    Raises:
        OAuthError: ``invalid_client``: it says nothing, or two things.

    """
    named = form.get("client_id", "")
    if "client_secret" in form:
        raise OAuthError(Fault.INVALID_CLIENT, "client secrets are not used here; send a client_assertion")
    if "client_assertion" not in form:
        if not named:
            raise OAuthError(Fault.INVALID_CLIENT, "client_id is missing")
        return named
    if form.get("client_assertion_type") != assertions.TYPE:
        raise OAuthError(Fault.INVALID_CLIENT, "client_assertion_type has to be jwt-bearer")
    try:
        issuer = payload_of(form["client_assertion"]).get("iss")
    except BadSignatureError as error:
        raise OAuthError(Fault.INVALID_CLIENT, f"client_assertion: {error}") from error
    if not isinstance(issuer, str) or named not in {"", issuer}:
        raise OAuthError(Fault.INVALID_CLIENT, "client_id and client_assertion do not agree")
    return issuer


def known_client(*, form: Form, provider: Provider, at: int) -> Client:
    """The client, once it has proved itself with its key; a native program has none and only names itself.

    Args:
        form: the request's parameters.
        provider: who we are.
        at: in milliseconds.

    Raises:
        OAuthError: ``invalid_client``.

    """
    client_id = client_id_of(form)
    try:
        client = client_in_use(client_id=client_id, at=at)
    except UnknownError as error:
        raise OAuthError(Fault.INVALID_CLIENT, _STRANGER) from error
    if client.terms.kind is ClientKind.NATIVE:
        if "client_assertion" in form:
            raise OAuthError(Fault.INVALID_CLIENT, "this client has no keys")
        return client
    check_statement(form=form, client_id=client_id, jwks=client.terms.jwks, provider=provider, at=at)
    return client


def check_statement(*, form: Form, client_id: str, jwks: Mapping[str, object], provider: Provider, at: int) -> None:
    """Check a client's statement against its keys, and use it up.

    Raises:
        OAuthError: ``invalid_client``.

    """
    if "client_assertion" not in form:
        raise OAuthError(Fault.INVALID_CLIENT, "send a client_assertion signed with your registered key")
    proved = assertions.statement(
        form["client_assertion"], client_id=client_id, jwks=jwks, audience=provider.issuer, at=at
    )
    try:
        remember(mark=proved.mark, until=proved.until)
    except SeenError as error:
        raise OAuthError(Fault.INVALID_CLIENT, "this client_assertion was used before") from error


def held_key(*, knock: Knock, provider: Provider, token: str = "", nonce_needed: bool) -> str:
    """The thumbprint of the key that the caller has just proved to hold; the proof is used up.

    Args:
        knock: where and how.
        provider: who we are.
        token: the access token it goes with.
        nonce_needed: the proof has to carry a nonce of ours.

    Raises:
        OAuthError: ``invalid_dpop_proof`` or ``use_dpop_nonce``.

    """
    found: Possession = possession(
        knock, token=token, nonces=nonces_at(provider.secret, knock.at), nonce_needed=nonce_needed
    )
    try:
        remember(mark=found.mark, until=found.until)
    except SeenError as error:
        raise OAuthError(Fault.INVALID_DPOP_PROOF, "this proof was used before") from error
    return found.key


def fresh_nonce(*, provider: Provider, at: int) -> str:
    """The nonce to hand out now, in the header ``DPoP-Nonce``."""
    return nonce_at(provider.secret, at)
