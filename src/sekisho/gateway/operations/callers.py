"""Who calls the machine API: a program with an access token bound to its key (C-24)."""

from django.http import HttpRequest

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.grants.tokens import Access
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.oidc.bearers import access_of
from sekisho.gateway.types.callers import Caller


def caller_of(request: HttpRequest, scope: str) -> Caller:
    """The program behind a request, once token and proof are in order and nothing has been stopped meanwhile.

    Args:
        request: the call, with ``Authorization: DPoP …`` and one ``DPoP`` header.
        scope: what the call needs, e.g. ``Scope.OPERATIONS_CREATE``.

    Raises:
        sekisho.web.types.problems.RefusedError: the program is not let in; the answer carries the challenge.
        ValueError: there is no such scope.

    """
    return caller(access_of(request, Scope(scope)))


def caller(found: Access) -> Caller:
    """An access as the caller it makes."""
    grant = found.grant
    return Caller(
        client_id=found.client_id,
        scopes=found.scopes,
        grant=grant.id if grant else "",
        key=found.key,
        principal=grant.principal if grant else "",
        account=grant.account if grant else "",
        acr=grant.acr if grant else Acr.NONE,
        auth_time=grant.auth_time if grant else 0,
        limits=grant.limits if grant else None,
    )
