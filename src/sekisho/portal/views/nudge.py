"""Ask somebody who has logged in with less to set up a passkey; “later” is counted, and ends on a date."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sekisho.authentication.operations.enrolments import skip
from sekisho.authentication.queries.enrolments import enrolment_of
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.policy import Mode
from sekisho.portal.menu import screen
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.next_page import own_page


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def ask(request: HttpRequest) -> HttpResponseBase:
    """GET asks; POST is “later”."""
    call = call_of(request)
    most = _most(call.at)
    known = enrolment_of(principal=call.signed_in.ref)
    left = None if most is None else max(0, most - known.skips_used)
    later = left != 0 and (known.due_at is None or call.at < known.due_at)
    if request.method != "POST":
        onward = own_page(request.GET.get("next", "/"))
        return screen(request, "portal/enrol_ask.html", next=onward, due=known.due_at, left=left, later=later)
    if later:
        skip(principal=call.signed_in.ref, max_skips=most, at=call.at)
    return HttpResponseRedirect(own_page(request.POST.get("next", "/")) if later else "/enrol")


def _most(at: int) -> int | None:
    """How often the policy in force lets somebody put it off at login; None where it does not count."""
    rules = (rule for rule in effective(at).rules if rule.operation is OperationCode.LOGIN and rule.mode is Mode.NUDGE)
    return min((rule.max_skips for rule in rules if rule.max_skips is not None), default=None)
