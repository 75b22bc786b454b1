"""Tokens for programs that act by themselves: the firm's own, and customers' tools with an API key (C-24)."""

from collections.abc import Mapping

from sekisho.authentication import models
from sekisho.authentication.operations.grants.issuing import answer_for_machine, narrowed
from sekisho.authentication.operations.grants.knowing import check_statement, client_id_of, held_key, known_client
from sekisho.authentication.queries.grants.grants import grant_counts, key_value
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.tokens import ApiKey, Knock, Minted, TokenAnswer
from sekisho.firms.types.clients import Profile

KEY_PREFIX = "key_"
"""How the names of customers' API keys begin."""
Form = Mapping[str, str]


def machine_tokens(*, form: Form, provider: Provider, knock: Knock, minted: Minted) -> TokenAnswer:
    """Answer a request with ``grant_type=client_credentials``; tokens always belong to a key.

    Raises:
        OAuthError: what has to be told to the program.

    """
    if client_id_of(form).startswith(KEY_PREFIX):
        return _for_key(form, provider, knock, minted)
    client = known_client(form=form, provider=provider, at=knock.at)
    if client.terms.profile is not Profile.MACHINE:
        raise OAuthError(Fault.UNAUTHORIZED_CLIENT, "this client acts for customers only")
    scopes = narrowed(form, client.terms.scopes)
    key = held_key(knock=knock, provider=provider, nonce_needed=provider.nonce_needed)
    return answer_for_machine(
        provider=provider, client_id=client.client_id, key=key, scopes=scopes, minted=minted, grant=None, at=knock.at
    )


def _for_key(form: Form, provider: Provider, knock: Knock, minted: Minted) -> TokenAnswer:
    api_key = _known_key(form, provider, knock.at)
    grant = api_key.grant
    scopes = narrowed(form, grant.scopes)
    if held_key(knock=knock, provider=provider, nonce_needed=provider.nonce_needed) != grant.key:
        raise OAuthError(Fault.INVALID_DPOP_PROOF, "the proof has to be made with the registered key")
    models.ApiKey.objects.filter(id=api_key.id).update(last_used=knock.at)
    return answer_for_machine(
        provider=provider, client_id=api_key.id, key=grant.key, scopes=scopes, minted=minted, grant=grant, at=knock.at
    )


def _known_key(form: Form, provider: Provider, at: int) -> ApiKey:
    """The API key, once its program has proved to hold it; whether it still counts is said to nobody else."""
    row = models.ApiKey.objects.filter(id=client_id_of(form)).select_related("grant").first()
    if row is None:
        raise OAuthError(Fault.INVALID_CLIENT, "the client is not known, or could not prove itself")
    found = key_value(row)
    check_statement(form=form, client_id=found.id, jwks={"keys": [found.jwk]}, provider=provider, at=at)
    if not grant_counts(found.grant, at=at):
        raise OAuthError(Fault.INVALID_GRANT, "this key was revoked, is out of time, or the account is stopped")
    return found
