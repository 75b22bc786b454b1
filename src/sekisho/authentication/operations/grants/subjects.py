"""The customer's name towards a client."""

from sekisho.authentication.rules.grants.claims import subject_of
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.tokens import Access, GrantKind
from sekisho.firms.queries.clients import client_in_use


def subject_for(*, access: Access, provider: Provider, at: int) -> str:
    """The ``sub`` of a token that is in order: that of its ID token, or the program's own name."""
    if access.grant is None:
        return access.client_id
    if access.grant.kind is GrantKind.KEY:
        return access.grant.account
    client = client_in_use(client_id=access.client_id, at=at)
    return subject_of(client, access.grant.account, secret=provider.secret)
