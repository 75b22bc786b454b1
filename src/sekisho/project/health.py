"""Whether this process can answer: for load balancers."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

from sekisho.web.operations.guards import public


@public
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's form
    """200 and ``ok`` when the database answers; 500 otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
