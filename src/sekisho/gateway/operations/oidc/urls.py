"""Every address of the provider, for the project's urls."""

from django.urls import URLPattern, path

from sekisho.gateway.operations.oidc import authorizing, discovering, leaving, reserving, tokens

urlpatterns: list[URLPattern] = [
    path(".well-known/openid-configuration", discovering.metadata),
    path(".well-known/oauth-authorization-server", discovering.metadata),
    path("oidc/jwks", discovering.jwks),
    path("oidc/par", tokens.par),
    path("oidc/authorize", authorizing.authorize),
    path("oidc/continue/<str:request_id>", authorizing.onward),
    path("oidc/consent/<str:request_id>", authorizing.consent),
    path("oidc/token", tokens.token_endpoint),
    path("oidc/introspect", tokens.introspect),
    path("oidc/revoke", tokens.revoke),
    path("oidc/userinfo", tokens.userinfo),
    path("oidc/logout", leaving.logout),
    path("v1/orders/reserve", reserving.reserve),
]
"""Include them at the root."""
