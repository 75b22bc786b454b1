"""Ask somebody who has logged in with less to set up a passkey; “later” is counted, and ends on a date."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sekisho.authentication.operations.enrolments import skip
from sekisho.authentication.queries.enrolments import enrolment_of
from sekisho.portal.menu import screen
from sekisho.portal.next_page import own_page
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def ask(request: HttpRequest) -> HttpResponseBase:
    """GET asks; POST is “later”."""
    call = call_of(request)
    if request.method == "POST":
        skip(principal=call.signed_in.ref, max_skips=None, at=call.at)
        return HttpResponseRedirect(own_page(request.POST.get("next", "/")))
    known = enrolment_of(principal=call.signed_in.ref)
    onward = own_page(request.GET.get("next", "/"))
    later = known.due_at is None or call.at < known.due_at
    return screen(request, "portal/enrol_ask.html", next=onward, due=known.due_at, left=None, later=later)
