"""The public schedule: what needs which proof from when, as published, for people and for programs (C-14, D11)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.authentication.queries.policies import current_publication, publications, schedule_page
from sekisho.authentication.types.policy_page import Table
from sekisho.authentication.types.policy_versions import Publication
from sekisho.portal.menu import screen
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.faults import nowhere
from sekisho.web.operations.guards import public
from sekisho.web.operations.pages import answer

_KEPT = "public, max-age=300"


@require_safe
@public
def schedule(request: HttpRequest, number: int = 0) -> HttpResponse:
    """The last publication, or an earlier one by its number."""
    call = call_of(request)
    found = _wanted(call.language, number, call.at)
    if found is None:
        if number:
            raise nowhere()
        return screen(request, "portal/schedule.html")
    page = schedule_page(found)
    shown = {
        "title": page.title,
        "lead": page.lead,
        "foot": page.foot,
        "tables": [_drawn(each) for each in page.tables],
    }
    past = publications(language=call.language)
    return screen(
        request, "portal/schedule.html", shown=shown, number=found.number, published=found.published, past=past
    )


@require_safe
@public
def as_json(request: HttpRequest, number: int = 0) -> HttpResponse:
    """The same word for word as it was published; ``?lang=`` chooses the language."""
    call = call_of(request)
    found = _wanted(call.language, number, call.at)
    if found is None:
        raise nowhere()
    response = answer(found.body)
    response.headers["Cache-Control"] = _KEPT
    return response


def _wanted(language: str, number: int, at: int) -> Publication | None:
    if not number:
        return current_publication(language=language, at=at)
    return next((each for each in publications(language=language) if each.number == number), None)


def _drawn(table: Table) -> dict[str, Any]:
    rows = [[{"head": head, "text": text} for head, text in zip(table.head, row, strict=True)] for row in table.rows]
    return {"title": table.title, "lead": table.lead, "head": table.head, "rows": rows}
