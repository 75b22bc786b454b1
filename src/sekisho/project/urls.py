"""Every address of the node, and who answers there."""

from django.urls import URLPattern, URLResolver, include, path

from sekisho.project.health import alive
from sekisho.web.operations import faults

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", alive),
    path("", include("sekisho.gateway.operations.oidc.urls")),
    path("", include("sekisho.gateway.operations.api")),
    path("staff/", include("sekisho.console.urls")),
    path("", include("sekisho.portal.urls")),
]
handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.failed
