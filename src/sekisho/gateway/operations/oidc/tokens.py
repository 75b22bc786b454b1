"""The endpoints that programs call: pushed requests, tokens, introspection, revocation, userinfo."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from sekisho.authentication.operations.grants import access as accesses
from sekisho.authentication.operations.grants.pushing import push
from sekisho.authentication.operations.grants.redeeming import tokens
from sekisho.authentication.operations.grants.subjects import subject_for
from sekisho.authentication.types.grants.tokens import Minted
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.oidc.bearers import access_of
from sekisho.gateway.operations.oidc.providing import provider
from sekisho.gateway.operations.oidc.wire import endpoint, form_of, knock_of, pairs_of
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import public
from sekisho.web.operations.minting import identifier, token


@endpoint
def par(request: HttpRequest) -> HttpResponse:
    """RFC 9126."""
    uri, seconds = push(
        pairs=pairs_of(request), form=form_of(request), provider=provider(), knock=knock_of(request),
        request=identifier("ar"), handle=token(),
    )  # fmt: skip
    return JsonResponse({"request_uri": uri, "expires_in": seconds}, status=201)


@endpoint
def token_endpoint(request: HttpRequest) -> HttpResponse:
    """RFC 6749, 3.2."""
    minted = Minted(access=identifier("at"), refresh=token())
    answer = tokens(form=form_of(request), provider=provider(), knock=knock_of(request), minted=minted)
    return JsonResponse(dict(answer.body), headers={"Pragma": "no-cache"})


@endpoint
def introspect(request: HttpRequest) -> HttpResponse:
    """RFC 7662."""
    return JsonResponse(dict(accesses.introspect(form=form_of(request), provider=provider(), at=call_of(request).at)))


@endpoint
def revoke(request: HttpRequest) -> HttpResponse:
    """RFC 7009."""
    accesses.revoke(form=form_of(request), provider=provider(), at=call_of(request).at)
    return HttpResponse(status=200)


@csrf_exempt
@public
def userinfo(request: HttpRequest) -> HttpResponse:
    """OpenID Connect Core, 5.3: the same name as in the ID token, and nothing about the customer's person."""
    found = access_of(request, Scope.OPENID)
    claims = {"sub": subject_for(access=found, provider=provider(), at=call_of(request).at)}
    if found.grant is not None:
        claims["acr"] = found.grant.acr.uri
    return JsonResponse(claims)
