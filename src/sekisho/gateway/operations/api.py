"""The machine API under ``/v1/``: its routers, and what it says of itself."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI

from sekisho.gateway.operations.api_customers import router as customers
from sekisho.gateway.operations.api_operations import router as operations
from sekisho.web.operations.guards import public
from sekisho.web.operations.pages import answer

api = NinjaAPI(
    title="Sekisho",
    version="1",
    description="Customers, operations that they sign, receipts, and evidence.",
    urls_namespace="machine",
    docs_url=None,
    openapi_url=None,
)
api.add_router("", operations)
api.add_router("", customers)


@api.get("/openapi.json", include_in_schema=False)
@public
def schema(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """The API's description (OpenAPI 3.1)."""
    return answer(api.get_openapi_schema(path_prefix="/v1/"))


urlpatterns: list[URLPattern | URLResolver] = [path("v1/", api.urls)]
"""Include them at the root."""
