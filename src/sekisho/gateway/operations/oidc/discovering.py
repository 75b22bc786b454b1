"""What we can do, and the keys to check it with (OpenID Connect Discovery, RFC 8414)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sekisho.authentication.operations.grants.knowing import ALGORITHMS
from sekisho.authentication.operations.grants.preparing import DETAIL_TYPES
from sekisho.authentication.types.assurance import Acr
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.oidc.providing import provider
from sekisho.web.operations.guards import public

_CACHE = "public, max-age=300"


@public
@require_safe
def metadata(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """``/.well-known/openid-configuration`` and ``/.well-known/oauth-authorization-server``."""
    us = provider()
    algorithms = list(ALGORITHMS)
    found = {
        "issuer": us.issuer,
        "authorization_endpoint": us.at("/oidc/authorize"),
        "token_endpoint": us.at("/oidc/token"),
        "jwks_uri": us.at("/oidc/jwks"),
        "pushed_authorization_request_endpoint": us.at("/oidc/par"),
        "introspection_endpoint": us.at("/oidc/introspect"),
        "revocation_endpoint": us.at("/oidc/revoke"),
        "userinfo_endpoint": us.at("/oidc/userinfo"),
        "end_session_endpoint": us.at("/oidc/logout"),
        "scopes_supported": [scope.value for scope in Scope],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt", "none"],
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "introspection_endpoint_auth_methods_supported": ["private_key_jwt"],
        "introspection_endpoint_auth_signing_alg_values_supported": algorithms,
        "revocation_endpoint_auth_methods_supported": ["private_key_jwt", "none"],
        "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
        "dpop_signing_alg_values_supported": algorithms,
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": [acr.uri for acr in sorted(Acr, reverse=True) if acr is not Acr.NONE],
        "authorization_details_types_supported": sorted(DETAIL_TYPES),
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": ["ja", "en"],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce", "sid", "act"],
        "claims_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
    }
    return JsonResponse(found, headers={"Cache-Control": _CACHE})


@public
@require_safe
def jwks(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Our public keys (RFC 7517)."""
    keys = [{**key.as_dict(private=False), "use": "sig", "kid": key.kid} for key in provider().keys.all]
    return JsonResponse({"keys": keys}, headers={"Cache-Control": _CACHE})
